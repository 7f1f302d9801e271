"""All four rooms in this process, with things in them that belong to PS-1 and to PB-1."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from deploy.local.backends import Backends
from kernel.callers import Caller
from kernel.clock import now
from kernel.service import Service
from kernel.settings import ServiceSettings
from services.catalogue.app import create as catalogue
from services.catalogue.settings import CatalogueSettings
from services.gateway import actions
from services.gateway.app import create as gateway
from services.gateway.badges.actions import Registry
from services.gateway.gates.actions import Gates
from services.gateway.gates.model import DeviceForm
from services.gateway.privacy.actions import Rights
from services.gateway.sessions.actions import SignIns
from services.gateway.settings import GatewaySettings
from services.gateway.store import Accounts
from services.matching.app import create as matching
from services.matching.settings import MatchingSettings
from services.notifications.app import create as notifications
from services.notifications.settings import NotificationsSettings
from tests import trade
from tests.integration.matching.requests import Market
from tests.integration.security.asking import Route, routes
from tests.integration.security.callers import ASKERS, Asker
from tests.names import database_names, virtual_host
from tests.rooms import Room, settings_of
from tests.signing import KeyServer
from tests.waiting import until

ROOMS: dict[str, tuple[Any, type[ServiceSettings]]] = {
    "catalogue": (catalogue, CatalogueSettings),
    "matching": (matching, MatchingSettings),
    "notifications": (notifications, NotificationsSettings),
    "gateway": (gateway, GatewaySettings),
}


@dataclass
class House:
    """The rooms by name, who may ask them, and what stands in addresses for codes of this run."""

    rooms: dict[str, Room]
    keys: KeyServer
    accounts: dict[str, str]
    examples: dict[str, str]

    @property
    def routes(self) -> list[Route]:
        return [
            route for name, room in self.rooms.items() for route in routes(name, room.service.app)
        ]

    async def status(self, route: Route, name: str) -> int:
        """What this asker is answered; a stream is left as soon as it has begun."""
        headers = ASKERS[name].headers(self.keys, self.accounts.get(name, ""))
        return await self.status_by(route, headers)

    async def status_by(self, route: Route, headers: dict[str, str]) -> int:
        """The same for whoever sends these headers."""
        async with self.rooms[route.service].client.request(
            route.method,
            route.address(self.examples),
            headers={"if-match": '"1"', **headers},
            json=route.body,
        ) as answer:
            return answer.status


@asynccontextmanager
async def opened(backends: Backends) -> AsyncIterator[House]:
    """The house with its things."""
    async with AsyncExitStack() as stack:
        amqp_url = await stack.enter_async_context(virtual_host(backends))
        prefix = await stack.enter_async_context(database_names(backends.mongo_url))
        keys = await stack.enter_async_context(KeyServer())
        rooms: dict[str, Room] = {}
        for name, (create, settings) in ROOMS.items():
            own = settings_of(settings, backends.mongo_url, amqp_url, f"{prefix}_{name}", keys)
            if name == "gateway":
                own = own.model_copy(update=_addresses(rooms))
            room = Room(_creating(create, own), keys)
            rooms[name] = await stack.enter_async_context(room)
        accounts = await _accounts(rooms["gateway"])
        examples = {
            "person_id": accounts["member"],
            "session_id": await _session(rooms["gateway"], accounts["buyer"]),
            "registration_id": await _registration(rooms["gateway"]),
            "device_id": await _device(rooms["gateway"]),
            "erasure": await _erasure(rooms["gateway"], accounts["leaving"]),
            "paper": await _shelves(rooms["catalogue"]),
            "talk": await _talk(rooms["catalogue"]),
            **await _market(rooms["matching"]),
            "entry_id": await _entry(rooms["notifications"]),
            **await _webhook(rooms["notifications"]),
        }
        yield House(rooms, keys, accounts, examples)


def _addresses(rooms: dict[str, Room]) -> dict[str, str]:
    """Where the gateway finds the others."""
    ports = {name: room.service.settings.port for name, room in rooms.items()}
    return {f"{name}_url": f"http://127.0.0.1:{port}" for name, port in ports.items()}


def _creating(create: Any, settings: ServiceSettings) -> Any:
    def made() -> Service:
        service: Service = create(settings)
        return service

    return made


async def _accounts(room: Room) -> dict[str, str]:
    """An account for everybody, and a member for the team of PS-1; their ids by name."""
    people = {name: asker.person(name) for name, asker in ASKERS.items() if asker.role}
    people["member"] = Asker("exhibitor", ASKERS["exhibitor"].party).person("member")
    people["leaving"] = Asker("visitor").person("leaving")
    accounts = room.provided(Accounts)
    await room.service.mongo.transaction(
        lambda: actions.open_accounts(list(people.values()), accounts)
    )
    found = await accounts.with_emails([person.email for person in people.values()])
    by_email = {name: found[person.email].id for name, person in people.items()}
    [member] = await accounts.with_emails([people["member"].email])
    kept = found[member].model_copy(update={"member": True})
    await accounts.save([kept])
    return by_email


async def _session(room: Room, account: str) -> str:
    """A session of the buyer's on the pages; its id."""
    sign_ins, person = room.provided(SignIns), await room.provided(Accounts).get(account)
    assert person is not None
    await sign_ins.open(person, "Firefox on Linux")
    [session] = await sign_ins.of(account)
    return session.id


async def _registration(room: Room) -> str:
    """Somebody who registered; the registration's id."""
    registry = room.provided(Registry)
    registration, _ = await registry.at_gate(trade.EDITION, "Sri Wahyuni")
    return registration.id


async def _device(room: Room) -> str:
    """A gate's device that waits for its code; its id."""
    form = DeviceForm(name="HP Rina", gate="Pintu utara")
    office = Caller(account="office", role="organiser")
    device, _ = await room.provided(Gates).add(trade.EDITION, form, office)
    return device.id


async def _erasure(room: Room, account: str) -> str:
    """The erasure of somebody who has left; its id."""
    return (await room.provided(Rights).erase(account, "self")).id


async def _entry(room: Room) -> str:
    """What the buyer's party was told of its demand; the entry's id."""
    buyer = room.by("buyer", ASKERS["buyer"].party)

    async def is_told() -> bool:
        return bool((await buyer.gets("/inbox"))["items"])

    await until(is_told)
    entry: str = (await buyer.gets("/inbox"))["items"][0]["id"]
    return entry


async def _webhook(room: Room) -> dict[str, str]:
    """A partner's address, and what it was tried out with; their ids."""
    office = room.by("organiser")
    form = {
        "name": "Mitra",
        "address": "https://mitra.invalid/kait",
        "facts": ["catalogue.edition.opened.v1"],
    }
    made = await office.posts("/webhooks", form)
    assert made.status == 201, made
    tried = await office.posts(f"/webhooks/{made.body['id']}/tests")
    return {"webhook_id": made.body["id"], "message": tried.body["message"]}


async def _shelves(room: Room) -> str:
    """What PS-1 and PS-2 offer; the id of a paper that PS-1 has declared."""
    organiser, edition = room.by("organiser"), f"/editions/{trade.EDITION}"
    await organiser.makes("/editions", trade.edition())
    await organiser.makes(f"{edition}/exhibitors", trade.exhibitor(), trade.exhibitor("PS-2"))
    mine, others = trade.product(), trade.product("PR-2", exhibitor_code="PS-2")
    await organiser.makes(f"{edition}/products", mine, others)
    declared = await organiser.posts(f"{edition}/products/PR-1/papers", trade.PIRT)
    assert declared.status == 201, declared
    paper: str = declared.body["id"]
    return paper


async def _talk(room: Room) -> str:
    """A talk of the programme; its id."""
    path = f"/editions/{trade.EDITION}/programme"
    announced = await room.by("organiser").posts(path, trade.talk())
    assert announced.status == 201, announced
    talk: str = announced.body["id"]
    return talk


async def _market(room: Room) -> dict[str, str]:
    """A request with a quote, a deal and a lead; what stands in addresses for their codes."""
    market = Market(room, trade.EDITION)
    await market.opens()
    await market.asks()
    await market.quotes(1)
    edition = f"/editions/{trade.EDITION}"
    sold = {"title": "Keripik", "unit": "pak", "exhibitor_code": "PS-1"}
    deal = await market.buyer.posts(f"{edition}/deals", sold)
    assert deal.status == 201, deal
    lead = await market.exhibitor(1).posts(
        f"{edition}/leads",
        {
            "channel": "scan",
            "person": "badge:A1",
            "device": "hp-1",
            "sequence": 1,
            "seen_at": now().isoformat(),
        },
    )
    wish = {
        "exhibitor_code": "PS-1",
        "consent": {"text_version": "2026-11"},
        "contact": {"name": "Rina", "phone": "0812"},
    }
    asked = await market.buyer.posts(f"{edition}/leads/requests", wish)
    assert asked.status == 201, asked
    number = {"number": "0812 3456 7890", "consent": {"text_version": "2026-11"}}
    given = await market.exhibitor(1).asks("PUT", f"{edition}/whatsapp/PS-1", json=number)
    assert given.status == 200, given
    [receipt] = (await market.buyer.gets("/receipts"))["items"]
    return {
        "deals/code": deal.body["code"],
        "leads/code": lead.body["code"],
        "receipts/code": receipt["code"],
    }
