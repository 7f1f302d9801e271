"""Counts how far an edition's demands and leads have come, across what matching keeps."""

from pydantic import BaseModel

from kernel.mongo import Document, Mongo
from services.matching.matches import Matches


class Funnel(BaseModel):
    """Demands that are open, have a match, were asked about, were quoted on, were accepted; deals;
    and leads, with those that are requests for contact and those that still wait. No name."""

    demands: int
    matched: int
    asked: int
    quoted: int
    accepted: int
    deals: int
    leads: int
    requests: int
    waiting: int


class Counting:
    """Reads the counts of one edition at a time; each by an index that starts with it."""

    def __init__(self, mongo: Mongo, matches: Matches) -> None:
        self._mongo, self._matches = mongo, matches

    async def of(self, edition: str) -> Funnel:
        """How it stands now."""
        found = await self._matches.summary(edition)
        quoted = {"edition": edition, "status": {"$nin": ["draft", "withdrawn"]}}
        return Funnel(
            demands=await self._count("demands", edition, status="open"),
            matched=found["matched_demands"],
            asked=await self._count("rfqs", edition, status={"$ne": "cancelled"}),
            quoted=len(await self._mongo["quotes"].distinct("rfq", quoted)),
            accepted=await self._count("rfqs", edition, **{"awards.state": "accepted"}),
            deals=await self._count("deals", edition),
            leads=await self._count("leads", edition),
            requests=await self._count("leads", edition, request={"$ne": None}),
            waiting=await self._count(
                "leads", edition, **{"request.asked_at": {"$ne": None}, "request.answered_at": None}
            ),
        )

    async def _count(self, kind: str, edition: str, **wanted: object) -> int:
        query: Document = {"edition": edition, **wanted}
        return await self._mongo[kind].count_documents(query)
