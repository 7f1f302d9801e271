"""Where deals are kept, each saved with what is told of it."""

from collections.abc import AsyncIterator, Sequence

from contracts.fact import Fact
from kernel.mongo import Document
from services.matching import metrics
from services.matching.deals import facts
from services.matching.deals.model import Deal, deal_id
from services.matching.shelf import Shelf


class Deals(Shelf[Deal]):
    """Deals."""

    collection = "deals"

    def _read(self, document: Document) -> Deal:
        return Deal.model_validate(document)

    def _told(self, thing: Deal) -> Sequence[Fact]:
        return facts.deal_told(thing)

    def id_of(self, edition: str, code: str) -> str:
        return deal_id(edition, code)

    async def ensure(self) -> None:
        """Indexes; each starts with the edition."""
        await super().ensure()
        for side in ("buyer", "exhibitor"):
            await self._things.create_index([("edition", 1), (side, 1), ("_id", 1)])

    async def measure(self) -> None:
        """Set how many there are in all editions."""
        metrics.deals.set(await self._things.estimated_document_count())

    async def all_of(self, edition: str) -> AsyncIterator[Deal]:
        """Every deal of an edition, one after the other."""
        async for document in self._things.find({"edition": edition}).sort("_id", 1):
            yield self._read(document)
