"""Where matches are kept, and how they are listed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from pymongo import ReplaceOne

from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from kernel.pages import cursor, read_cursor, unknown_cursor
from kernel.problems import NotFound
from services.matching import facts
from services.matching.acquaintance import Acquaintances
from services.matching.match import Match, changes, is_news
from services.matching.standing import LOWERED, Standing, note

Rank = Literal["score", "place"]


LISTED_BY = (
    ("demand", "score"),
    ("product", "score"),
    ("exhibitor", "score"),
    ("demand", "place"),
    ("buyer", "place"),
)
"""How lists are asked for: buyers read their own by place, everybody else by score."""


class Matches:
    """Matches of all editions, saved with their facts; best first when listed."""

    def __init__(self, mongo: Mongo, outbox: Outbox, acquaintances: Acquaintances) -> None:
        self._mongo, self._outbox, self._acquaintances = mongo, outbox, acquaintances
        self._matches = mongo["matches"]

    async def ensure(self) -> None:
        """Indexes; each starts with the edition."""
        for side, rank in LISTED_BY:
            await self._matches.create_index(
                [("edition", 1), (side, 1), ("live", 1), (rank, -1), ("_id", 1)]
            )
        await self._matches.create_index([("edition", 1), ("standing", 1), ("seen_on", 1)])

    async def settle(self, side: str, ids: Sequence[str], found: Sequence[Match]) -> None:
        """Make `found` all the live matches of some demands or products.

        `side` is "demand" or "product"; `ids` are of those that may have had matches before. Those
        that a hard condition excludes are kept with them, not live. Only what differs from before
        is written, with the next version; only what is news is told, and a match that is not found
        any more is told as lost.
        """
        before = await self._of(side, ids)
        after = {match.id: match.after(before.get(match.id)) for match in found}
        after |= await self._acquaintances.placed([m for m in after.values() if m.id not in before])
        news = [_next(before.get(match.id), match) for match in after.values()]
        kept = [m for m in before.values() if m.live or m.excluded]
        gone = [m.lost() for m in kept if m.id not in after]
        await self._save([match for match in news if match is not None] + gone, before)

    async def _of(self, side: str, ids: Sequence[str]) -> dict[str, Match]:
        if not ids:
            return {}
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
        self, query: Document, after: str | None, limit: int, rank: Rank = "score"
    ) -> tuple[list[Match], str | None]:
        """Matches that fit a query, the best first by score or by place."""
        if after:
            value, last = _read_place(after)
            query = query | {"$or": [{rank: {"$lt": value}}, {rank: value, "_id": {"$gt": last}}]}
        order = [(rank, -1), ("_id", 1)]
        found = await self._matches.find(query).sort(order).limit(limit + 1).to_list(limit + 1)
        last_shown = found[limit - 1] if len(found) > limit else None
        further = cursor(last_shown[rank], last_shown["_id"]) if last_shown else None
        return [Match.model_validate(document) for document in found[:limit]], further

    async def pairs(self, edition: str) -> list[Document]:
        """Demand, product, price and unit of all live matches of an edition."""
        fields = {"_id": 0, "demand": 1, "product": 1, "price": 1, "unit": 1}
        found = self._matches.find({"edition": edition, "live": True}, fields)
        return [document async for document in found]

    async def count(self, query: Document) -> int:
        """How many matches fit a query."""
        return await self._matches.count_documents(query)

    async def of_demands(self, edition: str, demands: Sequence[str]) -> dict[str, list[Match]]:
        """The live matches of some demands, by demand."""
        query: Document = {"edition": edition, "demand": {"$in": list(demands)}, "live": True}
        found: dict[str, list[Match]] = defaultdict(list)
        async for document in self._matches.find(query):
            found[document["demand"]].append(Match.model_validate(document))
        return found

    async def mark(self, match_id: str, standing: Standing, why: str) -> Match:
        """Note where a match stands with its buyer. Raises NotFound."""

        async def work() -> Match:
            found = await self._matches.find_one({"_id": match_id}, session=self._mongo.session)
            if found is None:
                raise NotFound(
                    "Kecocokan ini tidak ada.", "There is no such match.", code="no-match"
                )
            marked = Match.model_validate(found).standing_as(standing, why)
            await self._matches.replace_one(
                {"_id": match_id}, _document(marked), session=self._mongo.session
            )
            return marked

        return await self._mongo.transaction(work)

    async def note_met(self, demand: str, product: str) -> None:
        """Note that both sides of a match, if it is one, have come together."""
        query = {"edition": demand.split(":")[1], "demand": demand, "product": product}
        found = await self._matches.find_one(query, {"_id": 1}, session=self._mongo.session)
        if found is not None:
            await self.mark(found["_id"], "met", "")

    async def note_seen(
        self, edition: str, demand: str, products: Sequence[str], day: date
    ) -> None:
        """Note on which day a buyer first saw some matches of its demand."""
        await self._matches.update_many(
            {
                "edition": edition,
                "demand": demand,
                "product": {"$in": list(products)},
                "seen_on": None,
            },
            {"$set": {"seen_on": day.isoformat()}},
        )

    async def let_seen_follow(self, edition: str, today: date) -> None:
        """Let what was seen on an earlier day come after what is new."""
        text, text_en = note("seen", "")
        lowered = {"$round": [{"$subtract": ["$score", LOWERED["seen"]]}, 4]}
        await self._matches.update_many(
            {"edition": edition, "standing": "new", "seen_on": {"$lt": today.isoformat()}},
            [{"$set": {"standing": "seen", "place": lowered, "note": text, "note_en": text_en}}],
            session=self._mongo.session,
        )

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
