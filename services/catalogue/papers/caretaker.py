"""What happens to papers by itself: files that nobody needs are dropped."""

import asyncio

from pymongo.errors import PyMongoError

from kernel.logs import logger
from services.catalogue.papers.store import Proofs

LOOK_SECONDS = 600.0


class Caretaker:
    """Looks after papers; any number of replicas may have one."""

    def __init__(self, proofs: Proofs) -> None:
        self._proofs = proofs

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                await self._proofs.files.drop_loose()
            except PyMongoError as error:
                logger.warning("papers wait for the database", error=repr(error)[:300])
            await asyncio.sleep(LOOK_SECONDS)
