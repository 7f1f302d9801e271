"""Lists of exhibitors and products: narrowed, searched, counted and read page by page."""

from typing import Any

import pytest

from tests import trade
from tests.integration.catalogue.searching import findable
from tests.rooms import Person, Room

MAKERS = [
    trade.exhibitor("PS-1", name="Koperasi Muria", regency="3319", attendance="floor"),
    trade.exhibitor("PS-2", name="Koperasi Simpang", regency="3374", attendance="online"),
    trade.exhibitor("PS-3", name="Kopi Lereng", regency="3374", category="perkebunan"),
]
GOODS = [
    trade.product("PR-1", exhibitor_code="PS-1", papers=[trade.PIRT]),
    trade.product("PR-2", exhibitor_code="PS-1", name="Kripik tempe", name_en="Tempeh crisps"),
    trade.product("PR-3", exhibitor_code="PS-2", name="Kerupuk udang", name_en="Prawn crackers"),
    trade.product(
        "PR-4",
        exhibitor_code="PS-3",
        name="Kopi robusta bubuk",
        name_en="Ground robusta coffee",
        category="perkebunan",
        papers=[{"kind": "HALAL", "number": "ID33110000123450121"}],
    ),
]


async def _stock(catalogue: Room, edition: str) -> None:
    organiser = catalogue.by("organiser")
    await organiser.makes(f"/editions/{edition}/exhibitors", *MAKERS)
    await organiser.makes(f"/editions/{edition}/products", *GOODS)


@pytest.fixture(scope="module")
async def stocked(catalogue: Room) -> str:
    """An edition with goods on its shelves, to look at only."""
    await catalogue.by("organiser").makes("/editions", trade.edition("stocked"))
    await _stock(catalogue, "stocked")
    await findable(catalogue, "stocked", len(GOODS))
    return "stocked"


@pytest.fixture
def visitor(catalogue: Room) -> Person:
    return catalogue.anybody


async def _codes(visitor: Person, path: str, **choice: Any) -> list[str]:
    page = await visitor.gets(path, **choice)
    codes = [item["code"] for item in page["items"]]
    assert page["total"] == len(codes)
    return sorted(codes)


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        ({}, ["PS-1", "PS-2", "PS-3"]),
        ({"regency": "3374"}, ["PS-2", "PS-3"]),
        ({"category": "perkebunan"}, ["PS-3"]),
        ({"attendance": "floor"}, ["PS-1", "PS-3"]),
        ({"attendance": "online"}, ["PS-2", "PS-3"]),
        ({"attendance": "both"}, ["PS-3"]),
        ({"q": "koperasi"}, ["PS-1", "PS-2"]),
        ({"q": "koperasi", "regency": "3374"}, ["PS-2"]),
        ({"q": "kudus"}, ["PS-1"]),
        ({"regency": "3301"}, []),
    ],
)
async def test_exhibitors_are_narrowed_down(
    visitor: Person, stocked: str, choice: dict[str, str], codes: list[str]
) -> None:
    assert await _codes(visitor, f"/editions/{stocked}/exhibitors", **choice) == codes


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        ({"exhibitor": "PS-1"}, ["PR-1", "PR-2"]),
        ({"paper": "HALAL"}, ["PR-4"]),
        ({"attendance": "online"}, ["PR-3", "PR-4"]),
        ({"q": "kripik"}, ["PR-1", "PR-2"]),
        ({"q": "KERIPIK"}, ["PR-1", "PR-2"]),
        ({"q": "krupuk"}, ["PR-3"]),
        ({"q": "crisps"}, ["PR-1", "PR-2"]),
        ({"q": "crisps tempeh"}, ["PR-2"]),
        ({"q": "coffee"}, ["PR-4"]),
        ({"q": "kopi semarang"}, ["PR-4"]),
        ({"q": "muria"}, ["PR-1", "PR-2"]),
        ({"q": '"keripik" -tempe'}, ["PR-2"]),
    ],
)
async def test_products_are_narrowed_down(
    visitor: Person, stocked: str, choice: dict[str, str], codes: list[str]
) -> None:
    assert await _codes(visitor, f"/editions/{stocked}/products", **choice) == codes


async def test_a_search_without_a_word_narrows_nothing(visitor: Person, stocked: str) -> None:
    for text in ("", "  ", "!!!", "…"):
        assert len(await _codes(visitor, f"/editions/{stocked}/products", q=text)) == 4


@pytest.mark.parametrize("choice", [{}, {"q": "kopi"}, {"regency": "3374"}, {"q": "atlantis"}])
async def test_facets_of_exhibitors_add_up_to_the_total(
    visitor: Person, stocked: str, choice: dict[str, str]
) -> None:
    page = await visitor.gets(f"/editions/{stocked}/exhibitors", **choice)
    facets = await visitor.gets(f"/editions/{stocked}/exhibitors/facets", **choice)
    for field in ("category", "regency", "attendance"):
        counted = {facet["value"]: facet["count"] for facet in facets[field]}
        assert sum(counted.values()) == page["total"]
        for value, count in counted.items():
            assert count == sum(item[field] == value for item in page["items"])


async def test_facets_come_most_frequent_first(visitor: Person, stocked: str) -> None:
    facets = await visitor.gets(f"/editions/{stocked}/products/facets")
    assert facets["category"] == [
        {"value": "makanan-ringan", "count": 3},
        {"value": "perkebunan", "count": 1},
    ]


async def test_an_exhibitor_tells_how_many_products_it_shows(
    visitor: Person, edition: str, catalogue: Room
) -> None:
    await _stock(catalogue, edition)
    path = f"/editions/{edition}/exhibitors"
    await catalogue.by("organiser").makes(f"/editions/{edition}/products/PR-2/withdrawal", None)
    listed = (await visitor.gets(path))["items"]
    assert {item["code"]: item["products"] for item in listed} == {"PS-1": 1, "PS-2": 1, "PS-3": 1}
    assert (await visitor.gets(f"{path}/PS-1"))["products"] == 1


@pytest.mark.parametrize("text", ["", "keripik"])
async def test_pages_hold_everything_exactly_once(catalogue: Room, edition: str, text: str) -> None:
    organiser = catalogue.by("organiser")
    await organiser.makes(f"/editions/{edition}/exhibitors", trade.exhibitor())
    codes = [f"PR-{number:02}" for number in range(11)]
    await organiser.makes(f"/editions/{edition}/products", *map(trade.product, codes))
    await findable(catalogue, edition, len(codes))
    path = f"/editions/{edition}/products"
    pages = await catalogue.anybody.reads_on(path, limit=3, q=text)
    assert [len(page) for page in pages] == [3, 3, 3, 2]
    assert sorted(item["code"] for page in pages for item in page) == codes


async def test_one_edition_s_goods_are_not_another_s(catalogue: Room, edition: str) -> None:
    organiser = catalogue.by("organiser")
    await organiser.makes("/editions", trade.edition("next-door"))
    await organiser.makes("/editions/next-door/exhibitors", trade.exhibitor())
    await organiser.makes("/editions/next-door/products", trade.product())
    assert await _codes(catalogue.anybody, f"/editions/{edition}/products", q="keripik") == []
    answer = await catalogue.anybody.asks("GET", f"/editions/{edition}/products/PR-1")
    assert (answer.status, answer.code) == (404, "no-product")


@pytest.mark.parametrize(
    ("text", "after"), [("", "!"), ("", "YR9i"), ("keripik", "!"), ("keripik", "wrI")]
)
async def test_a_page_after_a_place_that_is_none_is_refused(
    visitor: Person, stocked: str, text: str, after: str
) -> None:
    """`YR9i` are two parts where one is due; `wrI` is "²", a digit but no number."""
    answer = await visitor.asks(
        "GET", f"/editions/{stocked}/products", params={"after": after, "q": text}
    )
    assert (answer.status, answer.code) == (422, "unknown-cursor")


async def test_lists_of_reference_are_whole(catalogue: Room) -> None:
    regencies = (await catalogue.anybody.gets("/regencies"))["items"]
    assert len(regencies) == 35
    assert ("3319", "Kabupaten Kudus") in {(place["code"], place["name"]) for place in regencies}
    categories = (await catalogue.anybody.gets("/categories"))["items"]
    assert {"code": "bumbu", "name": "Bumbu dan saus", "name_en": "Seasonings and sauces"} in (
        categories
    )
