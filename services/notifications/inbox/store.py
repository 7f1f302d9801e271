"""Where matches, entries and parties are kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo import ReplaceOne, UpdateOne

from kernel.envelope import Fact
from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from services.notifications.inbox.model import BEST, Entry, Fold, Party
from services.notifications.inbox.told import Announcement, Match, Told

LARGEST_INBOX = 1_000


class Matches:
    """All matches and announcements heard of, so that an entry can be counted anew at any time."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._matches = mongo, mongo["matches"]

    async def ensure(self) -> None:
        await self._matches.create_index("entries")

    async def among(self, ids: Iterable[str]) -> dict[str, Told]:
        """Those known of these, by id."""
        known = self._matches.find({"_id": {"$in": list(ids)}}, session=self._mongo.session)
        return {document["_id"]: _match(document) async for document in known}

    async def save(self, matches: Sequence[Told]) -> None:
        await self._matches.bulk_write(
            [ReplaceOne({"_id": match.id}, _kept(match), upsert=True) for match in matches],
            ordered=False,
            session=self._mongo.session,
        )

    async def folds(self, entries: Iterable[str]) -> dict[str, Fold]:
        """What goes into each of these entries now; nothing for those no match was found for."""
        wanted = {"entries": {"$in": list(entries)}}
        counted = self._matches.aggregate(
            [
                {"$match": {**wanted, "found": {"$gt": 0}}},
                {"$set": {"entry": "$entries"}},
                {"$unwind": "$entry"},
                {"$match": {"entry": wanted["entries"]}},
                {"$group": {"_id": "$entry", "count": {"$sum": _ONE_IF_LIVE}, "leading": _LEADING}},
            ],
            session=self._mongo.session,
        )
        return {document["_id"]: _fold(document) async for document in counted}


_ONE_IF_LIVE = {"$cond": ["$live", 1, 0]}
_LEADING = {"$topN": {"n": BEST, "sortBy": {"live": -1, "score": -1, "_id": 1}, "output": "$$ROOT"}}


def _kept(match: Told) -> Document:
    entries = [heading.id for heading in match.headings]
    return {**match.model_dump(exclude={"id"}), "live": match.is_live, "entries": entries}


def _match(document: Document) -> Told:
    kind = Announcement if "occasion" in document else Match
    return kind(id=document["_id"], **document)


def _fold(document: Document) -> Fold:
    return Fold(count=document["count"], leading=tuple(map(_match, document["leading"])))


class Entries:
    """What each party is told, newest first."""

    def __init__(self, mongo: Mongo, outbox: Outbox) -> None:
        self._mongo, self._entries, self._outbox = mongo, mongo["entries"], outbox

    async def ensure(self) -> None:
        await self._entries.create_index([("party", 1), ("changed_at", -1), ("_id", -1)])
        await self._entries.create_index([("party", 1), ("count", 1), ("news", 1)])

    async def among(self, ids: Iterable[str]) -> dict[str, Entry]:
        """Those written of these, by id."""
        known = self._entries.find({"_id": {"$in": list(ids)}}, session=self._mongo.session)
        return {document["_id"]: _entry(document) async for document in known}

    async def save(self, entries: Sequence[Entry], facts: Sequence[Fact]) -> None:
        """Keep entries in the transaction at hand, with the facts that tell of their change.

        Every one is written, changed or not: two transactions that touched the same entry must
        meet here, so that the later one is repeated and sees what the earlier one did.
        """
        if entries:
            await self._entries.bulk_write(
                [_writing(entry) for entry in entries], ordered=False, session=self._mongo.session
            )
        await self._outbox.tell(facts)

    async def of(self, party: str, entry_id: str) -> Entry | None:
        """An entry, if it is this party's."""
        document = await self._entries.find_one({"_id": entry_id, "party": party})
        return _entry(document) if document else None

    async def page(self, party: str, after: tuple[datetime, str] | None, limit: int) -> list[Entry]:
        """A party's entries, the last changed first, from the one after `after` on.

        One that never had anything to tell, because it heard the end of a thing alone, is none.
        """
        wanted: Document = {"party": party, "news": {"$gt": 0}}
        if after:
            moment, entry_id = after
            wanted["$or"] = [
                {"changed_at": {"$lt": moment}},
                {"changed_at": moment, "_id": {"$lt": entry_id}},
            ]
        found = self._entries.find(wanted).sort([("changed_at", -1), ("_id", -1)]).limit(limit)
        return [_entry(document) async for document in found]

    async def news(self, party: str) -> dict[str, int]:
        """The number of the last news of each entry that still counts something, by id."""
        wanted = {"party": party, "count": {"$gt": 0}}
        found = self._entries.find(wanted, {"news": 1}).limit(LARGEST_INBOX)
        return {document["_id"]: document["news"] async for document in found}

    async def since(self, party: str, news: int) -> list[Entry]:
        """Entries that still count something and had news after this number, the fullest first."""
        wanted = {"party": party, "count": {"$gt": 0}, "news": {"$gt": news}}
        found = self._entries.find(wanted, session=self._mongo.session)
        fullest = found.sort([("count", -1), ("_id", 1)]).limit(LARGEST_INBOX)
        return [_entry(document) async for document in fullest]


def _writing(entry: Entry) -> UpdateOne:
    fields = entry.model_dump(exclude={"id"})
    return UpdateOne({"_id": entry.id}, {"$set": fields, "$inc": {"counted": 1}}, upsert=True)


def _entry(document: Document) -> Entry:
    return Entry(id=document["_id"], **document)


class Parties:
    """How much news each party had, and which have people to be written to."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._parties = mongo, mongo["parties"]

    async def ensure(self) -> None:
        await self._parties.create_index("due_at", partialFilterExpression=_IS_WAITING)

    async def among(self, ids: Iterable[str]) -> Mapping[str, Party]:
        """These parties, by id; without news if nothing was heard of them."""
        wanted = set(ids)
        known = self._parties.find({"_id": {"$in": list(wanted)}}, session=self._mongo.session)
        kept = {document["_id"]: Party(id=document["_id"], **document) async for document in known}
        return {party: kept.get(party, Party(id=party)) for party in wanted}

    async def save(self, parties: Iterable[Party]) -> None:
        writing = [_replacing(party) for party in parties]
        if writing:
            await self._parties.bulk_write(writing, ordered=False, session=self._mongo.session)

    async def due(self, moment: datetime, limit: int) -> list[str]:
        """The parties whose news has rested long enough, the longest first."""
        found = self._parties.find({"due_at": {"$type": "date", "$lte": moment}}, {"_id": 1})
        return [document["_id"] async for document in found.sort("due_at", 1).limit(limit)]


_IS_WAITING: dict[str, Any] = {"due_at": {"$type": "date"}}


def _replacing(party: Party) -> ReplaceOne[Document]:
    return ReplaceOne({"_id": party.id}, party.model_dump(exclude={"id"}), upsert=True)
