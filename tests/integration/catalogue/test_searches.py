"""Searches that parties keep: told of what fits anew, each product at most once."""

import asyncio
from typing import Any

import pytest

from tests import trade
from tests.integration.catalogue.searching import findable
from tests.rooms import Person, Room
from tests.waiting import until

FORM = {"name": "Kopi arabika", "wish": {"q": "kopi", "price_max": 90_000}}


def _coffee(code: str, **changes: Any) -> dict[str, Any]:
    said = {"name": f"Kopi {code}", "name_en": "Coffee", "price": 80_000, **changes}
    return trade.product(code, **said)


@pytest.fixture
async def office(catalogue: Room, edition: str) -> Person:
    office = catalogue.by("organiser")
    await office.makes(f"/editions/{edition}/exhibitors", trade.exhibitor())
    await office.makes(f"/editions/{edition}/products", _coffee("PR-1"), trade.product("PR-2"))
    await findable(catalogue, edition, 2)
    return office


def _buyer(catalogue: Room, edition: str, code: str = "PB-1") -> Person:
    return catalogue.by("buyer", f"buyer:{edition}:{code}")


def _told(catalogue: Room, edition: str) -> list[tuple[str, str]]:
    """Party and product of each fact told."""
    return sorted(
        (fact.data["party"].rpartition(":")[2], fact.data["product"].rpartition(":")[2])
        for fact in catalogue.told(edition=edition, type="catalogue.goods.found.v1")
    )


async def test_who_looks_for_goods_is_told_of_new_ones_once(
    catalogue: Room, office: Person, edition: str
) -> None:
    one, other = _buyer(catalogue, edition), _buyer(catalogue, edition, "PB-2")
    await one.makes(f"/editions/{edition}/searches", FORM)
    await other.makes(f"/editions/{edition}/searches", {"name": "Teh", "wish": {"q": "teh"}})
    path = f"/editions/{edition}/products"
    await office.makes(path, _coffee("PR-3"), _coffee("PR-4", price=95_000), trade.product("PR-5"))

    async def is_told() -> bool:
        return _told(catalogue, edition) == [("PB-1", "PR-3")]

    await until(is_told)
    for code, price in (("PR-1", 70_000), ("PR-3", 75_000), ("PR-4", 85_000)):
        seen = (await office.gets(f"{path}/{code}"))["version"]
        headers = {"if-match": f'"{seen}"'}
        form = _coffee(code, price=price)
        answer = await office.asks("PUT", f"{path}/{code}", json=form, headers=headers)
        assert answer.status == 200, answer

    async def is_told_of_the_cheaper_one() -> bool:
        return _told(catalogue, edition) == [("PB-1", "PR-3"), ("PB-1", "PR-4")]

    await until(is_told_of_the_cheaper_one)
    await catalogue.hears(trade.listed("PR-3", version=9, of=edition))
    assert _told(catalogue, edition) == [("PB-1", "PR-3"), ("PB-1", "PR-4")]


async def test_a_search_is_its_party_s_alone_and_can_be_forgotten(
    catalogue: Room, office: Person, edition: str
) -> None:
    one, other = _buyer(catalogue, edition), _buyer(catalogue, edition, "PB-2")
    path = f"/editions/{edition}/searches"
    search_id = (await one.posts(path, FORM)).body["id"]
    assert [kept["name"] for kept in (await one.gets(path))["items"]] == ["Kopi arabika"]
    assert (await other.gets(path))["items"] == []
    assert (await other.asks("DELETE", f"{path}/{search_id}")).code == "no-search"
    assert (await one.asks("DELETE", f"{path}/{search_id}")).status == 204
    assert (await one.gets(path))["items"] == []
    await office.makes(f"/editions/{edition}/products", _coffee("PR-6"))
    await findable(catalogue, edition, 3)
    assert _told(catalogue, edition) == []


async def test_what_cannot_be_kept_is_refused(
    catalogue: Room, office: Person, edition: str
) -> None:
    path, buyer = f"/editions/{edition}/searches", _buyer(catalogue, edition)
    assert (await buyer.posts(path, FORM | {"wish": {"q": " "}})).code == "search-empty"
    assert (await catalogue.by("visitor").posts(path, FORM)).status == 403
    await asyncio.gather(*(buyer.posts(path, FORM) for _ in range(20)))
    kept = len((await buyer.gets(path))["items"])
    assert kept == 20
    assert (await buyer.posts(path, FORM)).code == "too-many-searches"
