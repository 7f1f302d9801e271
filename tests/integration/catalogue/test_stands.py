"""Stands through the real door: proposed, assigned, moved, undone; one exhibitor at each."""

import asyncio
from typing import Any

import pytest

from tests import trade
from tests.rooms import Answer, Person, Room

HALL = {"code": "A", "name": "Aula", "rows": 2, "columns": 4, "accessible": [1, 2], "closed": [8]}


class Floor:
    """The office at work on the floor of one edition."""

    def __init__(self, room: Room, edition: str) -> None:
        self.room, self.edition = room, edition
        self.organiser = room.by("organiser")
        self.path = f"/editions/{edition}/stands"

    async def comes(self, *codes: str, **changes: Any) -> None:
        for code in codes:
            form = trade.exhibitor(code, name=f"Koperasi {code}", **changes)
            await self.organiser.makes(f"/editions/{self.edition}/exhibitors", form)

    async def seating(self) -> Any:
        return await self.organiser.gets(f"{self.path}/seating")

    async def stands(self) -> dict[str, str | None]:
        return {e["code"]: e["stand"] for e in (await self.seating())["exhibitors"]}

    async def asks(self, method: str, path: str, seen: int | None = None, **more: Any) -> Answer:
        version = seen if seen is not None else (await self.seating())["version"]
        headers = {"if-match": f'"{version}"'}
        return await self.organiser.asks(method, f"{self.path}/{path}", headers=headers, **more)

    async def seats(self, stand: str, code: str, seen: int | None = None) -> Answer:
        return await self.asks("PUT", f"{stand}/exhibitor", seen, json={"exhibitor": code})

    async def assigns(self, seen: int | None = None) -> Answer:
        return await self.asks("POST", "assignment", seen)


@pytest.fixture
async def floor(catalogue: Room, edition: str) -> Floor:
    version = (await catalogue.anybody.asks("GET", f"/editions/{edition}")).headers["etag"]
    form = trade.edition(edition, halls=[HALL])
    revised = await catalogue.by("organiser").asks(
        "PUT", f"/editions/{edition}", json=form, headers={"if-match": version}
    )
    assert (revised.status, revised.body["version"]) == (200, 2)
    return Floor(catalogue, edition)


async def test_the_rule_is_previewed_done_and_undone(floor: Floor) -> None:
    await floor.comes("PS-1", "PS-2")
    await floor.comes("PS-3", needs_access=True)
    await floor.comes("PS-4", attendance="online")
    proposed = await floor.organiser.gets(f"{floor.path}/proposal")
    assert [move["code"] for move in proposed["moves"]] == ["PS-1", "PS-2", "PS-3"]
    assert set((await floor.stands()).values()) == {None}

    done = await floor.assigns(proposed["version"])
    assert done.status == 200, done
    stands = await floor.stands()
    assert stands == {move["code"]: move["after"] for move in proposed["moves"]}
    assert stands["PS-3"] in ("A-01", "A-02")
    plan = await floor.room.anybody.gets(floor.path)
    shown = {s["code"]: s["exhibitor"] for s in plan["halls"][0]["stands"]}
    assert shown[str(stands["PS-3"])]["code"] == "PS-3"
    assert "needs_access" not in shown[str(stands["PS-3"])]

    undone = await floor.organiser.posts(f"{floor.path}/placements/{done.body['id']}/reversal")
    assert undone.status == 200
    assert set((await floor.stands()).values()) == {None}
    again = await floor.organiser.posts(f"{floor.path}/placements/{done.body['id']}/reversal")
    assert (again.status, again.code) == (409, "undone")
    redone = await floor.organiser.posts(f"{floor.path}/placements/{undone.body['id']}/reversal")
    assert redone.status == 200
    assert await floor.stands() == stands


async def test_a_proposal_that_things_have_moved_on_from_is_not_done(floor: Floor) -> None:
    await floor.comes("PS-1")
    seen = (await floor.seating())["version"]
    await floor.comes("PS-2")
    stale = await floor.assigns(seen)
    assert (stale.status, stale.code) == (412, "stale-version")
    without = await floor.organiser.posts(f"{floor.path}/assignment")
    assert (without.status, without.code) == (428, "version-required")


async def test_by_hand_one_is_moved_two_are_swapped_and_one_is_cleared(floor: Floor) -> None:
    await floor.comes("PS-1", "PS-2", "PS-3")
    for stand, code in (("A-03", "PS-1"), ("A-04", "PS-2")):
        assert (await floor.seats(stand, code)).status == 200
    assert (await floor.seats("A-04", "PS-1")).status == 200
    stands = await floor.stands()
    assert (stands["PS-1"], stands["PS-2"]) == ("A-04", "A-03")
    cases = {"A-04": "stand-taken", "A-08": "stand-closed", "A-09": "no-stand"}
    for stand, code in cases.items():
        refused = await floor.seats(stand, "PS-3")
        assert (refused.status, refused.code) == (409, code)
    await floor.asks("DELETE", "A-04/exhibitor")
    assert (await floor.stands())["PS-1"] is None
    empty = await floor.asks("DELETE", "A-04/exhibitor")
    assert (empty.status, empty.code) == (409, "stand-empty")


async def test_whom_the_office_has_placed_the_rule_leaves_alone(floor: Floor) -> None:
    await floor.comes("PS-1", "PS-2")
    await floor.seats("A-07", "PS-1")
    await floor.asks("POST", "assignment", params={"anew": "true"})
    assert (await floor.stands())["PS-1"] == "A-07"


async def test_of_many_who_want_one_stand_at_once_one_gets_it(floor: Floor) -> None:
    codes = [f"PS-{number}" for number in range(6)]
    await floor.comes(*codes)
    seen = (await floor.seating())["version"]
    answers = await asyncio.gather(*(floor.seats("A-03", code, seen) for code in codes))
    assert sorted(answer.status for answer in answers) == [200] + [412] * 5
    assert list((await floor.stands()).values()).count("A-03") == 1


async def test_of_many_who_assign_at_once_one_does_and_nobody_shares_a_stand(floor: Floor) -> None:
    await floor.comes(*(f"PS-{number}" for number in range(7)))
    seen = (await floor.seating())["version"]
    answers = await asyncio.gather(*(floor.assigns(seen) for _ in range(4)))
    assert sorted(answer.status for answer in answers) == [200] + [412] * 3
    assert len(set((await floor.stands()).values())) == 7


async def test_the_database_itself_takes_no_two_at_one_stand(floor: Floor) -> None:
    indexes = await floor.room.service.mongo["exhibitors"].index_information()
    assert indexes["edition_1_stand_1"]["unique"]
    assert indexes["profile_1_edition_1"]["unique"]


async def test_who_goes_online_lets_go_of_its_stand(floor: Floor) -> None:
    await floor.comes("PS-1")
    await floor.seats("A-03", "PS-1")
    owner = floor.room.by("exhibitor", f"exhibitor:{floor.edition}:PS-1")
    path = f"/editions/{floor.edition}/exhibitors/PS-1/participation"
    before = await owner.asks("GET", path)
    said = {"attendance": "online", "category": "makanan-ringan", "needs_access": True}
    after = await owner.asks("PUT", path, json=said, headers={"if-match": before.headers["etag"]})
    assert (after.body["attendance"], after.body["stand"]) == ("online", None)
    product = trade.product()
    await owner.makes(f"/editions/{floor.edition}/products", product)
    refused = await floor.seats("A-03", "PS-1")
    assert (refused.status, refused.code) == (422, "online-only")
    public = await floor.room.anybody.gets(f"/editions/{floor.edition}/exhibitors/PS-1")
    assert "needs_access" not in public
    stale = await owner.asks("PUT", path, json=said, headers={"if-match": before.headers["etag"]})
    assert (stale.status, stale.code) == (412, "stale-version")


async def test_a_hall_cannot_lose_a_stand_that_somebody_has(floor: Floor) -> None:
    await floor.comes("PS-1")
    await floor.seats("A-03", "PS-1")
    path = f"/editions/{floor.edition}"
    form = trade.edition(floor.edition, halls=[{**HALL, "closed": [3]}])
    version = (await floor.organiser.asks("GET", path)).headers["etag"]
    refused = await floor.organiser.asks("PUT", path, json=form, headers={"if-match": version})
    assert (refused.status, refused.code) == (409, "stand-occupied")
    assert refused.body["exhibitors"] == [{"code": "PS-1", "stand": "A-03"}]
    assert "Koperasi PS-1" in refused.body["detail"]


async def test_an_imported_stand_is_somebody_s_alone(floor: Floor) -> None:
    head = "kode;nama;kabupaten;kategori;kehadiran;stan;akses_kursi_roda\n"
    rows = [
        "PS-1;Koperasi Satu;3319;minuman;lantai;A-01;ya",
        "PS-2;Koperasi Dua;3319;minuman;lantai;A-01;",
        "PS-3;Koperasi Tiga;3319;minuman;daring;A-02;",
        "PS-4;Koperasi Empat;3319;minuman;lantai;A-08;",
        "PS-5;Koperasi Lima;3319;minuman;lantai;;",
    ]
    path = f"/editions/{floor.edition}/exhibitors/imports"
    job = await floor.organiser.imports(path, (head + "\n".join(rows)).encode())
    assert job["state"] == "done"
    found = {(error["row"], error["column"], error["code"]) for error in job["errors"]}
    assert found == {
        (3, "stan", "stand-taken"),
        (4, "stan", "online-only"),
        (5, "stan", "stand-closed"),
    }
    swapped = (
        "PS-1;Koperasi Satu;3319;minuman;lantai;A-02;\nPS-5;Koperasi Lima;3319;minuman;lantai;A-01;"
    )
    job = await floor.organiser.imports(path, (head + swapped).encode())
    assert job["rows"]["changed"] == 2
    assert await floor.stands() == {"PS-1": "A-02", "PS-5": "A-01"}
    needs = {e["code"]: e["needs_access"] for e in (await floor.seating())["exhibitors"]}
    assert needs == {"PS-1": True, "PS-5": False}
    kept = "PS-1;Koperasi Satu Jaya;3319;minuman;lantai;;"
    await floor.organiser.imports(path, (head + kept).encode())
    assert (await floor.stands())["PS-1"] == "A-02"


async def test_an_undo_that_somebody_has_moved_on_from_does_nothing(floor: Floor) -> None:
    await floor.comes("PS-1", "PS-2")
    done = await floor.assigns()
    await floor.seats("A-07", "PS-1")
    stands = await floor.stands()
    undone = await floor.organiser.posts(f"{floor.path}/placements/{done.body['id']}/reversal")
    assert (undone.status, undone.code) == (409, "moved-since")
    assert await floor.stands() == stands


async def test_the_plan_of_an_edition_without_halls_is_empty(catalogue: Room, edition: str) -> None:
    person: Person = catalogue.anybody
    assert await person.gets(f"/editions/{edition}/stands") == {"halls": []}


async def test_of_two_at_one_stand_from_before_it_was_forbidden_the_first_keeps_it(
    floor: Floor,
) -> None:
    await floor.comes("PS-1", "PS-2")
    exhibitors = floor.room.service.mongo["exhibitors"]
    await exhibitors.drop_index("edition_1_stand_1")
    await exhibitors.update_many({"edition": floor.edition}, {"$set": {"stand": "A-01"}})
    await floor.room.service._prepare_all()
    assert await floor.stands() == {"PS-1": "A-01", "PS-2": None}
