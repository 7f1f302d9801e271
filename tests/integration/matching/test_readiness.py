"""Gap reports, the ladder and the office's figures, by real facts and through the real door."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from contracts.catalogue import Paper
from services.matching.readiness.found import Summaries, SummedUp
from services.matching.readiness.refresh import Refresher
from services.matching.readiness.store import Due, Shelf
from tests import trade
from tests.integration.matching.chips import (
    HOME_MADE,
    chips,
    firm,
    gaps,
    opened_edition,
    settled,
    statuses,
)
from tests.rooms import Person, Room
from tests.waiting import until


@pytest.fixture
async def edition(matching: Room) -> str:
    return await opened_edition(matching)


@pytest.fixture
def maker(matching: Room, edition: str) -> Person:
    return matching.by("exhibitor", f"exhibitor:{edition}:PS-1")


@pytest.fixture
def shop(matching: Room, edition: str) -> Person:
    return matching.by("buyer", f"buyer:{edition}:PB-1")


async def test_a_maker_sees_what_its_product_lacks_the_blocking_first(
    maker: Person, edition: str
) -> None:
    report = await gaps(maker, edition, market="LM")
    first = report["rows"][0]
    assert (first["weight"], first["status"], first["confirmed"]) == ("law", "missing", True)
    assert first["text"] != first["text_en"]
    assert {q["code"] for q in report["questions"]} >= HOME_MADE.keys()
    assert not report["ready"]
    assert {spoke["dimension"] for spoke in report["radar"]} == {
        "production",
        "packaging",
        "certification",
        "product",
        "legal",
    }
    unsure = {row["weight"] for row in report["rows"] if not row["confirmed"]}
    assert unsure == {"unconfirmed", "recommended"}


async def test_answers_papers_and_statements_change_the_report(
    matching: Room, maker: Person, edition: str
) -> None:
    base = f"/editions/{edition}/readiness/products/PR-1"
    answered = await maker.asks(
        "PUT", f"{base}/answers", {"if-match": '"0"'}, json={"answers": HOME_MADE}
    )
    assert answered.body["version"] == 1
    report = await gaps(maker, edition, market="LM")
    assert statuses(report)["PRD-PIRT"] == "missing"
    assert {answer["code"]: answer["value"] for answer in report["answered"]} == HOME_MADE
    assert not HOME_MADE.keys() & {question["code"] for question in report["questions"]}
    await matching.hears(
        chips(edition, version=2, papers=[Paper(kind="PIRT", state="checked").model_dump()]),
        firm(edition, Paper(kind="NIB", state="checked"), version=2),
    )
    found = statuses(await gaps(maker, edition, market="LM"))
    assert (found["PRD-PIRT"], found["LEG-NIB"]) == ("met", "met")
    label = f"{base}/statements/PKG-LABEL"
    doing = {"state": "in_progress", "expected": "2027-03-01"}
    assert (await maker.asks("PUT", label, {"if-match": '"1"'}, json=doing)).status == 200
    assert statuses(await gaps(maker, edition, market="LM"))["PKG-LABEL"] == "in_progress"
    office = matching.by("organiser")
    checked = await office.asks("PUT", label, {"if-match": '"2"'}, json={"state": "checked"})
    assert checked.status == 200
    assert statuses(await gaps(maker, edition, market="LM"))["PKG-LABEL"] == "met"
    assert (await maker.asks("DELETE", label, {"if-match": '"3"'})).status == 200
    assert statuses(await gaps(maker, edition, market="LM"))["PKG-LABEL"] == "missing"


async def test_only_the_office_says_that_it_has_checked(maker: Person, edition: str) -> None:
    path = f"/editions/{edition}/readiness/products/PR-1/statements/PKG-LABEL"
    answer = await maker.asks("PUT", path, {"if-match": '"0"'}, json={"state": "checked"})
    assert (answer.status, answer.code) == (403, "only-the-office-checks")


async def test_operations_look_and_change_nothing(matching: Room, edition: str) -> None:
    ops, base = matching.by("ops"), f"/editions/{edition}/readiness/products/PR-1"
    assert (await ops.asks("GET", f"{base}/dossier")).status == 200
    body = {"answers": HOME_MADE}
    assert (await ops.asks("PUT", f"{base}/answers", {"if-match": '"0"'}, json=body)).status == 403


async def test_two_who_answer_at_once_do_not_undo_each_other(maker: Person, edition: str) -> None:
    path = f"/editions/{edition}/readiness/exhibitors/PS-1/answers"

    async def says(value: bool) -> int:
        body = {"answers": {"micro_small": value}}
        return (await maker.asks("PUT", path, {"if-match": '"0"'}, json=body)).status

    assert sorted(await asyncio.gather(says(True), says(False))) == [200, 412]


async def test_what_if_changes_nothing(maker: Person, edition: str) -> None:
    supposed = {"market": "LM", "with": "HALAL", "answers": "home_made:no"}
    found = statuses(await gaps(maker, edition, **supposed))
    assert (found["CRT-HALAL"], found["PRD-MD"]) == ("met", "missing")
    assert statuses(await gaps(maker, edition, market="LM"))["CRT-HALAL"] == "missing"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"market": "XX"}, "unknown-market"),
        ({}, "unknown-market"),
        ({"market": "LM", "with": "SERTIFIKAT-AJAIB"}, "unknown-in-rules"),
        ({"market": "LM", "answers": "siapa:yes"}, "unknown-in-rules"),
        ({"market": "LM", "answers": "hs:yes"}, "answered-in-catalogue"),
        ({"market": "LM", "answers": "home_made:mungkin"}, "no-answer"),
    ],
)
async def test_what_the_rules_do_not_know_is_refused_in_a_sentence(
    maker: Person, edition: str, query: dict[str, str], code: str
) -> None:
    path = f"/editions/{edition}/readiness/products/PR-1"
    answer = await maker.asks("GET", path, params=query)
    assert (answer.status, answer.code) == (422, code)


async def test_strangers_do_not_see_what_a_product_lacks(
    matching: Room, shop: Person, edition: str
) -> None:
    path = f"/editions/{edition}/readiness/products/PR-1"
    other = matching.by("exhibitor", f"exhibitor:{edition}:PS-2")
    for person, status in ((matching.anybody, 401), (other, 403), (shop, 403)):
        assert (await person.asks("GET", path, params={"market": "LM"})).status == status
    maker, answers = matching.by("exhibitor", f"exhibitor:{edition}:PS-1"), {"answers": HOME_MADE}
    said = await maker.asks("PUT", f"{path}/answers", {"if-match": '"0"'}, json=answers)
    assert said.status == 200
    assert (await shop.gets(path, demand="KB-1"))["answered"] == []
    assert (await maker.gets(path, demand="KB-1"))["answered"] != []


async def test_a_demand_adds_its_papers_and_its_buyers_terms(
    maker: Person, shop: Person, edition: str
) -> None:
    report = await gaps(maker, edition, demand="KB-1")
    asked = {row["requirement"]: row["weight"] for row in report["rows"] if row["asked_by_buyer"]}
    assert asked == {"CRT-HALAL": "law", "BUY-BPOM-MD": "buyer"}
    terms = f"/editions/{edition}/readiness/buyers/PB-1/terms"
    waiver = {"requirement": "PKG-EAN", "reason": "Kami menempel kode sendiri."}
    form = {"asks": [{"requirement": "PRC-ISO22000"}], "waivers": [waiver]}
    assert (await shop.asks("PUT", terms, {"if-match": '"0"'}, json=form)).status == 200
    rows = {r["requirement"]: r for r in (await gaps(maker, edition, demand="KB-1"))["rows"]}
    assert rows["PRC-ISO22000"]["weight"] == "buyer"
    assert rows["PKG-EAN"]["cause"] == "waived"


async def test_a_buyer_cannot_waive_law(shop: Person, edition: str) -> None:
    terms = f"/editions/{edition}/readiness/buyers/PB-1/terms"
    form = {"waivers": [{"requirement": "CRT-HALAL", "reason": "Tidak perlu."}]}
    answer = await shop.asks("PUT", terms, {"if-match": '"0"'}, json=form)
    assert (answer.status, answer.code) == (422, "law-not-waived")


async def test_the_ladder_says_where_a_product_stands_and_what_comes_next(
    maker: Person, edition: str
) -> None:
    path = f"/editions/{edition}/readiness/products/PR-1/ladder"
    bottom = await maker.gets(path, abroad="X:NL")
    assert (bottom["stands"], bottom["next"]) == (None, "LT")
    assert [rung["market"] for rung in bottom["rungs"]] == ["LT", "LM", "IN", "X:NL"]
    home = await maker.gets(path, at_home="yes")
    assert [rung["market"] for rung in home["rungs"]] == ["LT", "LM", "IN"]
    needed = [steps[0] for steps in bottom["rungs"][0]["way"]["steps"]]
    unsure = ["home_made:yes", "pirt_food_type:yes"]
    up = await maker.gets(path, **{"with": [*needed, "PIRT", "PRC-PKP"], "answers": unsure})
    assert (up["stands"], up["next"]) == ("LT", "LM")


async def test_a_maker_sees_how_far_each_product_is_from_each_rung(
    matching: Room, maker: Person, edition: str
) -> None:
    await matching.hears(chips(edition, "PR-2", storage="frozen"), chips(edition, "PR-3"))
    await settled(matching, edition)
    path = f"/editions/{edition}/readiness/exhibitors/PS-1"
    pages = await maker.reads_on(path, limit=2)
    assert [[item["product_code"] for item in page] for page in pages] == [
        ["PR-1", "PR-2"],
        ["PR-3"],
    ]
    report = await gaps(maker, edition, market="LM")
    blocking = sum(
        row["weight"] in ("law", "buyer") and row["status"] in ("missing", "unknown")
        for row in report["rows"]
    )
    assert pages[0][0]["distances"][1] == {"market": "LM", "ready": False, "blocking": blocking}
    other = matching.by("exhibitor", f"exhibitor:{edition}:PS-2")
    assert (await other.asks("GET", path)).status == 403


async def test_the_office_counts_who_lacks_what_and_where(matching: Room, edition: str) -> None:
    eggs: dict[str, Any] = {
        "name": "Telur ayam ras segar",
        "category": "pangan-segar",
        "hs_code": "040721",
    }
    await matching.hears(
        trade.listed("PR-2", of=edition, **eggs),
        trade.listed("PR-3", of=edition, exhibitor_code="PS-2", regency="3374", **eggs),
        firm(edition, Paper(kind="NKV", state="declared"), code="PS-2"),
    )
    await settled(matching, edition)
    office = matching.by("organiser")
    path = f"/editions/{edition}/readiness/statistics"
    table = await office.gets(path, market="LM")
    assert (table["products"], table["firms"], table["ready"]) == (3, 2, 0)
    [nkv] = [item for item in table["items"] if item["requirement"] == "PRC-NKV"]
    assert (nkv["products"], nkv["firms"]) == (2, 2)
    by_regency = await office.gets(path, market="LM", requirement="PRC-NKV", by="regency")
    assert {(i["value"], i["firms"]) for i in by_regency["items"]} == {("3319", 1), ("3374", 1)}
    await matching.hears(firm(edition, Paper(kind="NKV", state="checked"), version=2, code="PS-2"))
    await settled(matching, edition)
    table = await office.gets(path, market="LM", requirement="PRC-NKV")
    assert [(i["products"], i["firms"]) for i in table["items"]] == [(1, 1)]


async def test_the_paper_that_would_open_most_demand(matching: Room, edition: str) -> None:
    office = matching.by("organiser")
    await until(lambda: _matched(office, edition, 1))
    await settled(matching, edition)
    path = f"/editions/{edition}/readiness/openers"
    assert (await office.gets(path))["items"] == []  # several papers are lacking
    papers = [Paper(kind=kind, state="checked").model_dump() for kind in ("PIRT", "HALAL", "GTIN")]
    maker = matching.by("exhibitor", f"exhibitor:{edition}:PS-1")
    base = f"/editions/{edition}/readiness/products/PR-1"
    await maker.asks("PUT", f"{base}/answers", {"if-match": '"0"'}, json={"answers": HOME_MADE})
    await matching.hears(
        chips(edition, version=2, papers=papers),
        firm(edition, Paper(kind="NIB", state="checked"), version=2),
    )
    await settled(matching, edition)
    [best] = (await office.gets(path))["items"]
    assert best == {
        "paper": "BPOM-MD",
        "demands": 1,
        "rupiah_per_month": 2_000 * 12_500,
        "products": 1,
    }


async def _matched(office: Person, edition: str, number: int) -> bool:
    summary = await office.gets(f"/editions/{edition}/matches/summary")
    return bool(summary["matches"] == number)


async def test_withdrawn_goods_are_counted_no_more_however_late_their_sums_come(
    matching: Room, edition: str
) -> None:
    await settled(matching, edition)
    shelf, summaries = matching.provided(Shelf), matching.provided(Summaries)
    goods = await shelf.get(edition, "PR-1")
    before = await matching.service.mongo["readiness_goods"].find_one({"_id": goods.id})
    assert before is not None
    await matching.hears(trade.withdrawn("PR-1", version=9, of=edition))
    await summaries.save([SummedUp(Due(goods, before["touched"]), {}, frozenset(), (), None)])
    assert await summaries.of_products([goods.id]) == {}
    assert (await shelf.progress(edition, date.max))[0] == 0


async def test_an_older_fact_that_comes_late_changes_nothing(
    matching: Room, maker: Person, edition: str
) -> None:
    await matching.hears(chips(edition, version=3, storage="frozen"), chips(edition, version=2))
    await matching.hears(firm(edition, Paper(kind="NIB", state="checked"), version=3))
    await matching.hears(firm(edition, version=2))
    found = statuses(await gaps(maker, edition, market="LM"))
    assert (found["PRD-MD"], found["LEG-NIB"]) == ("missing", "met")


async def test_two_workers_that_sum_up_the_same_goods_agree(matching: Room, edition: str) -> None:
    work: Callable[[], Awaitable[int]] = matching.provided(Refresher).refresh
    await matching.hears(*(chips(edition, f"PX-{n}") for n in range(20)))
    await asyncio.gather(work(), work(), work())
    await settled(matching, edition)
    table = await matching.by("organiser").gets(f"/editions/{edition}/readiness/statistics")
    assert table["products"] == 21


async def test_products_beside_each_other_show_what_each_lacks_for_a_demand(
    matching: Room, shop: Person, maker: Person, edition: str
) -> None:
    await matching.hears(
        chips(edition, "PR-2", papers=[Paper(kind="HALAL", state="checked").model_dump()])
    )
    path = f"/editions/{edition}/readiness/demands/KB-1/gaps"
    found = await shop.gets(path, product=["PR-2", "PR-1", "PR-9"])
    assert [gaps["product_code"] for gaps in found["items"]] == ["PR-2", "PR-1"]
    with_halal, without = ({gap["requirement"] for gap in g["gaps"]} for g in found["items"])
    assert with_halal < without
    report = await gaps(shop, edition, demand="KB-1")
    blocking = {r["requirement"] for r in report["rows"] if r["weight"] in ("law", "buyer")}
    assert without <= blocking
    assert all(gap["text"] != gap["text_en"] for gap in found["items"][1]["gaps"])
    assert (await maker.asks("GET", f"{path}?product=PR-1")).status == 403
