"""Goods are found by words as people type them, counted, ordered, and never answered by nothing."""

from typing import Any

import pytest

from tests import trade
from tests.integration.catalogue.searching import findable
from tests.rooms import Person, Room

EDITION = "searched"
MAKERS = [
    trade.exhibitor("PS-1", name="Koperasi Muria", regency="3319", attendance="floor"),
    trade.exhibitor("PS-2", name="Koperasi Dieng", regency="3307", attendance="online"),
    trade.exhibitor("PS-3", name="Ukir Jaya", regency="3320", attendance="both"),
]
HALAL = {"kind": "HALAL", "number": "1", "state": "checked"}
GOODS = [
    trade.product("PR-1", name="Keripik tempe original", name_en="", price=9_000, papers=[HALAL]),
    trade.product("PR-2", name="Keripik tempe pedas", price=15_000, capacity_per_month=90, moq=5),
    trade.product(
        "PR-3",
        exhibitor_code="PS-2",
        name="Manisan carica",
        name_en="",
        category="pangan-olahan",
        price=7_000,
        moq=500,
        papers=[{"kind": "HALAL", "number": "2"}],
    ),
    trade.product(
        "PR-4",
        exhibitor_code="PS-3",
        name="Kursi jati ukiran",
        name_en="Carved teak chair",
        category="mebel",
        unit="buah",
        price=1_500_000,
        moq=1,
        capacity_per_month=20,
    ),
    trade.product(
        "PR-5",
        exhibitor_code="PS-2",
        name="Gula semut kelapa organik",
        name_en="",
        category="pangan-olahan",
        price=30_000,
        description="Kemasan 500 gram",
    ),
]
PATH = f"/editions/{EDITION}/products"


@pytest.fixture(scope="module")
async def visitor(catalogue: Room) -> Person:
    organiser = catalogue.by("organiser")
    await organiser.makes("/editions", trade.edition(EDITION))
    await organiser.makes(f"/editions/{EDITION}/exhibitors", *MAKERS)
    await organiser.makes(PATH, *GOODS)
    await findable(catalogue, EDITION, len(GOODS))
    return catalogue.anybody


async def _found(visitor: Person, **wish: Any) -> list[str]:
    return [item["code"] for item in (await visitor.gets(PATH, **wish))["items"]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("carica", "PR-3"),
        ("mountain papaya", "PR-3"),
        ("karika", "PR-3"),
        ("palm sugar", "PR-5"),
        ("gulasemut", "PR-5"),
        ("gula semut 500g", "PR-5"),
        ("ukir", "PR-4"),
        ("chairs", "PR-4"),
        ("kursi dari jati", "PR-4"),
        ("teak", "PR-4"),
        ("kurs", "PR-4"),
        ("Dieng carica", "PR-3"),
    ],
)
async def test_goods_are_found_in_both_languages_and_by_parts_of_words(
    visitor: Person, text: str, code: str
) -> None:
    page = await visitor.gets(PATH, q=text)
    assert [item["code"] for item in page["items"]] == [code]
    assert not page["nearest"]


@pytest.mark.parametrize(
    ("typed", "meant", "code"),
    [
        ("manisam carica", "manisan carica", "PR-3"),
        ("oragnik", "organik", "PR-5"),
        ("kursi jatu", "kursi jati", "PR-4"),
        ("orgnaik gula", "organik gula", "PR-5"),
    ],
)
async def test_a_mistyped_word_is_read_as_the_one_that_was_meant(
    visitor: Person, typed: str, meant: str, code: str
) -> None:
    page = await visitor.gets(PATH, q=typed)
    assert (page["did_you_mean"], page["nearest"]) == (meant, False)
    assert [item["code"] for item in page["items"]] == [code]


@pytest.mark.parametrize(
    ("wish", "codes"),
    [
        ({"q": "keripik", "sort": "price"}, ["PR-1", "PR-2"]),
        ({"sort": "price"}, ["PR-3", "PR-1", "PR-2", "PR-5", "PR-4"]),
        ({"sort": "capacity", "q": "keripik"}, ["PR-1", "PR-2"]),
        ({"sort": "distance", "near": "Jepara", "q": "kursi"}, ["PR-4"]),
        ({"sort": "price", "price_max": 9_000}, ["PR-3", "PR-1"]),
        ({"sort": "price", "moq_max": 5}, ["PR-2", "PR-4"]),
        ({"sort": "price", "capacity_min": 91}, ["PR-3", "PR-1", "PR-5"]),
        ({"paper_checked": "HALAL"}, ["PR-1"]),
        ({"paper": "HALAL", "sort": "price"}, ["PR-3", "PR-1"]),
    ],
)
async def test_goods_are_narrowed_down_and_put_in_order(
    visitor: Person, wish: dict[str, Any], codes: list[str]
) -> None:
    assert await _found(visitor, **wish) == codes


async def test_the_nearest_place_comes_first(visitor: Person) -> None:
    page = await visitor.gets(PATH, sort="distance", near="3320")
    assert [item["regency"] for item in page["items"]] == ["3320", "3319", "3319", "3307", "3307"]


@pytest.mark.parametrize(
    ("wish", "loosened", "first"),
    [
        ({"q": "carica", "regency": "3319"}, ["regency"], "PR-3"),
        ({"q": "keripik", "price_max": 100}, ["price_max"], "PR-1"),
        ({"q": "keripik", "price_max": 100, "regency": "3320"}, ["price_max", "regency"], "PR-1"),
        ({"q": "keripik carica"}, ["words"], "PR-3"),
        ({"q": "keripik carica", "attendance": "floor"}, ["words"], "PR-1"),
        ({"q": "xqzvwxqzvw", "category": "mebel"}, ["words"], "PR-4"),
        ({"regency": "3320", "category": "bumbu"}, ["category"], "PR-4"),
        ({"category": "mebel", "regency": "3307"}, ["regency"], "PR-4"),
    ],
)
async def test_what_nobody_has_is_answered_with_the_nearest(
    visitor: Person, wish: dict[str, Any], loosened: list[str], first: str
) -> None:
    page = await visitor.gets(PATH, **wish)
    assert page["total"] == 0
    assert page["nearest"]
    assert page["loosened"] == loosened
    assert first in {item["code"] for item in page["items"]}


async def test_another_s_goods_are_never_shown_for_an_exhibitor_s(visitor: Person) -> None:
    page = await visitor.gets(PATH, exhibitor="PS-9")
    assert (page["items"], page["total"], page["nearest"]) == ([], 0, False)
    page = await visitor.gets(PATH, exhibitor="PS-3", q="carica")
    assert [item["code"] for item in page["items"]] == ["PR-4"]


FILTERS = (
    "category",
    "regency",
    "attendance",
    "paper",
    "paper_checked",
    "price_max",
    "moq_max",
    "capacity_min",
)


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"q": "keripik"},
        {"q": "carica", "regency": "3319"},
        {"attendance": "online", "price_max": "25000"},
        {"category": "pangan-olahan", "moq_max": "50", "paper": "HALAL"},
        {"q": "keripk"},
    ],
)
async def test_a_facet_counts_what_choosing_it_gives(visitor: Person, wish: dict[str, str]) -> None:
    facets = await visitor.gets(f"{PATH}/facets", **wish)
    assert set(facets) == set(FILTERS)
    for name in FILTERS:
        for facet in facets[name]:
            page = await visitor.gets(PATH, **{**wish, name: facet["value"]})
            assert (name, facet["value"], page["total"]) == (name, facet["value"], facet["count"])


async def test_a_facet_leaves_out_no_value_that_somebody_has(visitor: Person) -> None:
    facets = await visitor.gets(f"{PATH}/facets", category="mebel")
    counted = {facet["value"]: facet["count"] for facet in facets["category"]}
    assert counted == {"makanan-ringan": 2, "pangan-olahan": 2, "mebel": 1}
    assert facets["price_max"] == []
    assert facets["moq_max"][0] == {"value": "1", "count": 1}


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("ke", ["keripik", "kelapa"]),
        ("keripik te", ["keripik tempe"]),
        ("TEMPE pe", ["tempe pedas"]),
        ("carcia", ["carica"]),
        ("zzzzzz", []),
        ("!", None),
    ],
)
async def test_a_search_is_completed_as_it_is_typed(
    visitor: Person, typed: str, texts: list[str] | None
) -> None:
    items = (await visitor.gets(f"{PATH}/suggestions", q=typed))["items"]
    if texts is not None:
        assert [item["text"] for item in items] == texts
    for item in items:
        assert (await visitor.gets(PATH, q=item["text"]))["total"] >= item["count"]


@pytest.mark.parametrize("sort", ["fit", "price", "capacity"])
async def test_reading_on_shows_each_hit_once_whatever_is_saved_meanwhile(
    catalogue: Room, edition: str, sort: str
) -> None:
    organiser = catalogue.by("organiser")
    await organiser.makes(f"/editions/{edition}/exhibitors", trade.exhibitor())
    codes = [f"PR-{number:02}" for number in range(9)]
    path = f"/editions/{edition}/products"
    await organiser.makes(path, *map(trade.product, codes))
    await findable(catalogue, edition, 9)
    page = await organiser.gets(path, q="keripik", sort=sort, limit=4)
    seen = [item["code"] for item in page["items"]]
    await organiser.makes(path, *(trade.product(f"NEW-{n}", price=1 + n) for n in range(3)))
    await organiser.makes(f"{path}/PR-00/withdrawal", None)
    await findable(catalogue, edition, 11)
    while page["next"]:
        page = await organiser.gets(path, q="keripik", sort=sort, limit=4, after=page["next"])
        seen += [item["code"] for item in page["items"]]
    assert len(seen) == len(set(seen))
    assert set(codes) - set(seen) <= {"PR-00"}


BAD = [
    "a" * 200,
    "( + - : ^ ~ * ? [ ] { } \" ' \\ / && || ! AND OR NOT",
    'name:"keripik"^9 OR *:*',
    "keripik~2 +tempe -pedas",
    "\x00\x01\x1f",
    "\u202ekeripik\u202c \u200b",
    "🥥🥥🥥",
    "é" * 60,
    "' OR 1=1 --",
    "{$where: 1}",
    "%00%2e%2e",
    "1" * 200,
    "ke\u0301ripik",
]


@pytest.mark.parametrize("text", BAD)
async def test_no_text_breaks_the_search(visitor: Person, text: str) -> None:
    for path in (PATH, f"{PATH}/facets", f"{PATH}/suggestions"):
        answer = await visitor.asks("GET", path, params={"q": text})
        assert answer.status in (200, 422), (path, answer)
    assert (await visitor.gets(PATH, q="keripik"))["total"] == 2


@pytest.mark.parametrize(
    "wish",
    [
        {"q": "k" * 10_000},
        {"price_max": "-1"},
        {"price_max": "1e30"},
        {"moq_max": "banyak"},
        {"sort": "best"},
        {"sort": "distance"},
        {"near": "Atlantis", "sort": "distance"},
        {"attendance": "maybe"},
        {"limit": "201"},
        {"category": "x" * 61},
        {"q": "keripik", "after": "MjIy"},
    ],
)
async def test_a_wish_that_makes_no_sense_is_refused(visitor: Person, wish: dict[str, str]) -> None:
    answer = await visitor.asks("GET", PATH, params=wish)
    assert (answer.status, answer.code) in {(422, "invalid"), (422, "unknown-cursor")}
