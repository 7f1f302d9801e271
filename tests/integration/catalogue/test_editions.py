"""Editions: opened once, by the office, seen by all."""

import asyncio

import pytest

from tests import trade
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
