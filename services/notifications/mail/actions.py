"""Writes to the people of a party once its news has rested."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from kernel.clock import now
from kernel.ids import new_id
from kernel.logs import logger
from kernel.mongo import Mongo, passes_by_itself
from services.notifications.inbox.model import Entry, Party
from services.notifications.inbox.store import Entries, Parties
from services.notifications.mail.letters import Letters, Unaddressable, address_of
from services.notifications.mail.model import Delivery
from services.notifications.mail.store import Deliveries
from services.notifications.people.model import Person
from services.notifications.people.store import People

PARTIES = 100
TICK_SECONDS = 0.5


class Correspondence:
    """Turns news into deliveries: one letter a person, with all that they have not read yet.

    A letter and the memory of having written it are saved in one transaction, so that any number
    of replicas may do this side by side.
    """

    def __init__(
        self,
        mongo: Mongo,
        parties: Parties,
        people: People,
        entries: Entries,
        deliveries: Deliveries,
        letters: Letters,
        quiet: timedelta,
    ) -> None:
        self._mongo, self._parties, self._people = mongo, parties, people
        self._entries, self._deliveries, self._letters = entries, deliveries, letters
        self._quiet = quiet

    async def run(self) -> None:
        """Write whenever something is due, until cancelled."""
        while True:
            for party in await self._parties.due(now(), PARTIES):
                await self._write_unless_broken(party)
            await asyncio.sleep(TICK_SECONDS)

    async def _write_unless_broken(self, party: str) -> None:
        """One party whose letters cannot be written must not keep the others from theirs."""
        try:
            await self._mongo.transaction(partial(self._write_to, party))
        except Exception as error:
            if passes_by_itself(error):
                logger.warning("letters are written later", party=party, error=repr(error)[:300])
            else:
                logger.exception("letters cannot be written", party=party)

    async def _write_to(self, party_id: str) -> None:
        moment = now()
        party = (await self._parties.among([party_id]))[party_id]
        if party.due_at is None or party.due_at > moment:
            return
        behind = [
            person for person in await self._people.of(party_id) if person.mailed < party.news
        ]
        busy = await self._deliveries.on_the_way(person.id for person in behind)
        free = [person for person in behind if person.id not in busy]
        if free:
            await self._write_letters(party, free, moment)
        settled = party.postponed(moment, self._quiet) if busy else party.written_to()
        await self._parties.save([settled])

    async def _write_letters(
        self, party: Party, people: Sequence[Person], moment: datetime
    ) -> None:
        known_to_all = min(person.mailed for person in people)
        entries = await self._entries.since(party.id, known_to_all)
        since = party.waiting_since or moment
        letters = [
            self._letter(person, news, since, moment)
            for person in people
            if (news := _unknown_to(person, entries)) and person.takes_mail
        ]
        await self._deliveries.add(letters)
        await self._people.written_to([person.id for person in people], party.news)

    def _letter(
        self, person: Person, news: Sequence[Entry], since: datetime, moment: datetime
    ) -> Delivery:
        delivery = Delivery(
            id=new_id(),
            account=person.id,
            address=person.account.email,
            message=b"",
            waiting_since=since,
            created_at=moment,
            next_at=moment,
        )
        try:
            address = address_of(person)
            message = self._letters.letter(delivery.id, person, news, moment)
        except Unaddressable as error:
            return delivery.refused(str(error))
        return delivery.model_copy(update={"address": address, "message": message})


def _unknown_to(person: Person, entries: Sequence[Entry]) -> list[Entry]:
    return [
        entry
        for entry in entries
        if entry.news > person.mailed and not person.has_read(entry.id, entry.news)
    ]
