"""Products: added, changed from the version that was seen, withdrawn; by their owners alone."""

import asyncio
from typing import Any

import pytest

from services.catalogue.store import Products
from tests import trade
from tests.rooms import Person, Room
from tests.waiting import until


@pytest.fixture
async def owner(catalogue: Room, edition: str) -> Person:
    """The exhibitor PS-1 of an edition with two."""
    makers = [trade.exhibitor("PS-1"), trade.exhibitor("PS-2", name="Koperasi Lain")]
    await catalogue.by("organiser").makes(f"/editions/{edition}/exhibitors", *makers)
    return catalogue.by("exhibitor", f"exhibitor:{edition}:PS-1")


def _if_match(version: Any) -> dict[str, str]:
    return {"if-match": f'"{version}"'}


async def test_an_exhibitor_adds_its_product_and_all_see_it(
    catalogue: Room, edition: str, owner: Person
) -> None:
    answer = await owner.posts(f"/editions/{edition}/products", trade.product())
    assert answer.status == 201
    assert answer.headers["etag"] == '"1"'
    seen = await catalogue.anybody.asks("GET", f"/editions/{edition}/products/PR-1")
    assert seen.body == answer.body
    assert seen.headers["etag"] == '"1"'
    assert seen.body["exhibitor_name"] == "Koperasi Tani Makmur"
    assert (seen.body["unit"], seen.body["unit_code"]) == ("pak", "XPK")


async def test_products_are_counted_by_what_became_of_them(
    catalogue: Room, edition: str, owner: Person
) -> None:
    products, path = catalogue.provided(Products), f"/editions/{edition}/products"
    before = await products.by_status()
    await owner.makes(path, trade.product(), trade.product("PR-2"), trade.product("PR-3"))
    await owner.asks("POST", f"{path}/PR-2/withdrawal", headers=_if_match(1))
    after = await products.by_status()
    grown = {status: after[status] - before[status] for status in after}
    assert grown == {"listed": 2, "withdrawn": 1, "draft": 0}


async def test_a_code_is_taken_once(edition: str, owner: Person) -> None:
    path = f"/editions/{edition}/products"
    answers = await asyncio.gather(*(owner.posts(path, trade.product()) for _ in range(6)))
    assert sorted(answer.status for answer in answers) == [201] + [409] * 5
    assert {answer.code for answer in answers if answer.status == 409} == {"code-taken"}


async def test_an_exhibitor_s_code_is_taken_once(catalogue: Room, edition: str) -> None:
    organiser, path = catalogue.by("organiser"), f"/editions/{edition}/exhibitors"
    await organiser.makes(path, trade.exhibitor("PS-9"))
    again = await organiser.posts(path, trade.exhibitor("PS-9"))
    assert (again.status, again.code) == (409, "code-taken")


async def test_an_edit_names_the_version_it_was_made_from(edition: str, owner: Person) -> None:
    path = f"/editions/{edition}/products/PR-1"
    await owner.makes(f"/editions/{edition}/products", trade.product())
    dearer = trade.product(price=13_000)

    for headers in ({}, {"if-match": "*"}, {"if-match": '"²"'}, _if_match("9" * 150)):
        blind = await owner.asks("PUT", path, json=dearer, headers=headers)
        assert (blind.status, blind.code) == (428, "version-required")

    first = await owner.asks("PUT", path, json=dearer, headers=_if_match(1))
    assert (first.status, first.body["price"], first.body["version"]) == (200, 13_000, 2)
    assert first.headers["etag"] == '"2"'

    late = await owner.asks("PUT", path, json=trade.product(price=1), headers=_if_match(1))
    assert (late.status, late.code, late.body["current_version"]) == (412, "stale-version", 2)


async def test_of_two_edits_at_once_one_is_stale(edition: str, owner: Person) -> None:
    path = f"/editions/{edition}/products/PR-1"
    await owner.makes(f"/editions/{edition}/products", trade.product())
    edits = [trade.product(price=price) for price in (13_000, 14_000, 15_000, 16_000)]
    answers = await asyncio.gather(
        *(owner.asks("PUT", path, json=edit, headers=_if_match(1)) for edit in edits)
    )
    assert sorted(answer.status for answer in answers) == [200, 412, 412, 412]


async def test_a_product_keeps_its_code(edition: str, owner: Person) -> None:
    await owner.makes(f"/editions/{edition}/products", trade.product())
    answer = await owner.asks(
        "PUT",
        f"/editions/{edition}/products/PR-1",
        json=trade.product("PR-2"),
        headers=_if_match(1),
    )
    assert (answer.status, answer.code) == (422, "invalid")


async def test_a_broken_product_is_refused_with_the_place(edition: str, owner: Person) -> None:
    answer = await owner.posts(f"/editions/{edition}/products", trade.product(price=-5))
    assert (answer.status, answer.code) == (422, "invalid")
    assert answer.body["errors"] == [
        {
            "where": "body.price",
            "code": "too-small",
            "message": "Paling kecil 0.",
            "message_en": "It must be 0 or more.",
        }
    ]


async def test_a_withdrawn_product_is_gone_from_the_lists_and_told(
    catalogue: Room, edition: str, owner: Person
) -> None:
    await owner.makes(f"/editions/{edition}/products", trade.product())
    withdrawal = f"/editions/{edition}/products/PR-1/withdrawal"
    gone = await owner.posts(withdrawal)
    assert (gone.status, gone.body["status"], gone.body["version"]) == (200, "withdrawn", 2)

    async def is_gone() -> bool:
        page = await catalogue.anybody.gets(f"/editions/{edition}/products")
        return bool(page["total"] == 0)

    await until(is_gone)
    again = await owner.posts(withdrawal)
    assert (again.status, again.code) == (409, "already-withdrawn")
    told = catalogue.told(subject=f"product:{edition}:PR-1")
    assert [(fact.type, fact.version) for fact in told] == [
        ("catalogue.product.listed.v1", 1),
        ("catalogue.product.withdrawn.v1", 2),
    ]
    assert told[1].data == {"exhibitor": f"exhibitor:{edition}:PS-1"}


async def test_a_refused_edit_tells_nothing(catalogue: Room, edition: str, owner: Person) -> None:
    await owner.makes(f"/editions/{edition}/products", trade.product())
    path = f"/editions/{edition}/products/PR-1"
    await owner.asks("PUT", path, json=trade.product(price=1), headers=_if_match(7))
    assert len(catalogue.told(subject=f"product:{edition}:PR-1")) == 1


@pytest.mark.parametrize("role", ["exhibitor", "assistant", "buyer", "visitor"])
async def test_nobody_touches_another_s_product(
    catalogue: Room, edition: str, owner: Person, role: str
) -> None:
    await owner.makes(f"/editions/{edition}/products", trade.product())
    other = catalogue.by(role, f"exhibitor:{edition}:PS-2")
    path = f"/editions/{edition}/products"
    attempts = [
        await other.posts(path, trade.product("PR-2")),
        await other.asks("PUT", f"{path}/PR-1", json=trade.product(price=1), headers=_if_match(1)),
        await other.posts(f"{path}/PR-1/withdrawal"),
    ]
    assert [(answer.status, answer.code) for answer in attempts] == [(403, "forbidden")] * 3
    assert (await catalogue.anybody.gets(f"{path}/PR-1"))["version"] == 1


async def test_nobody_gives_a_product_to_another_exhibitor(edition: str, owner: Person) -> None:
    await owner.makes(f"/editions/{edition}/products", trade.product())
    answer = await owner.asks(
        "PUT",
        f"/editions/{edition}/products/PR-1",
        json=trade.product(exhibitor_code="PS-2"),
        headers=_if_match(1),
    )
    assert (answer.status, answer.code) == (403, "forbidden")


@pytest.mark.parametrize("role", ["organiser", "assistant"])
async def test_the_office_may_do_it_for_anybody_and_an_assistant_for_its_party(
    catalogue: Room, edition: str, owner: Person, role: str
) -> None:
    helper = catalogue.by(role, f"exhibitor:{edition}:PS-1" if role == "assistant" else "")
    await helper.makes(f"/editions/{edition}/products", trade.product())
    assert (await owner.posts(f"/editions/{edition}/products/PR-1/withdrawal")).status == 200


async def test_a_product_needs_an_exhibitor(catalogue: Room, edition: str) -> None:
    form = trade.product(exhibitor_code="PS-404")
    answer = await catalogue.by("organiser").posts(f"/editions/{edition}/products", form)
    assert (answer.status, answer.code) == (404, "no-exhibitor")


async def test_everything_is_told_again_on_demand(
    catalogue: Room, edition: str, owner: Person
) -> None:
    goods = [trade.product(f"PR-{number}") for number in (1, 2, 3)]
    await owner.makes(f"/editions/{edition}/products", *goods)
    await owner.makes(f"/editions/{edition}/products/PR-2/withdrawal", None)

    before = catalogue.told(edition=edition)
    path = f"/ops/retell/{edition}"
    chore = (await catalogue.by("ops").posts(path)).body

    async def is_done() -> bool:
        status = await catalogue.by("ops").gets("/ops/status")
        known = next(each for each in status["chores"] if each["id"] == chore["id"])
        return bool(known["state"] == "done" and known["done"] == known["total"] == 1 + 2 + 3)

    await until(is_done)
    told = catalogue.told(edition=edition)[len(before) :]
    assert sorted((fact.type, fact.subject, fact.version) for fact in told) == [
        ("catalogue.edition.opened.v1", edition, 1),
        ("catalogue.exhibitor.listed.v1", f"exhibitor:{edition}:PS-1", 1),
        ("catalogue.exhibitor.listed.v1", f"exhibitor:{edition}:PS-2", 1),
        ("catalogue.product.listed.v1", f"product:{edition}:PR-1", 1),
        ("catalogue.product.listed.v1", f"product:{edition}:PR-3", 1),
        ("catalogue.product.withdrawn.v1", f"product:{edition}:PR-2", 2),
    ]
    assert (await owner.posts(path)).status == 403


async def test_only_the_office_says_that_a_paper_is_checked(
    catalogue: Room, edition: str, owner: Person
) -> None:
    path, office = f"/editions/{edition}/products", catalogue.by("organiser")
    claimed = {"kind": "HALAL", "number": "1", "state": "checked"}
    added = await owner.posts(path, trade.product(papers=[claimed]))
    assert added.body["papers"][0]["state"] == "declared"
    checked = await office.asks(
        "PUT", f"{path}/PR-1", json=trade.product(papers=[claimed]), headers=_if_match(1)
    )
    assert checked.body["papers"][0]["state"] == "checked"
    other = trade.PIRT | {"state": "checked"}
    revised = await owner.asks(
        "PUT", f"{path}/PR-1", json=trade.product(papers=[claimed, other]), headers=_if_match(2)
    )
    assert [paper["state"] for paper in revised.body["papers"]] == ["checked", "declared"]
    renewed = await owner.asks(
        "PUT",
        f"{path}/PR-1",
        json=trade.product(papers=[claimed | {"expires": "2031-01-01"}]),
        headers=_if_match(3),
    )
    assert renewed.body["papers"][0]["state"] == "declared", "another date is another paper"
