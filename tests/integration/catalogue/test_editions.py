"""Editions: opened once, by the office, seen by all."""

import asyncio

import pytest

from tests import trade
from tests.integration.catalogue.searching import findable
from tests.rooms import Room


async def test_an_edition_is_opened_once(catalogue: Room) -> None:
    organiser, form = catalogue.by("organiser"), trade.edition("once-only", is_sample=True)
    answer = await organiser.posts("/editions", form)
    assert answer.status == 201
    assert answer.body["counts"] == {"exhibitors": 0, "products": 0}
    again = await organiser.posts("/editions", form)
    assert (again.status, again.code) == (409, "edition-exists")


async def test_of_many_who_open_an_edition_at_once_one_does(catalogue: Room) -> None:
    organiser, form = catalogue.by("organiser"), trade.edition("a-race")
    answers = await asyncio.gather(*(organiser.posts("/editions", form) for _ in range(8)))
    assert sorted(answer.status for answer in answers) == [201] + [409] * 7


@pytest.mark.parametrize("role", ["exhibitor", "buyer", "assistant", "visitor", "ops"])
async def test_only_an_organiser_opens_editions(catalogue: Room, role: str) -> None:
    answer = await catalogue.by(role).posts("/editions", trade.edition(f"by-{role}"))
    assert (answer.status, answer.code) == (403, "forbidden")


async def test_nobody_opens_an_edition_without_a_token(catalogue: Room) -> None:
    answer = await catalogue.anybody.posts("/editions", trade.edition("by-nobody"))
    assert (answer.status, answer.code) == (401, "unauthenticated")
    forged = {"authorization": "Bearer eyJhbGciOiJub25lIn0.e30."}
    answer = await catalogue.anybody.asks(
        "POST", "/editions", json=trade.edition("by-nobody"), headers=forged
    )
    assert (answer.status, answer.code) == (401, "token-refused")


async def test_an_edition_that_ends_before_it_starts_is_refused_with_the_place(
    catalogue: Room,
) -> None:
    form = trade.edition("backwards", ends="2026-11-11")
    answer = await catalogue.by("organiser").posts("/editions", form)
    assert (answer.status, answer.code) == (422, "invalid")
    assert answer.body["errors"][0]["where"] == "body"


async def test_anybody_sees_an_edition_and_how_much_is_in_it(catalogue: Room, edition: str) -> None:
    organiser = catalogue.by("organiser")
    await organiser.makes(f"/editions/{edition}/exhibitors", trade.exhibitor())
    await organiser.makes(
        f"/editions/{edition}/products", trade.product("PR-1"), trade.product("PR-2")
    )
    await organiser.makes(f"/editions/{edition}/products/PR-2/withdrawal", None)
    seen = await catalogue.anybody.gets(f"/editions/{edition}")
    assert seen["counts"] == {"exhibitors": 1, "products": 1}
    listed = await catalogue.anybody.gets("/editions")
    assert seen in listed["items"]


async def test_an_edition_that_is_not_there_is_not_found(catalogue: Room) -> None:
    answer = await catalogue.anybody.asks("GET", "/editions/atlantis")
    assert (answer.status, answer.code) == (404, "no-edition")
    form = trade.exhibitor()
    answer = await catalogue.by("organiser").posts("/editions/atlantis/exhibitors", form)
    assert (answer.status, answer.code) == (404, "no-edition")


async def test_an_edition_is_opened_from_a_template_that_is_previewed(catalogue: Room) -> None:
    organiser = catalogue.by("organiser")
    templates = (await organiser.gets("/edition-templates"))["items"]
    assert {"hibrida", "mal-daring"} <= {template["id"] for template in templates}
    said = {"id": "from-template", "name": "Expo 2027", "name_en": "Expo 2027"}
    path = "/edition-templates/hibrida/edition"
    form = await organiser.gets(path, starts="2027-07-12", **said)
    assert (form["ends"], form["booking_opens"]) == ("2027-07-14", "2027-06-21")
    missing = await catalogue.anybody.asks("GET", "/editions/from-template")
    assert missing.status == 404
    await organiser.makes("/editions", form)
    assert (await catalogue.anybody.gets("/editions/from-template"))["halls"] == form["halls"]
    unknown = await organiser.asks(
        "GET", "/edition-templates/bulan/edition", params={"starts": "2027-07-12", **said}
    )
    assert (unknown.status, unknown.code) == (404, "no-template")
    late = await organiser.asks("GET", path, params={"starts": "9999-12-31", **said})
    assert (late.status, late.code) == (422, "invalid")


async def test_an_edition_is_copied_and_saved_as_a_template(catalogue: Room) -> None:
    organiser = catalogue.by("organiser")
    hall = {"code": "A", "name": "Aula", "rows": 2, "columns": 2}
    opened = trade.edition("to-copy", halls=[hall], categories=["minuman"], mall="closed")
    await organiser.makes("/editions", opened)
    said = {"id": "copied-it", "name": "Lagi", "name_en": "Again", "starts": "2027-01-10"}
    copy = await organiser.gets("/editions/to-copy/copy", **said)
    assert (copy["ends"], copy["categories"], copy["mall"]) == (
        "2027-01-12",
        ["minuman"],
        "closed",
    )
    name = {"id": "like-to-copy", "name": "Seperti itu", "name_en": "Like it"}
    saved = await organiser.posts("/editions/to-copy/template", name)
    assert (saved.status, saved.body["own"]) == (201, True)
    again = await organiser.posts("/editions/to-copy/template", name)
    assert (again.status, again.code) == (409, "template-exists")
    given = await organiser.posts("/editions/to-copy/template", name | {"id": "hibrida"})
    assert (given.status, given.code) == (409, "template-exists")
    first = (await organiser.gets("/edition-templates"))["items"][0]
    assert (first["id"], first["halls"][0]["stands"]) == ("like-to-copy", 4)


async def test_an_edition_is_revised_from_the_version_that_was_seen_and_told(
    catalogue: Room, edition: str
) -> None:
    organiser, path = catalogue.by("organiser"), f"/editions/{edition}"
    form = trade.edition(edition, name="Nama baru", booking_opens="2026-10-20")
    form |= {"booking_closes": "2026-11-10"}
    seen = {"if-match": (await organiser.asks("GET", path)).headers["etag"]}
    answers = await asyncio.gather(
        *(organiser.asks("PUT", path, json=form, headers=seen) for _ in range(4))
    )
    assert sorted(answer.status for answer in answers) == [200] + [412] * 3
    assert (await organiser.gets(path))["name"] == "Nama baru"
    versions = [(fact.version, fact.data["name"]) for fact in catalogue.told(subject=edition)]
    assert versions[-1] == (2, "Nama baru")
    wrong = await organiser.asks(
        "PUT", path, json=form | {"booking_closes": "2026-11-12"}, headers={"if-match": '"2"'}
    )
    assert (wrong.status, wrong.code) == (422, "invalid")


async def test_goods_stay_on_show_after_an_edition_has_closed(catalogue: Room) -> None:
    organiser = catalogue.by("organiser")
    over = trade.edition("long-over", starts="2020-01-01", ends="2020-01-03")
    await organiser.makes("/editions", over)
    await organiser.makes("/editions/long-over/exhibitors", trade.exhibitor())
    await organiser.makes("/editions/long-over/products", trade.product())
    await findable(catalogue, "long-over", 1)
