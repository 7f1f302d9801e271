"""Verbs of announcing: say something now or later, take it back; tell what is due."""

import asyncio
from dataclasses import dataclass
from functools import partial

from kernel.callers import Caller
from kernel.clock import now
from kernel.logs import logger
from kernel.mongo import Mongo, passes_by_itself
from kernel.outbox import Outbox
from kernel.problems import Conflict
from services.catalogue.announcements.model import Announcement, AnnouncementForm, expect_room
from services.catalogue.announcements.store import Announcements
from services.catalogue.editions.store import Editions

TICK_SECONDS = 0.5


@dataclass(frozen=True)
class Office:
    """What the office announces; an announcement and its fact are one save."""

    mongo: Mongo
    outbox: Outbox
    editions: Editions
    announcements: Announcements

    async def announce(
        self, edition: str, id_: str, form: AnnouncementForm, caller: Caller
    ) -> Announcement:
        """Say something, once however often it is sent. Raises Forbidden, NotFound, Invalid,
        Conflict for another text under the same id."""
        caller.must_be("organiser")
        await self.editions.get(edition)
        wanted = Announcement.of(form, now(), id=id_, edition=edition)

        async def work() -> Announcement:
            kept = await self.announcements.find(id_)
            if kept is None:
                expect_room(await self.announcements.waiting(edition))
                return await self._tell_if_due(wanted)
            if not kept.says_the_same(wanted):
                raise Conflict(
                    "Pengumuman ini sudah dibuat dengan isi lain; tarik lalu buat yang baru.",
                    "This announcement was made with another text; take it back, make a new one.",
                    code="announcement-exists",
                )
            return kept

        return await self.mongo.transaction(work)

    async def withdraw(self, edition: str, id_: str, caller: Caller) -> Announcement:
        """Take one back, out or not. Raises Forbidden, NotFound."""
        caller.must_be("organiser")

        async def work() -> Announcement:
            kept = await self.announcements.get(edition, id_)
            withdrawn = kept.withdrawn(now())
            if withdrawn is not kept:
                await self.announcements.save(withdrawn)
            if kept.state == "told":
                await self.outbox.tell([withdrawn.taken_back])
            return withdrawn

        return await self.mongo.transaction(work)

    async def run(self) -> None:
        """Tell whatever has become due, until cancelled."""
        while True:
            try:
                for due in await self.announcements.due(now()):
                    await self.mongo.transaction(partial(self._tell_waiting, due))
            except Exception as error:
                if not passes_by_itself(error):
                    raise
                logger.warning("announcements are told later", error=repr(error)[:300])
            await asyncio.sleep(TICK_SECONDS)

    async def _tell_waiting(self, due: Announcement) -> None:
        kept = await self.announcements.get(due.edition, due.id)
        if kept.state == "waiting":
            await self._tell_if_due(kept)

    async def _tell_if_due(self, waiting: Announcement) -> Announcement:
        moment = now()
        is_due = waiting.starts <= moment
        announcement = waiting.told(moment) if is_due else waiting
        await self.announcements.save(announcement)
        if is_due:
            await self.outbox.tell([announcement.made])
        return announcement
