"""One profile in many editions: changed once, shown everywhere, never copied by hand."""

from typing import Any

import pytest

from tests import trade
from tests.integration.catalogue.searching import findable
from tests.rooms import Room


@pytest.fixture
async def later(catalogue: Room, edition: str) -> str:
    """A second edition, of goods to eat and drink alone, into which one exhibitor was taken."""
    organiser = catalogue.by("organiser")
    makers = [
        trade.exhibitor("PS-1"),
        trade.exhibitor("PS-2", name="Koperasi Batik", category="fesyen"),
    ]
    await organiser.makes(f"/editions/{edition}/exhibitors", *makers)
    await organiser.makes(f"/editions/{edition}/products", trade.product())
    id_ = f"{edition[-30:]}-later"
    form = trade.edition(
        id_, starts="2027-03-01", ends="2027-03-02", categories=["makanan-ringan", "minuman"]
    )
    await organiser.makes("/editions", form)
    joined = await organiser.posts(f"/editions/{id_}/participations", {"edition": edition})
    assert joined.body == {"joined": ["PS-1"], "already": [], "left_out": ["PS-2"], "next": None}
    again = await organiser.posts(f"/editions/{id_}/participations", {"edition": edition})
    assert (again.body["joined"], again.body["already"]) == ([], ["PS-1"])
    return id_


async def _exhibitor(room: Room, edition: str, code: str = "PS-1") -> Any:
    return await room.anybody.gets(f"/editions/{edition}/exhibitors/{code}")


async def test_an_exhibitor_of_an_earlier_edition_is_the_same_in_the_next(
    catalogue: Room, edition: str, later: str
) -> None:
    first, second = await _exhibitor(catalogue, edition), await _exhibitor(catalogue, later)
    assert first["profile"] == second["profile"] == f"profile:{edition}:PS-1"
    assert first["id"] != second["id"]
    profile = await catalogue.anybody.gets(f"/profiles/{first['profile']}")
    assert {part["edition"] for part in profile["parts"]} == {edition, later}


async def test_a_profile_is_changed_once_and_shown_in_every_edition(
    catalogue: Room, edition: str, later: str
) -> None:
    owner = catalogue.by("exhibitor", f"exhibitor:{later}:PS-1")
    path = f"/profiles/profile:{edition}:PS-1"
    before = await owner.asks("GET", path)
    said = {"name": "Koperasi Tani Makmur Jaya", "regency": "3374", "description": "Sejak 1998."}
    headers = {"if-match": before.headers["etag"]}
    after = await owner.asks("PUT", path, json=said, headers=headers)
    assert (after.status, after.body["version"]) == (200, 2)
    for one in (edition, later):
        shown = await _exhibitor(catalogue, one)
        assert (shown["name"], shown["regency"]) == (said["name"], said["regency"])
    product = await catalogue.anybody.gets(f"/editions/{edition}/products/PR-1")
    assert product["exhibitor_name"] == said["name"]
    stale = await owner.asks("PUT", path, json=said, headers=headers)
    assert (stale.status, stale.code) == (412, "stale-version")
    stranger = catalogue.by("exhibitor", f"exhibitor:{edition}:PS-2")
    refused = await stranger.asks("PUT", path, json=said, headers={"if-match": '"2"'})
    assert (refused.status, refused.code) == (403, "forbidden")


async def test_a_spreadsheet_of_one_edition_changes_the_profile_in_the_other(
    catalogue: Room, edition: str, later: str
) -> None:
    sheet = b"kode;nama;kabupaten;kategori;kehadiran\nPS-1;Koperasi Baru;3319;minuman;daring"
    await catalogue.by("organiser").imports(f"/editions/{later}/exhibitors/imports", sheet)
    first, second = await _exhibitor(catalogue, edition), await _exhibitor(catalogue, later)
    assert first["name"] == second["name"] == "Koperasi Baru"
    assert (first["category"], second["category"]) == ("makanan-ringan", "minuman")


async def test_goods_are_offered_anew_as_drafts(catalogue: Room, edition: str, later: str) -> None:
    owner = catalogue.by("exhibitor", f"exhibitor:{later}:PS-1")
    path = f"/editions/{later}/exhibitors/PS-1/products/renewal"
    made = await owner.posts(path)
    assert (made.status, made.body) == (200, {"drafts": ["PR-1"]})
    assert (await owner.posts(path)).body == {"drafts": []}
    [draft] = (await owner.gets(f"/editions/{later}/exhibitors/PS-1/products"))["items"]
    assert (draft["status"], draft["price"]) == ("draft", 12_000)
    await owner.makes(f"/editions/{later}/products/PR-1/publication", None)
    await findable(catalogue, later, 1)
    other = catalogue.by("exhibitor", f"exhibitor:{later}:PS-2")
    assert (await other.posts(path)).status == 403
    first = catalogue.by("exhibitor", f"exhibitor:{edition}:PS-1")
    none = await first.posts(f"/editions/{edition}/exhibitors/PS-1/products/renewal")
    assert (none.status, none.code) == (404, "no-earlier-edition")


async def test_a_profile_takes_part_in_an_edition_once(
    catalogue: Room, edition: str, later: str
) -> None:
    organiser, path = catalogue.by("organiser"), f"/editions/{later}/exhibitors"
    twice = trade.exhibitor("PS-9", profile=f"profile:{edition}:PS-1")
    refused = await organiser.posts(path, twice)
    assert (refused.status, refused.code) == (409, "takes-part-already")
    nobody = trade.exhibitor("PS-9", profile=f"profile:{edition}:PS-9")
    refused = await organiser.posts(path, nobody)
    assert (refused.status, refused.code) == (404, "no-profile")
    refused = await organiser.posts(path, trade.exhibitor("PS-9", category="fesyen"))
    assert (refused.status, refused.code) == (409, "category-not-in-use")
    under_another_code = trade.exhibitor(
        "PS-9", name="Koperasi Batik", category="minuman", profile=f"profile:{edition}:PS-2"
    )
    await organiser.makes(path, under_another_code)


async def test_exhibitors_of_before_there_were_profiles_get_each_its_own(
    catalogue: Room, edition: str
) -> None:
    await catalogue.by("organiser").makes(f"/editions/{edition}/exhibitors", trade.exhibitor())
    exhibitors = catalogue.service.mongo["exhibitors"]
    await exhibitors.update_one({"edition": edition}, {"$unset": {"profile": "", "stand_by": ""}})
    await catalogue.service._prepare_all()
    assert (await _exhibitor(catalogue, edition))["profile"] == f"profile:{edition}:PS-1"
