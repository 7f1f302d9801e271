"""The programme: read by everybody in the order of the day, written by the office alone."""

import pytest

from tests import trade
from tests.rooms import Room


async def test_talks_are_read_in_the_order_in_which_they_begin(
    catalogue: Room, edition: str
) -> None:
    office, path = catalogue.by("organiser"), f"/editions/{edition}/programme"
    later = {"starts": "2026-11-13T09:00:00+07:00", "ends": "2026-11-13T10:00:00+07:00"}
    await office.makes(path, trade.talk(title="Kedua", **later), trade.talk(title="Pertama"))
    pages = await catalogue.by("visitor").reads_on(path, limit=1)
    assert [[talk["title"] for talk in page] for page in pages] == [["Pertama"], ["Kedua"]]


async def test_a_talk_is_changed_and_called_off_from_the_version_that_was_seen(
    catalogue: Room, edition: str
) -> None:
    office, path = catalogue.by("organiser"), f"/editions/{edition}/programme"
    talk = (await office.posts(path, trade.talk())).body["id"]
    form, first = trade.talk(title="Lain"), {"if-match": '"1"'}
    changed = await office.asks("PUT", f"{path}/{talk}", json=form, headers=first)
    assert (changed.status, changed.headers["etag"]) == (200, '"2"')
    for method in ("PUT", "DELETE"):
        late = await office.asks(method, f"{path}/{talk}", json=form, headers=first)
        assert (late.status, late.code) == (412, "stale-version")
    gone = await office.asks("DELETE", f"{path}/{talk}", headers={"if-match": '"2"'})
    assert gone.status == 204
    assert (await office.asks("GET", f"{path}/{talk}")).code == "no-talk"


@pytest.mark.parametrize(
    "changes",
    [
        {"starts": "2026-11-15T09:00:00+07:00", "ends": "2026-11-15T10:00:00+07:00"},
        {"ends": "2026-11-12T09:30:00+07:00"},
        {"ends": "2026-11-13T09:30:00+07:00"},
        {"starts": "2026-11-12T09:30:00"},
        {"place": ""},
        {"link": "javascript:alert(1)"},
        {"title": " "},
    ],
)
async def test_a_talk_that_nobody_could_attend_is_refused(
    catalogue: Room, edition: str, changes: dict[str, str]
) -> None:
    path = f"/editions/{edition}/programme"
    answer = await catalogue.by("organiser").posts(path, trade.talk(**changes))
    assert answer.status == 422, answer
    assert (await catalogue.by("visitor").gets(path))["items"] == []
