"""Where matching keeps buyers, demands and offers; state and its facts are one save."""

from collections.abc import Iterable, Sequence

from pymongo import ReplaceOne, UpdateOne

from contracts.catalogue import ProductWithdrawn
from contracts.fact import Fact
from kernel.mongo import Document, Mongo
from kernel.problems import NotFound
from services.matching import facts
from services.matching.model import Buyer, Demand, Offer, buyer_id, demand_id
from services.matching.shelf import Shelf


class Editions:
    """Which editions there are, and the turnstile through which each one's matching goes."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def note(self, editions: Iterable[str]) -> None:
        """Remember that editions exist."""
        writes = [UpdateOne({"_id": e}, {"$set": {"open": True}}, upsert=True) for e in editions]
        if writes:
            await self._mongo["editions"].bulk_write(writes, session=self._mongo.session)

    async def expect(self, edition: str) -> None:
        """Raises NotFound for an edition that the catalogue has not told of."""
        if not await self._mongo["editions"].find_one({"_id": edition, "open": True}):
            raise NotFound(
                f"Edisi “{edition}” tidak ada, atau baru saja dibuat; coba lagi sebentar lagi.",
                f"There is no edition “{edition}”, or it is very new; try again shortly.",
                code="no-edition",
            )

    async def take_turn(self, editions: Iterable[str]) -> None:
        """Let no other transaction match in these editions before this one has ended.

        Of two transactions that write the same document MongoDB aborts one and repeats it. So an
        offer and a demand that arrive at the same moment, at two replicas, cannot miss each other:
        whichever comes second sees the first.
        """
        for edition in sorted(set(editions)):
            await self._mongo["editions"].update_one(
                {"_id": edition}, {"$inc": {"turn": 1}}, upsert=True, session=self._mongo.session
            )


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


class Offers:
    """What matching knows of the products on offer, fed by the catalogue's facts alone."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self._offers = mongo["offers"]

    async def ensure(self) -> None:
        """Indexes; each starts with the edition."""
        await self._offers.create_index([("edition", 1), ("words", 1), ("status", 1)])

    async def take_in(self, offers: Sequence[Offer]) -> list[Offer]:
        """Keep what is newer than what is known; returns just that."""
        newest = {offer.id: offer for offer in sorted(offers, key=lambda offer: offer.version)}
        known = await self._versions(list(newest))
        news = [offer for offer in newest.values() if offer.version > known.get(offer.id, 0)]
        if news:
            await self._offers.bulk_write(
                [ReplaceOne({"_id": o.id}, _document(o), upsert=True) for o in news],
                ordered=False,
                session=self._mongo.session,
            )
        return news

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


def _gone(fact: ProductWithdrawn) -> Document:
    state = {"status": "withdrawn", "version": fact.version, "edition": fact.edition}
    return {"$set": state}


def _document(offer: Offer) -> Document:
    return {"_id": offer.id, **offer.model_dump(mode="json"), "words": offer.words}
