"""What happens to papers by itself: their ends are warned of, loose files are dropped."""

import asyncio
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from pymongo.errors import PyMongoError

from kernel.clock import now
from kernel.logs import logger
from kernel.outbox import Outbox
from services.catalogue.model import Exhibitor, Product
from services.catalogue.papers.expiry import HORIZON, notices
from services.catalogue.papers.store import Notices
from services.catalogue.shelves import Shelves

CENTRAL_JAVA = ZoneInfo("Asia/Jakarta")
LOOK_SECONDS = 600.0
AT_ONCE = 200


class Caretaker:
    """Looks after papers; any number of replicas may have one, and any day may be missed."""

    def __init__(self, shelves: Shelves, told: Notices, outbox: Outbox) -> None:
        self._shelves, self._told, self._outbox = shelves, told, outbox

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                await self._shelves.proofs.files.drop_loose()
                await self.warn(now().astimezone(CENTRAL_JAVA).date())
            except PyMongoError as error:
                logger.warning("papers wait for the database", error=repr(error)[:300])
            await asyncio.sleep(LOOK_SECONDS)

    async def warn(self, today: date) -> None:
        """Tell of every paper that ends soon, each warning once, unless that was done today."""
        if await self._told.are_told(today):
            return
        for edition in await self._shelves.editions.all():
            await self._warn_of(edition.id, today)
        await self._told.note_told(today)

    async def _warn_of(self, edition: str, today: date) -> None:
        soon = {"expires": {"$gte": today.isoformat(), "$lte": (today + HORIZON).isoformat()}}
        for shelf in (self._shelves.exhibitors, self._shelves.products):
            last = ""
            while holders := await shelf.holding(edition, None, soon, last, AT_ONCE):
                await self._tell_of(holders, today)
                last = holders[-1].id

    async def _tell_of(self, holders: Sequence[Exhibitor | Product], today: date) -> None:
        due = [notice for holder in holders for notice in notices(holder, today)]

        async def work() -> None:
            untold = await self._told.untold([notice.id for notice in due])
            await self._outbox.tell([notice.fact for notice in due if notice.id in untold])

        if due:
            await self._shelves.mongo.transaction(work)
