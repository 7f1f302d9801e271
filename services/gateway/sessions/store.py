"""Where sessions are kept: under digests, so that a copy opens nothing."""

from datetime import datetime

from kernel.mongo import Document, Mongo
from services.gateway.sessions.model import Session

SHOWN = 50


class Sessions:
    """Who is signed in, and since when."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._sessions = mongo, mongo["sessions"]

    async def ensure(self) -> None:
        """A session is forgotten when it ends; those of before there were secrets end now."""
        await self._sessions.delete_many({"digest": {"$exists": False}})
        await self._sessions.create_index("ends_at", expireAfterSeconds=0)
        await self._sessions.create_index("digest", unique=True)
        await self._sessions.create_index([("account", 1), ("seen_at", -1)])

    async def add(self, session: Session) -> None:
        """Keep a new session."""
        document = {"_id": session.id, **session.model_dump(exclude={"id"})}
        await self._sessions.insert_one(document, session=self._mongo.session)

    async def with_digest(self, digest: str, moment: datetime) -> Session | None:
        """The session for which a secret stands now, None once it has ended."""
        return await self._one({"digest": digest}, moment)

    async def get(self, session_id: str, moment: datetime) -> Session | None:
        """By id, None once it has ended."""
        return await self._one({"_id": session_id}, moment)

    async def _one(self, wanted: Document, moment: datetime) -> Session | None:
        living = wanted | {"ends_at": {"$gt": moment}}
        document = await self._sessions.find_one(living, session=self._mongo.session)
        return _session(document) if document else None

    async def turn(self, before: Session, after: Session) -> bool:
        """Keep a turned session, unless somebody else has turned it meanwhile."""
        held = {"_id": before.id, "digest": before.digest}
        change = {"$set": after.model_dump(include={"digest", "turn", "rotated_at", "seen_at"})}
        return (await self._sessions.update_one(held, change)).matched_count == 1

    async def seen(self, session_id: str, moment: datetime) -> None:
        """Remember that its device was here."""
        await self._sessions.update_one({"_id": session_id}, {"$set": {"seen_at": moment}})

    async def act_for(self, account: str, session_id: str, party: str) -> None:
        """Remember for which party a session acts."""
        own = {"_id": session_id, "account": account}
        await self._sessions.update_one(own, {"$set": {"acting_for": party}})

    async def of(self, account: str, moment: datetime) -> list[Session]:
        """An account's sessions, the last seen first."""
        living = {"account": account, "ends_at": {"$gt": moment}}
        found = self._sessions.find(living).sort("seen_at", -1).limit(SHOWN)
        return [_session(document) async for document in found]

    async def end(self, account: str, session_id: str) -> bool:
        """End one session of an account; False when it has no such session."""
        ended = await self._sessions.delete_one(
            {"_id": session_id, "account": account}, session=self._mongo.session
        )
        return ended.deleted_count == 1

    async def end_all(self, account: str, but: str = "") -> int:
        """End an account's sessions, all but one; how many these were."""
        ended = await self._sessions.delete_many(
            {"account": account, "_id": {"$ne": but}}, session=self._mongo.session
        )
        return ended.deleted_count


def _session(document: Document) -> Session:
    return Session(id=document["_id"], **document)
