"""Where people are kept."""

from collections.abc import Iterable, Sequence

from pymongo import UpdateOne

from kernel.mongo import Document, Mongo
from services.notifications.people.model import Person, Wishes


class People:
    """Everybody with an account, and what they wished, read and were written of."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._people = mongo, mongo["people"]

    async def ensure(self) -> None:
        await self._people.create_index("account.party")

    async def among(self, ids: Iterable[str]) -> dict[str, Person]:
        """These people, by id; those nobody has heard of know nothing and wish nothing special."""
        wanted = set(ids)
        found = self._people.find({"_id": {"$in": list(wanted)}}, session=self._mongo.session)
        known = {document["_id"]: _person(document) async for document in found}
        return {id_: known.get(id_, Person(id=id_)) for id_ in wanted}

    async def get(self, person_id: str) -> Person:
        return (await self.among([person_id]))[person_id]

    async def of(self, party: str) -> list[Person]:
        """Everybody who acts for a party; who acts for none is one, by the id of their account."""
        alone = {"_id": party, "account.party": ""}
        wanted = {"$or": [{"account.party": party}, alone]}
        found = self._people.find(wanted, session=self._mongo.session)
        return [_person(document) async for document in found]

    async def introduce(self, people: Sequence[Person]) -> None:
        """Keep what their accounts say, and how much of the news they know with it."""
        introduced = {"account", "mailed", "refused"}
        await self._people.bulk_write(
            [
                UpdateOne({"_id": person.id}, {"$set": person.model_dump(include=introduced)}, True)
                for person in people
            ],
            ordered=False,
            session=self._mongo.session,
        )

    async def wish(self, person_id: str, wishes: Wishes) -> None:
        await self._people.update_one(
            {"_id": person_id}, {"$set": {"wishes": wishes.model_dump()}}, upsert=True
        )

    async def read(self, person_id: str, entry_id: str, news: int) -> None:
        """Remember that somebody read an entry as of this news."""
        await self._people.update_one(
            {"_id": person_id}, {"$max": {f"read.{entry_id}": news}}, upsert=True
        )

    async def written_to(self, ids: Sequence[str], news: int) -> None:
        """Remember up to which of their party's news these people were written to."""
        await self._people.update_many(
            {"_id": {"$in": list(ids)}}, {"$set": {"mailed": news}}, session=self._mongo.session
        )

    async def refused(self, person_id: str, address: str) -> None:
        """Remember that there is no such address."""
        await self._people.update_one({"_id": person_id}, {"$set": {"refused": address}})


def _person(document: Document) -> Person:
    return Person(id=document["_id"], **document)
