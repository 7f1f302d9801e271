"""Backends whose addresses were given: tried before anything else starts, never ended by us."""

import asyncio
from collections.abc import Sequence
from urllib.parse import urlsplit

import aio_pika
from aio_pika.connection import make_url
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from deploy.local.processes import Process
from deploy.local.trouble import SetupError

PATIENCE_SECONDS = 5.0


class GivenDatabase:
    """The replica set that MONGO_URL names."""

    name = "MongoDB"
    processes: Sequence[Process] = ()

    def __init__(self, url: str) -> None:
        self.url = url

    async def start(self) -> None:
        """Refuse a server that cannot be reached or knows no transactions."""
        if not self.url.startswith(("mongodb://", "mongodb+srv://")):
            raise SetupError(
                f"MONGO_URL ({where(self.url)}) does not begin with mongodb://.",
                "write it as mongodb://<user>:<password>@<host>:27017/?replicaSet=<name>",
            )
        try:
            hello = await asyncio.to_thread(self._hello)
        except (PyMongoError, ValueError) as refusal:
            raise SetupError(
                f"MONGO_URL ({where(self.url)}) does not answer: {short(refusal)}",
                "correct MONGO_URL, or leave it out to start a private mongod: make run",
            ) from None
        if "setName" not in hello and hello.get("msg") != "isdbgrid":
            raise SetupError(
                f"MONGO_URL ({where(self.url)}) is a single server; transactions need a set.",
                "start that mongod with --replSet rs0 and run rs.initiate() once in its shell",
            )

    async def stop(self) -> None:
        """Nothing: it is not ours."""

    def _hello(self) -> dict[str, object]:
        patience = PATIENCE_SECONDS * 1000
        client: MongoClient[dict[str, object]]
        with MongoClient(self.url, serverSelectionTimeoutMS=patience) as client:
            return client.admin.command("hello")


class GivenBroker:
    """The broker that AMQP_URL names."""

    name = "RabbitMQ"
    processes: Sequence[Process] = ()

    def __init__(self, url: str) -> None:
        self.url = url

    async def start(self) -> None:
        """Refuse a broker that cannot be reached or does not let us in."""
        try:
            connection = aio_pika.Connection(make_url(self.url))
            try:
                await connection.connect(timeout=PATIENCE_SECONDS)
            finally:
                await connection.close()
        except (OSError, aio_pika.exceptions.AMQPError, ValueError) as refusal:
            raise SetupError(
                f"AMQP_URL ({where(self.url)}) does not let us in: {short(refusal)}",
                "correct AMQP_URL, or leave it out to start a private RabbitMQ: make run",
            ) from None

    async def stop(self) -> None:
        """Nothing: it is not ours."""


def where(url: str) -> str:
    """The host part alone: an address may carry a password."""
    return urlsplit(url).netloc.rpartition("@")[2] or "no address"


def short(refusal: Exception) -> str:
    text = str(refusal) or type(refusal).__name__
    return text.splitlines()[0].partition(", Timeout:")[0]
