"""Puts the gateway together; nothing else constructs real things."""

from fastapi import FastAPI

from contracts.catalogue import EditionOpened, ExhibitorListed, ProductListed, ProductWithdrawn
from contracts.gateway import VisitorEntered, VisitorLeft, VisitorRegistered
from contracts.notifications import EntryWritten
from kernel.imports import Imports
from kernel.service import Service
from services.gateway import actions, api, assets_api
from services.gateway.accounts import api as accounts_api
from services.gateway.accounts import own_api
from services.gateway.accounts.actions import Guests
from services.gateway.accounts.credentials import Credentials
from services.gateway.badges import api as badges_api
from services.gateway.badges.actions import Registry
from services.gateway.badges.store import Registrations
from services.gateway.caching.cache import Cache
from services.gateway.checkins import api as checkins_api
from services.gateway.checkins.actions import CheckIns
from services.gateway.checkins.encounters import Encounters
from services.gateway.checkins.floor import Floor
from services.gateway.checkins.online import Online
from services.gateway.checkins.stands import StandScans
from services.gateway.checkins.store import Scans
from services.gateway.cookies import Cookies
from services.gateway.cross_origin import CrossOrigin
from services.gateway.gates import api as gates_api
from services.gateway.gates.actions import Gates
from services.gateway.gates.store import GateDevices
from services.gateway.guard import Guard
from services.gateway.happenings import app as happenings
from services.gateway.importing import AccountImport
from services.gateway.letters.opening import Opening
from services.gateway.letters.store import Links, WantedLetters
from services.gateway.letters.writing import Letters
from services.gateway.openapi import api as openapi
from services.gateway.openapi.documents import Documents
from services.gateway.operations.actions import Operations
from services.gateway.pages import (
    acting,
    announcements,
    api_keys,
    buyers,
    coming_in,
    dashboard,
    deals,
    developers,
    editions,
    exhibitor,
    exports,
    floor,
    gate,
    gate_devices,
    guide,
    hall,
    imports,
    inbox,
    leads,
    looks,
    matches,
    monitor,
    nowhere,
    operations,
    own_account,
    own_papers,
    own_products,
    own_profile,
    papers_to_check,
    people,
    pools,
    posting,
    products,
    programme,
    quotes,
    readiness,
    registering,
    rfqs,
    rules,
    scanning,
    searches,
    signing_in,
    stand,
    statistics,
    visitors,
    webhooks,
    weights,
    whatsapp,
)
from services.gateway.pages import privacy as privacy_pages
from services.gateway.pages.references import References
from services.gateway.pages.services import Services
from services.gateway.partners import api as partners_api
from services.gateway.partners.actions import Partners
from services.gateway.partners.door import KeyDoor
from services.gateway.partners.store import ApiKeys
from services.gateway.passthrough import PassThrough
from services.gateway.passwords import Passwords
from services.gateway.privacy import app as privacy
from services.gateway.privacy.actions import Rights
from services.gateway.privacy.store import Erasures
from services.gateway.sessions import api as sessions_api
from services.gateway.sessions.actions import SignIns
from services.gateway.sessions.store import Sessions
from services.gateway.settings import GatewaySettings
from services.gateway.shortcut import Shortcut
from services.gateway.store import Accounts, SigningKeys
from services.gateway.streams import Streams
from services.gateway.throttling.actions import Throttle
from services.gateway.throttling.allowances import Allowances
from services.gateway.throttling.load import Load
from services.gateway.throttling.marks import Marks
from services.gateway.throttling.origins import Proxies
from services.gateway.throttling.store import Devices, Failures, MarkKeys
from services.gateway.throttling.whose import Counting
from services.gateway.tokens import Signer
from services.gateway.upstreams import Upstreams


def create(settings: GatewaySettings | None = None) -> Service:
    """The gateway, ready to run."""
    settings = settings or GatewaySettings()
    service = Service("gateway", settings, prefix="/api")
    upstreams = Upstreams(_addresses(settings))
    cache = Cache(upstreams, settings.cache_bytes)
    services = Services(upstreams, cache)
    references = References(services)
    accounts = Accounts(service.mongo, service.outbox)
    sessions = Sessions(service.mongo)
    signer = Signer(SigningKeys(service.mongo))
    passwords = Passwords(_demo_password(settings))
    streams = Streams(service.health)
    account_imports = Imports(service.mongo, AccountImport(accounts, references))
    wanted, links = WantedLetters(service.mongo, service.outbox), Links(service.mongo)
    letters = Letters(service.mongo, wanted, links, accounts, services)
    opening = Opening(links, accounts)
    sign_ins = SignIns(service.mongo, sessions, accounts, signer, letters)
    guests = Guests(service.mongo, accounts, letters, links, opening, passwords, sign_ins)
    failures, devices = Failures(service.mongo), Devices(service.mongo)
    throttle = Throttle(failures, devices)
    credentials = Credentials(service.mongo, accounts, opening, passwords, sign_ins, throttle)
    registrations = Registrations(service.mongo, service.outbox)
    _furnish_gates(service, streams, services, registrations)
    erasures = Erasures(service.mongo, service.outbox)
    rights = Rights(*(service.mongo, accounts, sign_ins, links, registrations, erasures, services))
    privacy.furnish(service, rights, erasures)
    service.provide(accounts, signer, passwords, sign_ins, streams)
    service.provide(services, references, account_imports, guests, letters, opening, credentials)
    service.provide(settings, Operations(services, service.overview, service.switches))
    service.provide(throttle)
    _post_guard(service, settings, sign_ins, _furnish_partners(service, signer))
    service.provide(Documents(services, lambda: service.app.openapi()))
    service.prepares(accounts.ensure, sessions.ensure, account_imports.ensure)
    service.prepares(wanted.ensure, links.ensure, failures.ensure, devices.ensure)
    service.prepares(signer.prepare, passwords.prepare)
    if settings.first_organiser:
        service.prepares(lambda: guests.open_the_office(settings.first_organiser))
    if settings.demo_password:
        service.prepares(lambda: actions.open_demo_accounts(accounts, service.mongo))
    service.hears([EntryWritten.type], streams.hear)
    service.hears(
        [EditionOpened.type, ExhibitorListed.type, ProductListed.type, ProductWithdrawn.type],
        cache.hear,
    )
    service.runs(signer.run, streams.run, account_imports.run, letters.run)
    service.finishes(upstreams.close, passwords.close)
    _open_doors(service, PassThrough(upstreams, cache))
    return service


def _furnish_gates(
    service: Service, streams: Streams, services: Services, registrations: Registrations
) -> None:
    """Badges, gates and check-in."""
    scans, devices = Scans(service.mongo, service.outbox), GateDevices(service.mongo)
    online = Online(service.mongo, streams)
    floor = Floor(scans, registrations, online, streams)
    service.provide(registrations, Registry(registrations), devices, Gates(devices))
    service.provide(CheckIns(service.mongo, scans, registrations), online, floor)
    encounters = Encounters(service.mongo)
    happenings.furnish(service, streams)
    service.provide(StandScans(registrations, services, encounters), service.settings)
    service.provide(encounters)
    service.prepares(registrations.ensure, scans.ensure, devices.ensure, online.ensure)
    service.prepares(encounters.ensure)
    service.hears([VisitorRegistered.type, VisitorEntered.type, VisitorLeft.type], floor.hear)
    service.runs(online.run, floor.run, floor.measure)
    service.routes(badges_api.router, gates_api.router, checkins_api.router)


def _furnish_partners(service: Service, signer: Signer) -> Partners:
    """Programs that come by a key."""
    keys = ApiKeys(service.mongo)
    partners = Partners(keys, signer)
    service.provide(keys, partners)
    service.prepares(keys.ensure)
    service.routes(partners_api.router)
    return partners


def _post_guard(
    service: Service, settings: GatewaySettings, sign_ins: SignIns, partners: Partners
) -> None:
    """Who asks too often, and when there is too much to do."""
    cookies, proxies = Cookies(settings.public_url), Proxies(settings.trusted_proxies)
    marks = Marks(MarkKeys(service.mongo))
    counting = Counting(cookies, proxies, marks, sign_ins, partners)
    allowances, load = Allowances(settings.requests_a_minute), Load()
    service.provide(cookies, proxies, marks, load)
    service.prepares(marks.prepare)
    if settings.cors_origins:
        service.surrounds(lambda app: CrossOrigin(app, settings.cors_origins))
    service.surrounds(lambda app: Guard(app, counting, allowances, load))
    service.surrounds(lambda app: KeyDoor(app, partners))


def _open_doors(service: Service, passes: PassThrough) -> None:
    """Own API first, then what passes through, then pages; the first address that fits answers."""
    service.routes(api.router, api.keys, assets_api.router, openapi.router)
    service.routes(sessions_api.router, accounts_api.router, own_api.router)
    app: FastAPI = service.app
    app.mount("/api", passes)
    service.surrounds(lambda app: Shortcut(app, passes))
    service.routes(hall.router, exhibitor.router, products.router, matches.router, inbox.router)
    service.routes(rfqs.router, quotes.router, pools.router, programme.router)
    service.routes(announcements.router)
    service.routes(floor.router, editions.router, own_profile.router)
    service.routes(own_products.router, own_papers.router, papers_to_check.router)
    service.routes(readiness.router, statistics.router)
    service.routes(rules.router, weights.router, buyers.router, posting.router)
    service.routes(deals.router, leads.router, whatsapp.router)
    service.routes(signing_in.router, coming_in.router, own_account.router)
    service.routes(people.router, acting.router, looks.router, guide.router)
    service.routes(developers.router, api_keys.router, webhooks.router, privacy_pages.router)
    service.routes(registering.router, visitors.router, gate_devices.router, monitor.router)
    service.routes(dashboard.router)
    service.routes(scanning.router, gate.router, stand.router, stand.signs)
    service.routes(
        imports.router, operations.router, exports.router, searches.router, nowhere.router
    )


def _addresses(settings: GatewaySettings) -> dict[str, str]:
    return {
        "catalogue": settings.catalogue_url.rstrip("/"),
        "matching": settings.matching_url.rstrip("/"),
        "notifications": settings.notifications_url.rstrip("/"),
    }


def _demo_password(settings: GatewaySettings) -> str:
    return settings.demo_password.get_secret_value() if settings.demo_password else ""
