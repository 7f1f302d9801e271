"""Where matching keeps buyers, demands and offers; state and its facts are one save."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date

from pymongo import ReplaceOne, UpdateOne

from contracts.catalogue import ProductWithdrawn
from contracts.fact import Fact
from kernel.mongo import Document, Mongo
from services.matching import facts
from services.matching.model import Buyer, Demand, Offer, buyer_id, demand_id
from services.matching.shelf import Shelf


class Buyers(Shelf[Buyer]):
    """Buyers."""

    collection = "buyers"

    def _read(self, document: Document) -> Buyer:
        return Buyer.model_validate(document)

    def _told(self, thing: Buyer) -> Sequence[Fact]:
        return [facts.buyer_registered(thing)]

    def id_of(self, edition: str, code: str) -> str:
        return buyer_id(edition, code)


class Demands(Shelf[Demand]):
    """Demands."""

    collection = "demands"

    def _read(self, document: Document) -> Demand:
        return Demand.model_validate(document)

    def _written(self, thing: Demand) -> Document:
        return {**super()._written(thing), "words": thing.words}

    def _told(self, thing: Demand) -> Sequence[Fact]:
        return [facts.demand_told(thing)]

    def id_of(self, edition: str, code: str) -> str:
        return demand_id(edition, code)

    async def ensure(self) -> None:
        """Indexes; each starts with the edition."""
        await super().ensure()
        await self._things.create_index([("edition", 1), ("buyer", 1), ("_id", 1)])
        await self._things.create_index([("edition", 1), ("words", 1), ("status", 1)])
        await self._things.create_index([("edition", 1), ("status", 1), ("ends", 1), ("_id", 1)])

    async def ids_after(
        self, last: str, edition: str, limit: int, ended: tuple[date, date] | None = None
    ) -> list[str]:
        """Ids of open demands behind an id; only those that `ended` from one day before another."""
        query = _open(edition, ended) | {"_id": {"$gt": last}}
        found = self._things.find(query, {"_id": 1}, session=self._mongo.session)
        return [document["_id"] async for document in found.sort("_id", 1).limit(limit)]

    async def count(self, edition: str, ended: tuple[date, date] | None = None) -> int:
        """How many open demands there are."""
        query = _open(edition, ended)
        return await self._things.count_documents(query, session=self._mongo.session)

    async def of_buyers(self, buyers: Sequence[str]) -> list[Demand]:
        """All demands of some buyers, by their ids."""
        editions = list({buyer.split(":")[1] for buyer in buyers})
        found = self._things.find(
            {"edition": {"$in": editions}, "buyer": {"$in": list(buyers)}},
            session=self._mongo.session,
        )
        return [Demand.model_validate(document) async for document in found]

    async def all_open(self, edition: str) -> list[Demand]:
        """All open demands of an edition."""
        found = self._things.find({"edition": edition, "status": "open"})
        return [Demand.model_validate(document) async for document in found]

    async def mark_answered(self, demands: Sequence[Demand]) -> None:
        """Note that all supply has been looked through for demands as they stand."""
        if demands:
            await self._things.bulk_write(
                [UpdateOne({"_id": d.id}, {"$set": {"answered": d.version}}) for d in demands],
                session=self._mongo.session,
            )

    async def summary(self, edition: str) -> dict[str, int]:
        """How many demands are open, and how many of them still wait for their first answer."""
        query: Document = {"edition": edition, "status": "open"}
        waiting = query | {"$expr": {"$ne": ["$answered", "$version"]}}
        return {
            "demands": await self._things.count_documents(query),
            "waiting_demands": await self._things.count_documents(waiting),
        }

    async def open_for(self, edition: str, words: Iterable[str]) -> list[Demand]:
        """Open demands that name goods by one of some words."""
        found = self._things.find(
            {"edition": edition, "words": {"$in": list(words)}, "status": "open"},
            session=self._mongo.session,
        )
        return [Demand.model_validate(document) async for document in found]


def _open(edition: str, ended: tuple[date, date] | None) -> Document:
    query: Document = {"edition": edition, "status": "open"}
    return query | {"ends": _days(*ended)} if ended else query


def _days(since: date, before: date) -> Document:
    return {"$gte": since.isoformat(), "$lt": before.isoformat()}


class Offers:
    """What matching knows of the products on offer, fed by the catalogue's facts alone."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self._offers = mongo["offers"]

    async def ensure(self) -> None:
        """Indexes; each starts with the edition."""
        await self._offers.create_index([("edition", 1), ("words", 1), ("status", 1)])
        await self._offers.create_index([("edition", 1), ("papers.expires", 1)])
        await self._offers.create_index([("edition", 1), ("exhibitor_code", 1)])

    async def every(self, edition: str) -> AsyncIterator[Offer]:
        """All listed offers of an edition."""
        found = self._offers.find({"edition": edition, "status": "listed"})
        async for document in found:
            yield Offer.model_validate(document)

    async def with_papers_over(
        self, last: str, edition: str, limit: int, since: date, before: date
    ) -> list[Offer]:
        """Listed offers behind an id with a paper whose last day was in a span of days."""
        query = _over(edition, since, before) | {"_id": {"$gt": last}}
        found = self._offers.find(query, session=self._mongo.session).sort("_id", 1).limit(limit)
        return [Offer.model_validate(document) async for document in found]

    async def count_papers_over(self, edition: str, since: date, before: date) -> int:
        """How many such offers there are."""
        query = _over(edition, since, before)
        return await self._offers.count_documents(query, session=self._mongo.session)

    async def take_in(self, offers: Sequence[Offer]) -> tuple[list[Offer], list[str]]:
        """Keep what is newer than what is known; returns just that, and the ids known before."""
        newest = {offer.id: offer for offer in sorted(offers, key=lambda offer: offer.version)}
        known = await self._versions(list(newest))
        news = [offer for offer in newest.values() if offer.version > known.get(offer.id, 0)]
        if news:
            await self._offers.bulk_write(
                [ReplaceOne({"_id": o.id}, _document(o), upsert=True) for o in news],
                ordered=False,
                session=self._mongo.session,
            )
        return news, [offer.id for offer in news if offer.id in known]

    async def withdraw(self, gone: Sequence[ProductWithdrawn]) -> list[str]:
        """Note which offers are gone, also those never heard of; returns the ids that are news."""
        newest = {fact.subject: fact for fact in sorted(gone, key=lambda fact: fact.version)}
        known = await self._versions(list(newest))
        news = [fact for fact in newest.values() if fact.version > known.get(fact.subject, 0)]
        if news:
            await self._offers.bulk_write(
                [UpdateOne({"_id": fact.subject}, _gone(fact), upsert=True) for fact in news],
                session=self._mongo.session,
            )
        return [fact.subject for fact in news]

    async def for_words(self, edition: str, words: Iterable[str]) -> list[Offer]:
        """Listed offers whose name has one of some words."""
        found = self._offers.find(
            {"edition": edition, "words": {"$in": list(words)}, "status": "listed"},
            session=self._mongo.session,
        )
        return [Offer.model_validate(document) async for document in found]

    async def unread_for_words(self, edition: str, words: Iterable[str]) -> list[Document]:
        """The same as they are kept, to be read where nobody waits: there may be thousands."""
        query = {"edition": edition, "words": {"$in": list(words)}, "status": "listed"}
        found = self._offers.find(query, {"_id": 0, "words": 0})
        return [document async for document in found]

    async def of_exhibitor(self, edition: str, code: str) -> Offer | None:
        """Something that an exhibitor offers; None for one that offers nothing."""
        query = {"edition": edition, "exhibitor_code": code, "status": "listed"}
        document = await self._offers.find_one(query, session=self._mongo.session)
        return Offer.model_validate(document) if document else None

    async def listed(self, ids: Sequence[str]) -> dict[str, Offer]:
        """Those of some offers that are listed now, by id."""
        found = self._offers.find(
            {"_id": {"$in": list(ids)}, "status": "listed"}, session=self._mongo.session
        )
        return {document["_id"]: Offer.model_validate(document) async for document in found}

    async def _versions(self, ids: Sequence[str]) -> dict[str, int]:
        found = self._offers.find(
            {"_id": {"$in": list(ids)}}, {"version": 1}, session=self._mongo.session
        )
        return {document["_id"]: document["version"] async for document in found}


def _over(edition: str, since: date, before: date) -> Document:
    expires = {"$elemMatch": {"expires": _days(since, before)}}
    return {"edition": edition, "papers": expires, "status": "listed"}


def _gone(fact: ProductWithdrawn) -> Document:
    state = {"status": "withdrawn", "version": fact.version, "edition": fact.edition}
    return {"$set": state}


def _document(offer: Offer) -> Document:
    return {"_id": offer.id, **offer.model_dump(mode="json"), "words": offer.words}
