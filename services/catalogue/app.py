"""The light switch of the catalogue: the only place that makes real things."""

from kernel.imports import Imports
from kernel.service import Service
from services.catalogue import api
from services.catalogue.imports import ExhibitorSheet, ProductSheet
from services.catalogue.search import api as search
from services.catalogue.search.moments import Moments
from services.catalogue.search.store import Shelf
from services.catalogue.search.upkeep import Upkeep
from services.catalogue.settings import CatalogueSettings
from services.catalogue.store import Editions, Exhibitors, Products


def create(settings: CatalogueSettings | None = None) -> Service:
    """The catalogue, put together."""
    settings = settings or CatalogueSettings()
    service = Service("catalogue", settings)
    editions = Editions(service.mongo, service.outbox)
    exhibitors = Exhibitors(service.mongo, service.outbox)
    products = Products(service.mongo, service.outbox)
    imports = Imports(
        service.mongo,
        ExhibitorSheet(editions, exhibitors, products),
        ProductSheet(editions, exhibitors, products),
    )
    moments = Moments()
    upkeep = Upkeep(Shelf(service.mongo), moments)
    service.provide(editions, exhibitors, products, imports, moments)
    service.prepares(exhibitors.ensure, products.ensure, imports.ensure)
    service.routes(api.of_exhibitors, api.of_products, search.router, api.router)
    service.health.check("search", moments.expect_ready)
    service.runs(imports.run, upkeep.run)
    return service
