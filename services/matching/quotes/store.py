"""Where requests for quotation and quotes are kept, each saved with what is told of it."""

from collections.abc import Sequence
from datetime import datetime

from contracts.fact import Fact
from kernel.mongo import Document
from services.matching.quotes import facts
from services.matching.quotes.model import Rfq, rfq_id
from services.matching.quotes.quote import Quote
from services.matching.shelf import Shelf

MOST_QUOTES = 500


class Rfqs(Shelf[Rfq]):
    """Requests for quotation, one a demand."""

    collection = "rfqs"

    def _read(self, document: Document) -> Rfq:
        return Rfq.model_validate(document)

    def _written(self, thing: Rfq) -> Document:
        pending = [award.answer_by for award in thing.awards if award.state == "pending"]
        return {**super()._written(thing), "next_lapse": min(pending, default=None)}

    def _told(self, thing: Rfq) -> Sequence[Fact]:
        return facts.rfq_told(thing)

    def id_of(self, edition: str, code: str) -> str:
        return rfq_id(edition, code)

    async def ensure(self) -> None:
        """Indexes; what lapses concerns all editions."""
        await super().ensure()
        await self._things.create_index([("edition", 1), ("buyer", 1), ("_id", 1)])
        await self._things.create_index([("edition", 1), ("invited", 1), ("_id", 1)])
        await self._things.create_index(
            "next_lapse", partialFilterExpression={"next_lapse": {"$type": "date"}}
        )

    async def touch(self, id_: str) -> None:
        """Let no other transaction decide on a request before the one at hand has ended."""
        await self._things.update_one(
            {"_id": id_}, {"$inc": {"touched": 1}}, session=self._mongo.session
        )

    async def lapsing(self, moment: datetime, limit: int) -> list[Rfq]:
        """Requests with an award whose time to answer is over, the longest over first."""
        found = self._things.find({"next_lapse": {"$lte": moment}}, session=self._mongo.session)
        return [self._read(one) async for one in found.sort("next_lapse", 1).limit(limit)]


class Quotes(Shelf[Quote]):
    """Quotes, one a request and product."""

    collection = "quotes"

    def _read(self, document: Document) -> Quote:
        return Quote.model_validate(document)

    def _told(self, thing: Quote) -> Sequence[Fact]:
        return facts.quote_told(thing)

    async def ensure(self) -> None:
        """Indexes; each starts with the edition."""
        await self._things.create_index([("edition", 1), ("rfq", 1), ("_id", 1)])
        await self._things.create_index([("edition", 1), ("exhibitor", 1), ("_id", 1)])

    async def on(self, rfq: Rfq) -> list[Quote]:
        """The quotes on a request, drafts too."""
        found = self._things.find(
            {"edition": rfq.edition, "rfq": rfq.id}, session=self._mongo.session
        )
        return [self._read(one) async for one in found.sort("_id", 1).limit(MOST_QUOTES)]

    async def sent_on(self, edition: str, rfqs: Sequence[str]) -> dict[str, int]:
        """How many quotes that were sent stand on each of some requests, but for none."""
        stages: list[Document] = [
            {
                "$match": {
                    "edition": edition,
                    "rfq": {"$in": list(rfqs)},
                    "status": {"$nin": ["draft", "withdrawn"]},
                }
            },
            {"$group": {"_id": "$rfq", "quotes": {"$sum": 1}}},
        ]
        return {row["_id"]: row["quotes"] async for row in self._things.aggregate(stages)}
