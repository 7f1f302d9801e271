"""Announcements: told once when their time has come, read by all, taken back by the office."""

from datetime import timedelta
from typing import Any

from contracts.catalogue import AnnouncementMade, AnnouncementWithdrawn
from kernel.clock import now
from kernel.ids import new_id
from tests import trade
from tests.rooms import Answer, Person, Room
from tests.waiting import until

SAID = {"text": "Pintu dibuka pukul 09.00.", "audience": "everyone"}


async def put(who: Person, edition: str, id_: str, **changes: Any) -> Answer:
    path = f"/editions/{edition}/announcements/{id_}"
    return await who.asks("PUT", path, json={**SAID, **changes})


async def test_what_is_sent_twice_is_announced_once_and_stands_until_it_is_taken_back(
    catalogue: Room, edition: str
) -> None:
    office, reader, id_ = catalogue.by("organiser"), catalogue.anybody, new_id()
    path = f"/editions/{edition}/announcements"
    for _ in range(2):
        assert (await put(office, edition, id_)).body["state"] == "told"
    assert (await put(office, edition, id_, text="Lain sama sekali.")).code == "announcement-exists"
    other = new_id()
    await office.posts("/editions", trade.edition(other))
    assert (await put(office, other, id_)).code == "announcement-exists"
    assert [one["id"] for one in (await reader.gets(path))["items"]] == [id_]
    hidden = new_id()
    await put(office, edition, hidden, audience="exhibitors")
    assert [one["id"] for one in (await reader.gets(path))["items"]] == [id_]
    for _ in range(2):
        taken = await office.posts(f"{path}/{id_}/withdrawal")
        assert taken.body["state"] == "withdrawn"
    assert (await reader.gets(path))["items"] == []
    history = (await office.gets(f"{path}/history"))["items"]
    assert [(one["id"], one["state"]) for one in history] == [(hidden, "told"), (id_, "withdrawn")]
    told = [fact.type for fact in catalogue.told(subject=id_)]
    assert told == [AnnouncementMade.type, AnnouncementWithdrawn.type]


async def test_what_waits_is_told_when_its_time_has_come_and_not_if_taken_back_before(
    catalogue: Room, edition: str
) -> None:
    office, reader = catalogue.by("organiser"), catalogue.anybody
    path, soon, off = f"/editions/{edition}/announcements", new_id(), new_id()
    tomorrow = (now() + timedelta(days=1)).isoformat()
    assert (await put(office, edition, off, starts=tomorrow)).body["state"] == "waiting"
    await office.posts(f"{path}/{off}/withdrawal")
    await put(office, edition, soon, starts=(now() + timedelta(seconds=1)).isoformat())

    async def is_out() -> bool:
        return [one["id"] for one in (await reader.gets(path))["items"]] == [soon]

    await until(is_out)
    assert not catalogue.told(subject=off)
    far = (now() + timedelta(days=200)).isoformat()
    assert (await put(office, edition, new_id(), starts=far)).code == "no-such-time"
    assert (await put(office, edition, new_id(), text="a\x00bcdef")).status == 422
