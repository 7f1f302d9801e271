"""Verbs of announcing: hear of an announcement, bring it round some parties at a time."""

import asyncio
from collections.abc import Sequence
from functools import partial

from kernel.logs import logger
from kernel.mongo import Mongo, passes_by_itself
from services.notifications.announcing.model import Round
from services.notifications.announcing.store import Audiences, Rounds
from services.notifications.inbox.actions import Inboxes

AT_ONCE = 200
TICK_SECONDS = 0.5


class Crier:
    """Brings announcements round: a stretch of parties and how far it is are one save.

    Whoever is killed goes on behind the last stretch, and any number of replicas may go round.
    """

    def __init__(self, mongo: Mongo, rounds: Rounds, audiences: Audiences, inboxes: Inboxes):
        self._mongo, self._rounds = mongo, rounds
        self._audiences, self._inboxes = audiences, inboxes

    async def hear(self, told: Sequence[Round]) -> None:
        """Begin rounds, or end them, in the transaction at hand."""
        known: dict[str, Round] = {}
        for one in told:
            before = known.get(one.id) or await self._rounds.get(one.id)
            known[one.id] = (before or Round(**_nothing_of(one))).merged(one)
        await self._rounds.save(known.values())

    async def run(self) -> None:
        """Go round whenever there is something to tell, until cancelled."""
        while True:
            for id_ in await self._rounds.begun():
                await self._go_on_unless_broken(id_)
            await asyncio.sleep(TICK_SECONDS)

    async def _go_on_unless_broken(self, id_: str) -> None:
        try:
            while await self._mongo.transaction(partial(self._go_on, id_)):
                pass
        except Exception as error:
            if not passes_by_itself(error):
                raise
            logger.warning("an announcement goes round later", error=repr(error)[:300])

    async def _go_on(self, id_: str) -> bool:
        """Tell the next parties; whether there are more."""
        one = await self._rounds.get(id_)
        if one is None or one.done:
            return False
        parties = await self._audiences.parties(one.edition, one.audience, one.reached, AT_ONCE)
        await self._inboxes.hear([one.to(party) for party in parties])
        after = one.on(parties, AT_ONCE)
        await self._rounds.save([after])
        return not after.done


def _nothing_of(one: Round) -> dict[str, str]:
    return {"id": one.id, "edition": one.edition, "audience": one.audience}
