"""Buyers and exhibitors who came together outside the lists: whose matches come later, and why."""

from collections.abc import Iterable, Sequence

from kernel.mongo import Document, Mongo
from services.matching.leads.model import Channel
from services.matching.match import Match
from services.matching.standing import LOWERED, How, Standing, note

STANDINGS: dict[Channel, Standing] = {
    "scan": "met",
    "meeting": "met",
    "request": "seen",
    "whatsapp": "seen",
}
"""Who stood face to face have met; who asked to be contacted, or wrote, has seen what there is."""

OUTRANKED: dict[Standing, list[Standing]] = {"met": ["new", "seen"], "seen": ["new"]}


class Acquaintances:
    """Pairs of a buyer and an exhibitor, and where their matches stand for it."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self._pairs, self._matches = mongo["acquaintances"], mongo["matches"]

    async def note(self, buyer: str, exhibitor: str, channel: Channel) -> None:
        """Remember that two came together, and let their matches follow; in one transaction.

        What is known already of the two, or what the buyer said of a match itself, is not undone.
        """
        standing = STANDINGS[channel]
        pair: Document = {"_id": _pair(buyer, exhibitor)}
        known = await self._pairs.find_one(pair, session=self._mongo.session)
        if known and (known["standing"] == standing or standing not in _above(known["standing"])):
            return
        await self._pairs.replace_one(
            pair,
            pair | {"standing": standing, "how": channel},
            upsert=True,
            session=self._mongo.session,
        )
        await self._let_matches_follow(buyer, exhibitor, standing, channel)

    async def _let_matches_follow(
        self, buyer: str, exhibitor: str, standing: Standing, how: How
    ) -> None:
        text, text_en = note(standing, "", how)
        lowered = {"$round": [{"$subtract": ["$score", LOWERED[standing]]}, 4]}
        said = {"standing": standing, "came_by": how, "note": text, "note_en": text_en}
        await self._matches.update_many(
            {
                "edition": buyer.split(":")[1],
                "buyer": buyer,
                "exhibitor": exhibitor,
                "standing": {"$in": OUTRANKED[standing]},
            },
            [{"$set": said | {"place": lowered}}],
            session=self._mongo.session,
        )

    async def placed(self, fresh: Sequence[Match]) -> dict[str, Match]:
        """Those of some new matches whose two sides have come together already, by id."""
        found = await self._between(fresh)
        placed = ((match, found.get(_pair(match.buyer, match.exhibitor))) for match in fresh)
        return {
            match.id: match.standing_as(pair["standing"], how=pair["how"])
            for match, pair in placed
            if pair
        }

    async def _between(self, matches: Iterable[Match]) -> dict[str, Document]:
        ids = list({_pair(match.buyer, match.exhibitor) for match in matches})
        if not ids:
            return {}
        found = self._pairs.find({"_id": {"$in": ids}}, session=self._mongo.session)
        return {document["_id"]: document async for document in found}


def _pair(buyer: str, exhibitor: str) -> str:
    return f"{buyer}|{exhibitor}"


def _above(standing: Standing) -> list[Standing]:
    """The standings that say more than this one."""
    return [higher for higher, lower in OUTRANKED.items() if standing in lower]
