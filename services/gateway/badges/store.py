"""Where registrations and badges are kept, each saved with the fact that tells of it."""

import re
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime

from pymongo.errors import DuplicateKeyError

from contracts.gateway import BadgeBound, VisitorRegistered
from kernel.clock import now
from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from services.gateway.badges.codes import read_code
from services.gateway.badges.model import Badge, Registration, digest
from services.gateway.model import words_of


class Registrations:
    """Who registered for which edition, and every badge that was ever issued."""

    def __init__(self, mongo: Mongo, outbox: Outbox) -> None:
        self._mongo, self._outbox = mongo, outbox
        self._registrations, self._badges = mongo["registrations"], mongo["badges"]

    async def ensure(self) -> None:
        """One registration a key, and one an account and edition; lists of an edition's people."""
        own = {"account": {"$gt": ""}}
        unique = [("edition", 1), ("account", 1)]
        await self._registrations.create_index("key_digest", unique=True)
        await self._registrations.create_index(unique, unique=True, partialFilterExpression=own)
        await self._registrations.create_index("account", partialFilterExpression=own)
        await self._registrations.create_index([("edition", 1), ("_id", -1)])
        await self._registrations.create_index([("edition", 1), ("words", 1), ("_id", -1)])

    async def add(self, registration: Registration) -> bool:
        """Keep a new registration and tell of it; False when its badge, key or account is taken."""

        async def work() -> None:
            session = self._mongo.session
            await self._registrations.insert_one(_document(registration), session=session)
            await self._issue(registration, registration.registered_at)
            await self._outbox.tell([_told(registration)])

        return await self._unless_taken(work)

    async def replace_badge(
        self, before: Registration, after: Registration, moment: datetime
    ) -> bool:
        """Let another badge stand for somebody, or none; False when the new one is taken."""

        async def work() -> None:
            session = self._mongo.session
            change = {"$set": {"badge": after.badge, "version": after.version}}
            held = {"_id": before.id, "version": before.version}
            done = await self._registrations.update_one(held, change, session=session)
            if not done.matched_count:
                return
            revoked = {"$set": {"revoked_at": moment}}
            await self._badges.update_one({"_id": before.badge}, revoked, session=session)
            if after.badge:
                await self._issue(after, moment)

        return await self._unless_taken(work)

    async def bind(self, before: Registration, after: Registration) -> bool:
        """Let a registration be an account's and tell of it; False when one of both is taken."""

        async def work() -> bool:
            own = {"account": after.account, "party": after.party, "version": after.version}
            held = {"_id": before.id, "version": before.version}
            done = await self._registrations.update_one(
                held, {"$set": own}, session=self._mongo.session
            )
            if done.matched_count:
                await self._outbox.tell([_bound(after)])
            return bool(done.matched_count)

        try:
            return await self._mongo.transaction(work)
        except DuplicateKeyError:  # the transaction is over, so nothing of it was saved
            return False

    async def _unless_taken(self, work: Callable[[], Awaitable[None]]) -> bool:
        try:
            await self._mongo.transaction(work)
        except DuplicateKeyError:  # the transaction is over, so nothing of it was saved
            return False
        return True

    async def _issue(self, registration: Registration, moment: datetime) -> None:
        issued = {"_id": registration.badge, "edition": registration.edition}
        document = issued | {"holder": registration.id, "issued_at": moment, "revoked_at": None}
        await self._badges.insert_one(document, session=self._mongo.session)

    async def get(self, edition: str, id_: str) -> Registration | None:
        """By id."""
        return await self._one({"_id": id_, "edition": edition})

    async def with_key(self, key: str) -> Registration | None:
        """That of whoever holds this key."""
        return await self._one({"key_digest": digest(key)})

    async def of_account(self, edition: str, account: str) -> Registration | None:
        """An account's own."""
        return await self._one({"edition": edition, "account": account})

    async def of_person(self, account: str) -> list[Registration]:
        """An account's own in all editions."""
        found = self._registrations.find({"account": account}, session=self._mongo.session)
        return [_read(document) async for document in found]

    async def forget(self, registrations: Iterable[Registration]) -> None:
        """Leave of these that somebody came, and no key to them; in the transaction at hand."""
        session = self._mongo.session
        nobody = dict.fromkeys(("name", "email", "organisation", "account", "party", "badge"), "")
        for one in registrations:
            ended = {"holder": one.id, "revoked_at": None}
            await self._badges.update_many(ended, {"$set": {"revoked_at": now()}}, session=session)
            emptied = {"words": [], "shares_name": False, "key_digest": f"erased:{one.id}"}
            await self._registrations.update_one(
                {"_id": one.id}, {"$set": nobody | emptied}, session=session
            )

    async def _one(self, wanted: Document) -> Registration | None:
        found = await self._registrations.find_one(wanted, session=self._mongo.session)
        return _read(found) if found else None

    async def badges(self, edition: str, codes: Iterable[str]) -> dict[str, Badge]:
        """Those of some codes that are this edition's, by code."""
        query = {"_id": {"$in": list(codes)}, "edition": edition}
        found = self._badges.find(query, session=self._mongo.session)
        return {one["_id"]: Badge(code=one["_id"], **one) async for one in found}

    async def holders(self, ids: Iterable[str]) -> dict[str, Registration]:
        """Registrations by id."""
        found = self._registrations.find({"_id": {"$in": list(ids)}}, session=self._mongo.session)
        return {one["_id"]: _read(one) async for one in found}

    async def among(
        self, edition: str, q: str, limit: int, after: str | None = None
    ) -> list[Registration]:
        """Some of an edition's, the last first: those with these beginnings of words, or a code."""
        query: Document = {"edition": edition}
        if after:
            query["_id"] = {"$lt": after}
        if code := read_code(q):
            badges = await self.badges(edition, [code])
            query["_id"] = {"$in": [badge.holder for badge in badges.values()]}
        elif words := words_of(q):
            query["words"] = {"$all": [re.compile(f"^{re.escape(word)}") for word in words]}
        found = self._registrations.find(query).sort("_id", -1).limit(limit)
        return [_read(document) async for document in found]

    async def count(self, edition: str) -> int:
        """How many have registered."""
        return await self._registrations.count_documents({"edition": edition})


def _document(registration: Registration) -> Document:
    return {
        "_id": registration.id,
        **registration.model_dump(exclude={"id"}),
        "words": sorted(set(words_of(f"{registration.name} {registration.organisation}"))),
    }


def _read(document: Document) -> Registration:
    return Registration.model_validate({**document, "id": document["_id"]})


def _told(registration: Registration) -> VisitorRegistered:
    return VisitorRegistered(
        subject=registration.id,
        version=registration.version,
        edition=registration.edition,
        place=registration.place,
    )


def _bound(registration: Registration) -> BadgeBound:
    return BadgeBound(
        subject=registration.id,
        version=registration.version,
        edition=registration.edition,
        person=registration.person,
    )
