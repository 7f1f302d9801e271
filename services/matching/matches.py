"""Where matches are kept, and how they are listed."""

from collections.abc import Mapping, Sequence

from pymongo import ReplaceOne

from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from kernel.pages import cursor, read_cursor, unknown_cursor
from services.matching import facts
from services.matching.model import Match, changes, is_news


class Matches:
    """Matches of all editions, saved with their facts; best first when listed."""

    def __init__(self, mongo: Mongo, outbox: Outbox) -> None:
        self._mongo, self._outbox = mongo, outbox
        self._matches = mongo["matches"]

    async def ensure(self) -> None:
        """Indexes; each starts with the edition."""
        for side in ("demand", "product", "exhibitor", "buyer"):
            await self._matches.create_index(
                [("edition", 1), (side, 1), ("live", 1), ("score", -1), ("_id", 1)]
            )

    async def settle(self, side: str, ids: Sequence[str], found: Sequence[Match]) -> None:
        """Make `found` all the live matches of some demands or products.

        `side` is "demand" or "product". Those that a hard condition excludes are kept with them,
        not live. Only what differs from before is written, with the next version; only what is
        news is told, and a match that is not found any more is told as lost.
        """
        before = await self._of(side, ids)
        after = {match.id: match for match in found}
        news = [_next(before.get(match.id), match) for match in found]
        kept = [m for m in before.values() if m.live or m.excluded]
        gone = [m.lost() for m in kept if m.id not in after]
        await self._save([match for match in news if match is not None] + gone, before)

    async def _of(self, side: str, ids: Sequence[str]) -> dict[str, Match]:
        edition_of = {id_.split(":")[1] for id_ in ids}
        found = self._matches.find(
            {"edition": {"$in": list(edition_of)}, side: {"$in": list(ids)}},
            session=self._mongo.session,
        )
        return {document["_id"]: Match.model_validate(document) async for document in found}

    async def _save(self, matches: Sequence[Match], before: Mapping[str, Match]) -> None:
        if not matches:
            return
        await self._matches.bulk_write(
            [ReplaceOne({"_id": m.id}, _document(m), upsert=True) for m in matches],
            ordered=False,
            session=self._mongo.session,
        )
        news = [match for match in matches if is_news(before.get(match.id), match)]
        await self._outbox.tell([facts.match_told(match) for match in news])

    async def page(
        self, query: Document, after: str | None, limit: int
    ) -> tuple[list[Match], str | None]:
        """Live matches that fit a query, the best first."""
        query = {**query, "live": True}
        if after:
            score, last = _read_place(after)
            query["$or"] = [{"score": {"$lt": score}}, {"score": score, "_id": {"$gt": last}}]
        order = [("score", -1), ("_id", 1)]
        found = await self._matches.find(query).sort(order).limit(limit + 1).to_list(limit + 1)
        last_shown = found[limit - 1] if len(found) > limit else None
        further = cursor(last_shown["score"], last_shown["_id"]) if last_shown else None
        return [Match.model_validate(document) for document in found[:limit]], further

    async def pairs(self, edition: str) -> list[Document]:
        """Demand, product, price and unit of all live matches of an edition."""
        fields = {"_id": 0, "demand": 1, "product": 1, "price": 1, "unit": 1}
        found = self._matches.find({"edition": edition, "live": True}, fields)
        return [document async for document in found]

    async def tally(self, edition: str, demands: Sequence[str]) -> dict[str, tuple[int, float]]:
        """How many live matches some demands have, and the best score of each."""
        groups = self._matches.aggregate(
            [
                {"$match": {"edition": edition, "demand": {"$in": list(demands)}, "live": True}},
                {
                    "$group": {
                        "_id": "$demand",
                        "count": {"$sum": 1},
                        "best": {"$max": "$score"},
                    }
                },
            ]
        )
        return {group["_id"]: (group["count"], group["best"]) async for group in groups}

    async def exhibitors_for(self, edition: str, demand: str) -> list[str]:
        """The exhibitors of whom something fits a demand."""
        live = {"edition": edition, "demand": demand, "live": True}
        return await self._matches.distinct("exhibitor", live, session=self._mongo.session)

    async def demands_for(self, edition: str, exhibitor: str) -> list[str]:
        """The demands that something of an exhibitor fits."""
        live = {"edition": edition, "exhibitor": exhibitor, "live": True}
        return await self._matches.distinct("demand", live, session=self._mongo.session)

    async def summary(self, edition: str) -> dict[str, int]:
        """How many demands have a match, and how many matches there are."""
        live = {"edition": edition, "live": True}
        return {
            "matched_demands": len(await self._matches.distinct("demand", live)),
            "matches": await self._matches.count_documents(live),
        }


def _read_place(after: str) -> tuple[float, str]:
    score, last = read_cursor(after, 2)
    try:
        return float(score), last
    except ValueError:
        raise unknown_cursor() from None


def _next(before: Match | None, after: Match) -> Match | None:
    """The match with its next version, or None when nothing about it has changed."""
    if not changes(before, after):
        return None
    return after.model_copy(update={"version": before.version + 1 if before else 1})


def _document(match: Match) -> Document:
    return {"_id": match.id, **match.model_dump(mode="json")}
