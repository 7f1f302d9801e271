"""A whole local stack in a folder of its own, for one benchmark."""

import asyncio
import json
import os
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from deploy.local.choices import Choices
from deploy.local.greeting import DEMO_ACCOUNTS
from deploy.local.places import State
from deploy.local.stack import Stack
from kernel.mongo import Mongo

BASE_PORT = int(os.environ.get("PENDOPO_BASE_PORT", "23200"))


class Stage:
    """The running stack as an organiser reaches it, and its databases as nobody else may."""

    def __init__(self, stack: Stack, http: aiohttp.ClientSession, amqp_url: str, mongo_url: str):
        self.url, self.http = stack.address, http
        self.amqp_url, self.mongo_url = amqp_url, mongo_url

    def database(self, name: str) -> Mongo:
        """A service's database."""
        return Mongo(self.mongo_url, name)

    async def ask(self, method: str, path: str, **how: Any) -> Any:
        """One call of the public API. Raises for a refusal."""
        async with self.http.request(method, f"{self.url}/api/v1/{path}", **how) as answer:
            answer.raise_for_status()
            return await answer.json()

    async def bring_in(self, edition: str, kind: str, file: Path) -> tuple[float, dict[str, Any]]:
        """Import a spreadsheet; seconds from the upload to its end, and the job."""
        began, path = time.perf_counter(), f"editions/{edition}/{kind}/imports"
        job = await self.ask("POST", path, params={"filename": file.name}, data=file.read_bytes())
        while job["state"] not in ("done", "failed"):
            await asyncio.sleep(0.02)
            job = await self.ask("GET", f"{path}/{job['id']}")
        assert job["state"] == "done", job["problem"]
        return time.perf_counter() - began, job


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """Start everything real, sign in as the organiser, and end it all afterwards."""
    choices = Choices(base_port=BASE_PORT, sample="none")
    with tempfile.TemporaryDirectory(prefix="pendopo-benchmark-") as folder:
        stack = Stack(choices, State(Path(folder)), tell=lambda line: None)
        await stack.start()
        try:
            async with aiohttp.ClientSession() as http:
                broker, database = stack.backends
                there = Stage(stack, http, broker.url, database.url)
                account = {"email": DEMO_ACCOUNTS["organiser"], "password": choices.demo_password}
                token = (await there.ask("POST", "sessions", json=account))["token"]
                http.headers["authorization"] = f"Bearer {token}"
                yield there
        finally:
            await stack.stop()


def sample_edition(folder: Path, edition: str) -> dict[str, Any]:
    """The sample's edition under another id."""
    form: dict[str, Any] = json.loads((folder / "edition.json").read_text())
    return form | {"id": edition}
