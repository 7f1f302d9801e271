"""The office revises rules: tried first, refused where they cannot be, for the goods concerned."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from services.matching.readiness.rulebook import Reach
from services.matching.readiness.rules import Rules
from services.matching.readiness.store import Shelf
from tests import trade
from tests.integration.matching.chips import gaps, opened_edition, settled
from tests.rooms import Person, Room
from tests.waiting import until


@pytest.fixture
async def edition(matching: Room) -> str:
    return await opened_edition(matching)


@pytest.fixture
def maker(matching: Room, edition: str) -> Person:
    return matching.by("exhibitor", f"exhibitor:{edition}:PS-1")


async def revised(matching: Room, code: str, change: Callable[[Any], None]) -> Any:
    office = matching.by("organiser")
    kept = await office.asks("GET", f"/rules/{code}")
    change(kept.body["versions"])
    seen = {"if-match": kept.headers["etag"]}
    body = {"versions": kept.body["versions"]}
    return await office.asks("PUT", f"/rules/{code}", seen, json=body)


async def test_the_office_confirms_a_rule_and_all_goods_are_looked_at_anew(
    matching: Room, maker: Person, edition: str
) -> None:
    await settled(matching, edition)

    def confirm(versions: Any) -> None:
        versions[0] |= {"basis": "S", "verified_by": "Dinas", "verified_on": "2026-11-20"}

    assert (await revised(matching, "LEG-KOP", confirm)).status == 200
    rows = {r["requirement"]: r for r in (await gaps(maker, edition, market="LM"))["rows"]}
    assert (rows["LEG-KOP"]["weight"], rows["LEG-KOP"]["verified_by"]) == ("law", "Dinas")
    await settled(matching, edition)
    history = await matching.by("organiser").gets("/rules/LEG-KOP/history")
    assert [change["version"] for change in history["items"]] == [2, 1]

    def doubt(versions: Any) -> None:
        versions[0]["basis"] = "SK"

    assert (await revised(matching, "LEG-KOP", doubt)).status == 200


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"valid_to": "2020-01-01", "valid_from": "2021-01-01"}, "valid_to", "dates-overlap"),
        ({"goods": ["permen"]}, "goods", "unknown-goods"),
        ({"condition": "apa saja"}, "condition", "bad-condition"),
        ({"code": "LEG-LAIN"}, "code", "wrong-form"),
    ],
)
async def test_a_rule_that_cannot_be_in_force_is_refused_by_its_column(
    matching: Room, change: dict[str, Any], column: str, code: str
) -> None:
    answer = await revised(matching, "LEG-NPWP", lambda versions: versions[0].update(change))
    assert (answer.status, answer.code) == (422, "rules-invalid")
    [fault] = answer.body["errors"]
    assert (fault["column"], fault["code"]) == (column, code)
    kept = await matching.anybody.gets("/rules/LEG-NPWP")
    assert kept["version"] == 1


async def test_rules_of_the_office_outlive_a_new_start(matching: Room) -> None:
    def rename(versions: Any) -> None:
        versions[0]["note"] = "Catatan kantor."

    assert (await revised(matching, "LEG-NIK", rename)).status == 200
    rules = matching.provided(Rules)
    number = (await rules.current()).number
    await rules.ensure()
    assert (await rules.get("LEG-NIK")).versions[0].note == "Catatan kantor."
    assert (await rules.current()).number == number


async def test_only_the_office_revises_rules(matching: Room, maker: Person) -> None:
    rule = await matching.anybody.gets("/rules/LEG-NIB")
    body = {"versions": rule["versions"]}
    refused = await maker.asks("PUT", "/rules/LEG-NIB", {"if-match": '"1"'}, json=body)
    assert refused.status == 403
    unseen = await matching.by("organiser").asks("PUT", "/rules/LEG-NIB", json=body)
    assert unseen.status == 428


async def test_a_revision_touches_the_goods_it_concerns_and_says_how_far_it_is(
    matching: Room, edition: str
) -> None:
    eggs = trade.listed("PR-EGG", of=edition, category="pangan-segar", name="Telur")
    await matching.hears(eggs)
    await settled(matching, edition)
    goods = matching.service.mongo["readiness_goods"]

    async def touched(code: str) -> int:
        found = await goods.find_one({"_id": f"product:{edition}:{code}"})
        assert found is not None
        return int(found["touched"])

    before = await touched("PR-1"), await touched("PR-EGG")
    assert (await revised(matching, "PRC-NKV", _note("Catatan."))).status == 200
    assert (await touched("PR-1"), await touched("PR-EGG")) == (before[0], before[1] + 1)
    path = "/rules/PRC-NKV/history"

    async def is_done() -> bool:
        [last, *_] = (await matching.by("organiser").gets(path))["items"]
        assert last["goods"] >= 1
        return bool(last["waiting"] == 0)

    await until(is_done)
    assert (await goods.count_documents({"revisions": {"$exists": True}})) == 0


async def test_a_revision_sums_up_the_markets_it_concerns_and_leaves_the_others(
    matching: Room, edition: str
) -> None:
    await settled(matching, edition)
    goods = matching.service.mongo["readiness_goods"]
    product = {"_id": f"product:{edition}:PR-1"}
    wrong = {f"found.{market}.blocking": 99 for market in ("LT", "LM", "X:EU", "X:US")}
    await goods.update_one(product, {"$set": wrong})
    kept = await matching.anybody.gets("/rules/LEG-PKP")
    assert kept["versions"][0]["markets"] == ["LM"]
    assert (await revised(matching, "LEG-PKP", _note("Catatan."))).status == 200
    await settled(matching, edition)
    after = await goods.find_one(product)
    assert after is not None
    found = {market: summed["blocking"] for market, summed in after["found"].items()}
    assert found["LM"] != 99
    assert (found["LT"], found["X:EU"], found["X:US"]) == (99, 99, 99)
    [change, *_] = (await matching.by("organiser").gets("/rules/LEG-PKP/history"))["items"]
    assert change["markets"] == ["LM"]
    await matching.provided(Shelf).touch(product["_id"])
    await settled(matching, edition)
    whole = await goods.find_one(product)
    assert whole is not None
    assert 99 not in {summed["blocking"] for summed in whole["found"].values()}


async def test_goods_that_are_being_summed_up_by_the_old_rules_stay_due(
    matching: Room, edition: str
) -> None:
    await settled(matching, edition)
    shelf = matching.provided(Shelf)
    goods = matching.service.mongo["readiness_goods"]
    product = f"product:{edition}:PR-1"
    await goods.update_one({"_id": product}, {"$set": {"due": "2026-01-01", "kinds": ["telur"]}})
    before = await goods.find_one({"_id": product})
    await shelf.touch_reached(Reach(frozenset({"furnitur"}), None), 10**6, date(2026, 11, 24))
    after = await goods.find_one({"_id": product})
    assert before is not None
    assert after is not None
    assert after["touched"] > before["touched"]


def _note(text: str) -> Callable[[Any], None]:
    def change(versions: Any) -> None:
        versions[0]["note"] = text

    return change


async def test_what_a_revision_would_do_is_tried_before_it_is_saved(
    matching: Room, edition: str
) -> None:
    await settled(matching, edition)
    office, path = matching.by("organiser"), "/rules/LEG-KOP"
    kept = await office.gets(path)
    version = kept["versions"][0]
    tried = await office.posts(f"{path}/rehearsal", {"versions": [version]})
    assert tried.status == 200
    for effect in tried.body["effects"]:
        assert effect["before"] == effect["after"]
    assert tried.body["tried"] <= tried.body["goods"]
    strict = version | {"goods": ["*"], "condition": "", "basis": "S", "markets": ["LT"]}
    [effect] = [
        effect
        for effect in (await office.posts(f"{path}/rehearsal", {"versions": [strict]})).body[
            "effects"
        ]
        if effect["market"] == "LT"
    ]
    assert effect["after"]["lacking"] == effect["after"]["asked"] > 0
    assert effect["after"]["ready"] == 0
    assert await office.gets(path) == kept


async def test_a_trial_of_rules_with_a_gap_in_their_dates_says_where(matching: Room) -> None:
    office = matching.by("organiser")
    version = (await office.gets("/rules/LEG-NPWP"))["versions"][0]
    first = version | {"valid_from": None, "valid_to": "2026-12-31"}
    second = version | {"valid_from": "2027-02-01", "valid_to": None}
    for method, path in (("POST", "/rehearsal"), ("PUT", "")):
        answer = await office.asks(
            method,
            f"/rules/LEG-NPWP{path}",
            {"if-match": '"1"'},
            json={"versions": [first, second]},
        )
        assert (answer.status, answer.code) == (422, "rules-invalid")
        [fault] = answer.body["errors"]
        assert (fault["row"], fault["column"], fault["code"]) == (2, "valid_from", "dates-gap")
    assert (await office.gets("/rules/LEG-NPWP"))["version"] == 1


async def test_rules_are_found_by_market_by_goods_and_by_what_is_to_be_confirmed(
    matching: Room,
) -> None:
    office = matching.by("organiser")

    async def codes(**sought: str) -> set[str]:
        return {rule["code"] for rule in (await office.gets("/rules", **sought))["items"]}

    everything = await codes()
    assert {"PRC-EUDR", "PRC-NKV"} <= everything
    dutch, eggs = await codes(market="X:NL"), await codes(market="LM", goods="egg")
    assert "PRC-EUDR" in dutch
    assert "PRC-EUDR" not in await codes(market="X:JP")
    assert "PRC-NKV" in eggs
    assert eggs < everything
    unsure = (await office.gets("/rules", unconfirmed="true"))["items"]
    assert all(any(v["basis"] != "S" for v in rule["versions"]) for rule in unsure)
    assert 0 < len(unsure) < len(everything)
    assert (await office.asks("GET", "/rules?market=Q")).code == "unknown-market"
    kinds = await office.gets("/rules/kinds")
    assert "egg" in {kind["code"] for kind in kinds["goods"]}
    assert "X:EU" in kinds["markets"]
