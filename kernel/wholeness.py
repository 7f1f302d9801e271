"""Whether a database is whole: a restore marks it until all that was kept is there again."""

from kernel.mongo import Mongo

CARE = "care"
RESTORE = {"_id": "restore"}


class RestoreUnfinished(Exception):
    """A restore has not come to its end; nothing may work on half of the data."""


async def expect_whole(mongo: Mongo) -> None:
    """Raises RestoreUnfinished."""
    if await mongo[CARE].find_one(RESTORE):
        raise RestoreUnfinished("a restore of this database has begun and not ended; run it again")
