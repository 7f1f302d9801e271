"""`make backup` and `make restore`: all data of this checkout's stack, kept and put back."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pymongo import MongoClient

from deploy.backup.broker import Broker as KeptBroker
from deploy.backup.documents import Client
from deploy.backup.restoring import restore as put_back
from deploy.backup.saving import save
from deploy.local.broker import Broker, address_of
from deploy.local.choices import Choices
from deploy.local.database import Database, address_on
from deploy.local.environment import SERVICES
from deploy.local.instance import only_one, running
from deploy.local.packages import obtain_mongod_libraries, obtain_rabbitmq
from deploy.local.places import LOCAL, State
from deploy.local.ports import Ports, expect_free
from deploy.local.processes import together
from deploy.local.trouble import SetupError

BACKUPS = LOCAL / "backups"
OWN_BROKERS_PAGE = "http://127.0.0.1:15672"


@dataclass(frozen=True)
class Addresses:
    """Of the servers that hold the data."""

    mongo_url: str
    amqp_url: str
    management_url: str

    @property
    def broker(self) -> KeptBroker:
        return KeptBroker(self.amqp_url, self.management_url)


def backup(state: State) -> None:
    """Keep everything, of a stack that runs as of one that does not; TO names another folder."""
    folder = Path(os.environ.get("TO") or _named_now()).resolve()
    asyncio.run(_backup(state, folder))


def _named_now() -> Path:
    return BACKUPS / f"{datetime.now().astimezone():%Y-%m-%d-%H%M%S}"


async def _backup(state: State, folder: Path) -> None:
    async with servers(state) as where:
        client: Client
        with MongoClient(where.mongo_url) as client:
            kept = await asyncio.to_thread(save, client, where.broker, SERVICES, folder, _tell)
    print(f"{kept.documents} documents are kept in {folder}; it holds keys: keep it safe.")


def restore(state: State) -> None:
    """Put the backup that FROM names in the place of what there is."""
    given = os.environ.get("FROM", "")
    if not given:
        kept = sorted(folder.name for folder in BACKUPS.glob("*") if folder.suffix != ".partial")
        raise SetupError(
            f"Which backup? In {BACKUPS} there are: {', '.join(kept) or 'none'}.",
            "make restore FROM=.local/backups/...",
        )
    if running(state):
        raise SetupError("A stack runs on this data.", f"make stop && make restore FROM={given}")
    asyncio.run(_restore(state, Path(given).resolve(), os.environ.get("OVERWRITE") == "yes"))


async def _restore(state: State, folder: Path, overwrite: bool) -> None:
    async with servers(state) as where:
        client: Client
        with MongoClient(where.mongo_url) as client:
            kept = await asyncio.to_thread(put_back, client, where.broker, folder, overwrite, _tell)
    print(f"Everything is as it was at {kept.made_at}: {kept.documents} documents. Now: make run")


@asynccontextmanager
async def servers(state: State) -> AsyncIterator[Addresses]:
    """The broker and the database of a stack, started for a while where nothing runs."""
    choices = Choices.of(os.environ)
    if choices.mongo_url and choices.amqp_url:
        page = os.environ.get("RABBITMQ_MANAGEMENT_URL", OWN_BROKERS_PAGE)
        yield Addresses(choices.mongo_url, choices.amqp_url, page)
    elif instance := running(state):
        yield _addresses(state, Ports.above(instance.base_port))
    else:
        with only_one(state, choices.base_port):
            async with _started(state, choices) as where:
                yield where


@asynccontextmanager
async def _started(state: State, choices: Choices) -> AsyncIterator[Addresses]:
    obtain_rabbitmq()
    obtain_mongod_libraries()
    await expect_free(choices.ports.of("rabbitmq", "epmd", "mongod"), choices.base_port)
    broker, database = Broker(state, choices.ports), Database(state, choices.ports)
    _tell("nothing runs: starting broker and database alone")
    try:
        await together(broker.start(), database.start())
        yield _addresses(state, choices.ports)
    finally:
        await together(broker.stop(), database.stop())


def _addresses(state: State, ports: Ports) -> Addresses:
    page = f"http://127.0.0.1:{ports.rabbitmq_management}"
    return Addresses(address_on(ports.mongod), address_of(state, ports), page)


def _tell(text: str) -> None:
    print(f"  {text}", flush=True)
