"""Where wanted letters wait to be written, and one-time links to be used."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from contracts.gateway import LetterRequested
from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from services.gateway.letters.model import Link, Purpose, Wanted

FORGOTTEN_AFTER = timedelta(days=14)


class WantedLetters:
    """Letters that somebody wants and nobody has written yet."""

    def __init__(self, mongo: Mongo, outbox: Outbox) -> None:
        self._mongo, self._wanted, self._outbox = mongo, mongo["wanted_letters"], outbox

    async def ensure(self) -> None:
        """What could not be written in two weeks is forgotten."""
        await self._wanted.create_index(
            "asked_at", expireAfterSeconds=round(FORGOTTEN_AFTER.total_seconds())
        )

    async def add(self, letters: Sequence[Wanted]) -> None:
        """Keep letters to be written, in the transaction at hand if there is one."""
        if letters:
            await self._wanted.insert_many(
                [{"_id": one.id, **one.model_dump(exclude={"id"})} for one in letters],
                session=self._mongo.session,
            )

    async def oldest(self, limit: int) -> list[Wanted]:
        """Those that wait the longest."""
        found = self._wanted.find().sort("_id", 1).limit(limit)
        return [_wanted(document) async for document in found]

    async def take(self, wanted_id: str) -> bool:
        """Take a letter off the pile, in the transaction at hand; False when another has."""
        taken = await self._wanted.delete_one({"_id": wanted_id}, session=self._mongo.session)
        return taken.deleted_count == 1

    async def hand_over(self, letter: LetterRequested) -> None:
        """Tell whoever writes letters, in the transaction at hand."""
        await self._outbox.tell([letter])


class Links:
    """One-time links that were sent and not used yet."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._links = mongo, mongo["links"]

    async def ensure(self) -> None:
        """A link is forgotten when it ends."""
        await self._links.create_index("ends_at", expireAfterSeconds=0)
        await self._links.create_index([("account", 1), ("purpose", 1)])

    async def add(self, link: Link) -> None:
        """Keep a link, in the transaction at hand."""
        document = {"_id": link.digest, **link.model_dump(exclude={"digest"})}
        await self._links.insert_one(document, session=self._mongo.session)

    async def find(self, digest: str, purpose: Purpose, moment: datetime) -> Link | None:
        """A link that still opens its door."""
        living = {"_id": digest, "purpose": purpose, "ends_at": {"$gt": moment}}
        return _link(await self._links.find_one(living, session=self._mongo.session))

    async def last_made(self, account: str, purpose: Purpose) -> datetime | None:
        """When the newest living link of this kind was made."""
        found = await self._links.find_one(
            {"account": account, "purpose": purpose},
            sort=[("made_at", -1)],
            session=self._mongo.session,
        )
        return found["made_at"] if found else None

    async def remove(self, account: str, *purposes: Purpose) -> None:
        """Let no link of these kinds open an account any more; all kinds when none is named."""
        chosen: Document = {"purpose": {"$in": list(purposes)}} if purposes else {}
        await self._links.delete_many({"account": account, **chosen}, session=self._mongo.session)


def _wanted(document: Document) -> Wanted:
    return Wanted(id=document["_id"], **{k: v for k, v in document.items() if k != "_id"})


def _link(document: Document | None) -> Link | None:
    return Link(digest=document["_id"], **document) if document else None
