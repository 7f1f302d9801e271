"""Switches for operations: kept in each service's database, known to every replica in a second."""

import asyncio
from datetime import datetime
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from kernel.clock import now
from kernel.logs import logger
from kernel.mongo import Document, Mongo, passes_by_itself

LOOK_EVERY_SECONDS = 1.0

SwitchName = Literal["read-only", "delayed-matching"]
NAMES: tuple[SwitchName, ...] = get_args(SwitchName)


class Switch(BaseModel):
    """One switch as it stands, who set it so, and what for."""

    model_config = ConfigDict(frozen=True)

    name: SwitchName
    on: bool = False
    reason: str = ""
    by: str = ""
    at: datetime | None = None


class Switches:
    """What this replica knows of the switches; as last read while the database is away."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self._known = {name: Switch(name=name) for name in NAMES}

    def is_on(self, name: SwitchName) -> bool:
        return self._known[name].on

    def all(self) -> list[Switch]:
        return list(self._known.values())

    async def set(self, name: SwitchName, on: bool, reason: str, by: str) -> Switch:
        """Throw a switch; other replicas follow within a second."""
        switch = Switch(name=name, on=on, reason=reason, by=by, at=now())
        document = switch.model_dump(exclude={"name"})
        await self._mongo["switches"].replace_one({"_id": name}, document, upsert=True)
        logger.warning("a switch was thrown", switch=name, on=on)
        self._known[name] = switch
        return switch

    async def read(self) -> None:
        """Learn how they stand."""
        found = self._mongo["switches"].find({"_id": {"$in": list(NAMES)}})
        read = [_switch(document) async for document in found]
        self._known.update({switch.name: switch for switch in read})

    async def run(self) -> None:
        """Read them again and again, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            try:
                await self.read()
            except Exception as error:
                if not passes_by_itself(error):
                    raise


def _switch(document: Document) -> Switch:
    return Switch(name=document["_id"], **document)
