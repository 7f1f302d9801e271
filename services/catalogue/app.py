"""The light switch of the catalogue: the only place that makes real things."""

from functools import partial

from kernel.imports import Imports
from kernel.pictures import Studio
from kernel.scanning import Scanner
from kernel.service import Service
from services.catalogue import api, handlers, metrics
from services.catalogue.announcements import api as announcements_api
from services.catalogue.announcements.actions import Office
from services.catalogue.announcements.store import Announcements
from services.catalogue.editions import api as editions_api
from services.catalogue.editions.store import Editions, Templates
from services.catalogue.exports import api as exports_api
from services.catalogue.feed import api as feed_api
from services.catalogue.history.store import History
from services.catalogue.imports import ExhibitorSheet, ProductSheet
from services.catalogue.owners import api as owners_api
from services.catalogue.papers import api as papers_api
from services.catalogue.papers.actions import Papers
from services.catalogue.papers.caretaker import Caretaker
from services.catalogue.papers.store import Notices, Proofs
from services.catalogue.pictures import api as pictures_api
from services.catalogue.pictures.actions import Album
from services.catalogue.pictures.store import Pictures
from services.catalogue.privacy import app as privacy
from services.catalogue.profiles import api as profiles_api
from services.catalogue.profiles.store import Profiles
from services.catalogue.programme import api as programme_api
from services.catalogue.programme.actions import Programme
from services.catalogue.programme.store import Talks
from services.catalogue.promises import api as promises_api
from services.catalogue.promises.store import PromisedCapacity
from services.catalogue.retelling import Retelling
from services.catalogue.search import api as search
from services.catalogue.search.moments import Moments
from services.catalogue.search.store import Shelf
from services.catalogue.search.upkeep import Upkeep
from services.catalogue.searches import api as searches_api
from services.catalogue.searches.actions import Lookouts
from services.catalogue.searches.store import Searches
from services.catalogue.settings import CatalogueSettings
from services.catalogue.shelves import Shelves
from services.catalogue.stands import api as stands_api
from services.catalogue.stands.actions import Floor
from services.catalogue.stands.store import Occupants, Placements
from services.catalogue.store import Exhibitors, Products


def create(settings: CatalogueSettings | None = None) -> Service:
    """The catalogue, put together."""
    settings = settings or CatalogueSettings()
    service = Service("catalogue", settings)
    editions = Editions(service.mongo, service.outbox)
    exhibitors = Exhibitors(service.mongo, service.outbox)
    products = Products(service.mongo, service.outbox)
    proofs, history = Proofs(service.mongo), History(service.mongo)
    profiles, placements = Profiles(service.mongo), Placements(service.mongo)
    occupants = Occupants(service.mongo, exhibitors)
    shelves = Shelves(
        *(service.mongo, editions, exhibitors, products, proofs, history, profiles, occupants)
    )
    studio, pictures = Studio(), Pictures(service.mongo)
    papers = Papers(shelves, studio, Scanner(settings.scan_command))
    album = Album(shelves, pictures, studio)
    notices = Notices(service.mongo)
    caretaker = Caretaker(shelves, notices, service.outbox)
    imports = Imports(service.mongo, ExhibitorSheet(shelves), ProductSheet(shelves))
    moments = Moments()
    upkeep = Upkeep(Shelf(service.mongo), moments)
    service.provide(editions, exhibitors, products, imports, moments, shelves, papers, caretaker)
    service.provide(pictures, album, Templates(service.mongo), Floor(shelves, placements))
    service.prepares(exhibitors.ensure, products.ensure, imports.ensure)
    service.prepares(proofs.ensure, notices.ensure, history.ensure, pictures.ensure)
    service.prepares(profiles.ensure, occupants.ensure, placements.ensure)
    privacy.furnish(service)
    service.routes(api.of_exhibitors, api.of_products, search.router)
    service.routes(editions_api.router, stands_api.router, profiles_api.router)
    service.routes(papers_api.router, pictures_api.router, owners_api.router)
    service.provide(PromisedCapacity(service.mongo))
    service.routes(exports_api.router, feed_api.router)
    service.routes(promises_api.router, api.router)
    searches = Searches(service.mongo)
    service.provide(
        Lookouts(service.mongo, service.outbox, searches, editions, exhibitors, products, moments)
    )
    talks = Talks(service.mongo)
    service.provide(Programme(service.mongo, editions, talks))
    office = Office(service.mongo, service.outbox, editions, Announcements(service.mongo))
    service.provide(office)
    service.prepares(searches.ensure, talks.ensure, office.announcements.ensure)
    service.routes(searches_api.router, programme_api.router, announcements_api.router)
    service.listens(handlers.events, handlers.listings)
    retelling = Retelling(editions, exhibitors, products, service.outbox)
    service.chores.knows(retelling.of_one_edition)
    service.chores.migrates(retelling.for_readiness)
    service.health.check("search", moments.expect_ready)
    service.runs(imports.run, upkeep.run, caretaker.run, office.run)
    service.counts(partial(metrics.count_items, products))
    return service
