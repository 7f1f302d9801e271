"""A whole expo for a test: four services and a mail catcher as processes, on names of their own."""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from deploy.local.backends import Backends
from deploy.local.choices import Choices
from deploy.local.environment import SERVICES, environments
from deploy.local.places import State
from deploy.local.services import Service
from kernel.mongo import Document, Mongo
from services.matching.handlers import events as fit
from services.notifications.handlers import events as inbox
from tests.meddler import Meddler, Tap

OFFSET = 200
QUIET_SECONDS = 1.0
IMPORTED = {
    "exhibitors": "peserta",
    "products": "produk",
    "buyers": "pembeli",
    "demands": "kebutuhan",
    "accounts": "akun",
}
LISTENERS = {"matching": fit, "notifications": inbox}


class Expo:
    """Starts the services, imports spreadsheets as an organiser would, and knows when all is done.

    With a meddler between them the services tell their facts to it instead of to each other.
    """

    def __init__(
        self, folder: Path, backends: Backends, amqp_url: str, databases: str, tap: Tap
    ) -> None:
        choices = Choices(base_port=backends.broker.ports.rabbitmq + OFFSET)
        mongo_url = backends.mongo_url
        envs = environments(choices, State(folder), mongo_url, amqp_url)
        self._tap, self._password = tap, choices.demo_password
        self.url = f"http://127.0.0.1:{choices.ports.gateway}"
        self.mail_url = f"http://127.0.0.1:{choices.ports.mail_page}"
        self.services = {
            name: Service(
                name,
                envs[name]
                | {
                    f"{name.upper()}_DATABASE": f"{databases}_{name}",
                    "NOTIFICATIONS_QUIET_SECONDS": str(QUIET_SECONDS),
                    "MEDDLED": f"services.{name}",
                    "LOG_LEVEL": "DEBUG",
                },
                module=_module(name, isinstance(tap, Meddler)),
                log=folder / f"{name}.log",
            )
            for name in (*SERVICES, "mailcatcher")
        }
        self.databases = {name: Mongo(mongo_url, f"{databases}_{name}") for name in SERVICES}
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        await asyncio.gather(*(service.start() for service in self.services.values()))
        await self._tap.__aenter__()  # now that all who keep facts have their queues
        self._http = aiohttp.ClientSession()
        await self.sign_in()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.http.close()
        await self._tap.__aexit__(kind, error, trace)
        running = [service for service in self.services.values() if service.running]
        await asyncio.gather(*(service.kill() for service in running))
        for database in self.databases.values():
            database.close()

    @property
    def http(self) -> aiohttp.ClientSession:
        assert self._http is not None
        return self._http

    async def sign_in(self, email: str = "penyelenggara@pendopo.invalid") -> None:
        """Ask as this person from now on."""
        who = {"email": email, "password": self._password}
        token = (await self.post("sessions", who))["token"]
        self.http.headers["authorization"] = f"Bearer {token}"

    async def get(self, path: str, **query: str | int) -> Any:
        async with self.http.get(f"{self.url}/api/v1/{path}", params=query) as answer:
            assert answer.status == 200, (path, answer.status, await answer.text())
            return await answer.json()

    async def post(self, path: str, body: Any) -> Any:
        async with self.http.post(f"{self.url}/api/v1/{path}", json=body) as answer:
            assert answer.status in (200, 201), (path, answer.status, await answer.text())
            return await answer.json()

    async def start_import(self, edition: str, kind: str, file: Path) -> str:
        """Upload a spreadsheet; returns where its import can be followed."""
        path = f"editions/{edition}/{kind}/imports"
        async with self.http.post(
            f"{self.url}/api/v1/{path}", params={"filename": file.name}, data=file.read_bytes()
        ) as answer:
            job = await answer.json()
            assert answer.status == 202, job
        return f"{path}/{job['id']}"

    async def end_of(self, job: str, seconds: float = 60) -> Document:
        """Follow an import to its end, through whatever goes wrong meanwhile."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                async with self.http.get(f"{self.url}/api/v1/{job}") as answer:
                    found: Document = await answer.json()
                if answer.status == 200 and found["state"] in ("done", "failed"):
                    return found
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)
        raise AssertionError(f"{job} did not end within {seconds} s")

    async def import_sheets(self, sample: Path, edition: str, *kinds: str) -> None:
        """Import some of a sample's spreadsheets, each with every row right."""
        for kind in kinds:
            [file] = sample.glob(f"{IMPORTED[kind]}.*")
            job = await self.end_of(await self.start_import(edition, kind, file))
            assert (job["state"], job["rows"]["invalid"]) == ("done", 0), job

    async def settle(self, seconds: float = 90) -> None:
        """Wait until every fact told has been handled by all who keep it, and all mail is out."""
        deadline, quiet_since, last = time.monotonic() + seconds, 0.0, None
        while True:
            open_ends = await self._open_ends()
            heard = sum(map(len, self._tap.heard.values()))
            if open_ends or heard != last:
                quiet_since, last = time.monotonic(), heard
            elif time.monotonic() - quiet_since > QUIET_SECONDS:
                return
            if time.monotonic() > deadline:
                lost = {name: (await self._unhandled(name))[:10] for name in LISTENERS}
                raise AssertionError(f"not settled in {seconds} s: {open_ends}; {lost}")
            await asyncio.sleep(0.2)

    async def _unhandled(self, name: str) -> list[tuple[str, str]]:
        """Type and id of the facts that a service should have handled and has not."""
        topology = LISTENERS[name].topology
        handled = set(await self.databases[name]["inbox"].distinct("_id"))
        return [
            (type_, id_)
            for type_ in topology.types
            for id_ in self._tap.heard[type_]
            if f"{topology.queue}:{id_}" not in handled
        ]

    async def _open_ends(self) -> dict[str, int]:
        ends: Counter[str] = Counter()
        for name, database in self.databases.items():
            ends[f"facts of {name}"] = await database["outbox"].count_documents({})
        for name in LISTENERS:
            ends[f"unhandled by {name}"] = len(await self._unhandled(name))
        news = self.databases["notifications"]
        ends["letters due"] = await news["parties"].count_documents({"due_at": {"$ne": None}})
        ends["letters waiting"] = await news["deliveries"].count_documents({"state": "waiting"})
        return {what: count for what, count in ends.items() if count}

    async def state(self, edition: str) -> dict[str, dict[str, Any]]:
        """What an edition has come to: all that must not depend on how the facts travelled."""
        within = {"edition": edition}
        accounts = {"party": {"$regex": f":{edition}:"}}
        return {
            "exhibitors": await self._all("catalogue", "exhibitors", within, _whole),
            "products": await self._all("catalogue", "products", within, _whole),
            "offers": await self._all("matching", "offers", within, _whole),
            "demands": await self._all("matching", "demands", within, _whole),
            "matches": await self._all("matching", "matches", within, _match),
            "entries": await self._all("notifications", "entries", within, _entry),
            "accounts": await self._all("gateway", "accounts", accounts, _party, key="email"),
            "people written to": dict.fromkeys(await self.mails(), True),
        }

    async def _all(
        self, service: str, collection: str, which: Document, seen: Any, key: str = "_id"
    ) -> dict[str, Any]:
        found = self.databases[service][collection].find(which)
        return {document[key]: seen(document) async for document in found}

    async def mails(self) -> Mapping[str, list[str]]:
        """The Message-IDs that each address was sent."""
        caught: dict[str, list[str]] = defaultdict(list)
        async with self.http.get(f"{self.mail_url}/messages") as answer:
            for mail in await answer.json():
                caught[str(mail["to"])].append(mail["message_id"])
        return caught


def _module(service: str, meddled: bool) -> str:
    if service == "mailcatcher":
        return "deploy.local.mailcatcher"
    return "tests.meddled" if meddled else f"services.{service}"


def _whole(document: Document) -> Document:
    return document


def _match(document: Document) -> Any:
    return document["live"], document["score"], document["reasons"]


def _party(account: Document) -> str:
    party: str = account["party"]
    return party


def _entry(document: Document) -> Any:
    told = {"party", "occasion", "edition", "demand", "count", "best"}
    return {field: value for field, value in document.items() if field in told}
