"""Verbs of the programme: announce a talk, change it, take it out."""

from dataclasses import dataclass

from kernel.callers import Caller
from kernel.editing import expect_version
from kernel.ids import new_id
from kernel.mongo import Mongo
from services.catalogue.editions.store import Editions
from services.catalogue.programme.model import Talk, TalkForm, expect_room, expect_within
from services.catalogue.programme.store import Talks


@dataclass(frozen=True)
class Programme:
    """The programmes of all editions."""

    mongo: Mongo
    editions: Editions
    talks: Talks

    async def announce(self, edition: str, form: TalkForm, caller: Caller) -> Talk:
        """Put a talk into a programme. Raises Forbidden, NotFound, Invalid, Conflict."""
        caller.must_be("organiser")
        expect_within(await self.editions.get(edition), form)
        talk = Talk(**form.model_dump(), id=new_id(), edition=edition)

        async def work() -> Talk:
            expect_room(await self.talks.count(edition))
            await self.talks.save(talk)
            return talk

        return await self.mongo.transaction(work)

    async def revise(
        self, edition: str, talk: str, form: TalkForm, seen: int, caller: Caller
    ) -> Talk:
        """Change a talk from the version that was seen. Raises as above, and StaleVersion."""
        caller.must_be("organiser")
        expect_within(await self.editions.get(edition), form)

        async def work() -> Talk:
            kept = await self.talks.get(edition, talk)
            expect_version(kept.version, seen)
            revised = kept.revised(form)
            await self.talks.save(revised)
            return revised

        return await self.mongo.transaction(work)

    async def call_off(self, edition: str, talk: str, seen: int, caller: Caller) -> None:
        """Take a talk out of its programme. Raises Forbidden, NotFound, StaleVersion."""
        caller.must_be("organiser")

        async def work() -> None:
            kept = await self.talks.get(edition, talk)
            expect_version(kept.version, seen)
            await self.talks.remove(kept)

        await self.mongo.transaction(work)
