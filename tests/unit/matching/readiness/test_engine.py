"""How evidence, dates, buyers and waivers count."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kernel.problems import Invalid
from services.matching.readiness.engine import Wanted
from services.matching.readiness.lexicon import lexicon
from services.matching.readiness.markets import market_of
from services.matching.readiness.model import Ask, Dossier
from tests.unit.matching.readiness.goods import (
    DAY,
    HOME_MADE,
    answering,
    findings,
    paper,
    statuses,
    subject,
)

HALAL_DAY = date(2026, 10, 18)


@pytest.mark.parametrize(
    ("days", "status"), [(-1, "missing"), (0, "expiring"), (89, "expiring"), (90, "met")]
)
def test_a_paper_is_met_expiring_or_over_by_its_last_day(days: int, status: str) -> None:
    held = subject(paper("HALAL", expires=DAY + timedelta(days=days)))
    assert statuses(held, "LM")["CRT-HALAL"] == status


@pytest.mark.parametrize(
    ("held", "cause"),
    [
        (paper("HALAL", "declared"), "declared"),
        (paper("HALAL", "rejected"), "rejected"),
        (paper("HALAL", expires=DAY - timedelta(days=1)), "expired"),
        (paper("NKV"), "none"),
    ],
)
def test_what_does_not_satisfy_law_says_why(held: Any, cause: str) -> None:
    found = findings(subject(held), "LM")["CRT-HALAL"]
    assert (found.status, found.cause) == ("missing", cause)


def test_of_several_papers_the_best_counts() -> None:
    papers = [
        paper("HALAL", "rejected"),
        paper("HALAL", expires=DAY - timedelta(days=9)),
        paper("HALAL", expires=DAY + timedelta(days=30)),
        paper("HALAL", expires=DAY + timedelta(days=300)),
    ]
    for some in (papers, papers[::-1]):
        found = findings(subject(*some), "LM")["CRT-HALAL"]
        assert (found.status, found.expires) == ("met", DAY + timedelta(days=300))


def test_a_rule_begins_on_its_first_day() -> None:
    assert "CRT-HALAL" not in statuses(subject(), "LM", HALAL_DAY - timedelta(days=1))
    assert statuses(subject(), "LM", HALAL_DAY)["CRT-HALAL"] == "missing"


def test_a_practice_is_met_by_what_is_declared() -> None:
    assert statuses(subject(paper("GTIN", "declared")), "LM")["PKG-EAN"] == "met"
    assert statuses(subject(), "LM")["PRC-KAPASITAS"] == "met"
    assert statuses(subject(capacity_per_month=0), "LM")["PRC-KAPASITAS"] == "missing"


def test_a_stated_fact_is_no_proof_of_law_until_somebody_checks_it() -> None:
    found = findings(subject(), "LM")["PRD-SHELF"]
    assert (found.status, found.cause) == ("missing", "declared")


def test_a_firms_home_industry_licence_names_no_product_and_does_not_count() -> None:
    held = subject(firm=(paper("PIRT"), paper("HALAL")), said=HOME_MADE)
    found = statuses(held, "LM")
    assert (found["PRD-PIRT"], found["CRT-HALAL"]) == ("missing", "met")


def test_work_in_progress_is_shown_with_its_day_and_is_no_pass() -> None:
    doing = {"state": "in_progress", "expected": "2027-02-01", "by": "a", "on": "2026-11-01"}
    found = findings(subject(said={"statements": {"CRT-HALAL": doing}}), "LM")["CRT-HALAL"]
    assert (found.status, found.expires) == ("in_progress", date(2027, 2, 1))
    assert found.blocks


@pytest.mark.parametrize(("state", "status"), [("held", "missing"), ("checked", "met")])
def test_a_statement_satisfies_law_once_the_office_has_checked_it(state: str, status: str) -> None:
    said = {"statements": {"PKG-LABEL": {"state": state, "by": "a", "on": "2026-11-01"}}}
    assert statuses(subject(said=said), "LM")["PKG-LABEL"] == status


def test_what_no_source_stands_behind_is_never_law_and_blocks_nothing() -> None:
    found = findings(subject(), "LM")["LEG-KOP"]
    assert (found.status, found.weight, found.blocks) == ("missing", "unconfirmed", False)


def test_blocking_law_comes_first_then_practice_then_advice() -> None:
    weights = [f.weight for f in findings(subject(), "LM").values() if f.open]
    order = ["law", "buyer", "unconfirmed", "recommended"]
    assert weights == sorted(weights, key=order.index)
    assert {"law", "buyer", "recommended"} <= set(weights)


def test_a_buyers_paper_is_added_where_no_rule_asks_for_it() -> None:
    wanted = Wanted(papers=("PKRT", "HALAL"))
    found = findings(subject(paper("PKRT", "declared")), "LM", wanted=wanted)
    assert (found["BUY-PKRT"].status, found["BUY-PKRT"].weight) == ("met", "buyer")
    assert found["CRT-HALAL"].asked_by_buyer
    assert found["CRT-HALAL"].weight == "law"
    assert "BUY-HALAL" not in found


def test_a_buyer_that_insists_on_the_national_licence_does_not_take_the_other() -> None:
    licensed = subject(paper("PIRT"), said=HOME_MADE)
    found = statuses(licensed, "LM", wanted=Wanted(papers=("BPOM-MD",)))
    assert (found["PRD-PIRT"], found["BUY-BPOM-MD"]) == ("met", "missing")


def test_a_buyer_may_want_papers_that_last_and_are_checked() -> None:
    soon = subject(paper("HALAL", expires=DAY + timedelta(days=120)), paper("GTIN", "declared"))
    wanted = Wanted(
        asks={
            "CRT-HALAL": Ask(requirement="CRT-HALAL", least_days=180),
            "PKG-EAN": Ask(requirement="PKG-EAN", checked=True),
        }
    )
    found = findings(soon, "LM", wanted=wanted)
    assert (found["CRT-HALAL"].status, found["CRT-HALAL"].cause) == ("missing", "ends-too-soon")
    assert (found["PKG-EAN"].status, found["PKG-EAN"].cause) == ("missing", "declared")


def test_a_buyer_makes_advice_its_condition() -> None:
    wanted = Wanted(asks={"PRC-ISO22000": Ask(requirement="PRC-ISO22000")})
    assert findings(subject(), "LM")["PRC-ISO22000"].blocks is False
    assert findings(subject(), "LM", wanted=wanted)["PRC-ISO22000"].blocks


def test_a_buyer_waives_its_practice_and_never_law() -> None:
    wanted = Wanted(waived={"PKG-EAN": "Kami pasang sendiri.", "CRT-HALAL": "Tidak perlu."})
    found = findings(subject(), "LM", wanted=wanted)
    assert (found["PKG-EAN"].status, found["PKG-EAN"].cause) == ("not_applicable", "waived")
    assert found["CRT-HALAL"].status == "missing"


def test_a_kind_of_paper_nobody_has_heard_of_counts_for_nothing_and_is_named() -> None:
    odd = subject(paper("SERTIFIKAT-AJAIB"))
    assert odd.strangers == ("SERTIFIKAT-AJAIB",)
    assert statuses(odd, "LM") == statuses(subject(), "LM")


@pytest.mark.parametrize("code", ["", "XX", "X:", "X:QQ", "X:ID", "lt", "X:nl"])
def test_an_unknown_market_is_refused(code: str) -> None:
    with pytest.raises(Invalid) as refused:
        market_of(code, lexicon())
    assert refused.value.code == "unknown-market"


def test_if_it_had_a_paper_and_gave_an_answer() -> None:
    chips = subject()
    would = chips.supposing(["PIRT", "PKG-LABEL"], {"home_made": True, "pirt_food_type": True})
    found = statuses(would, "LT")
    assert (found["PRD-PIRT"], found["PKG-LABEL"]) == ("met", "met")
    assert statuses(chips, "LT")["PRD-PIRT"] == "unknown"


def test_goods_without_an_hs_code_are_asked_for_it_where_their_kind_hangs_on_it() -> None:
    fish = subject(name="Ikan layur", category="perikanan", hs_code=None)
    found = findings(fish, "X:NL")["CRT-HCFISH"]
    assert found.status == "unknown"
    assert found.questions == {"hs"}


def test_an_answer_about_a_demand_wins_over_the_firms() -> None:
    firm = subject(said=answering(micro_small=True))
    demand = Dossier(id="demand:uve-2026:KB-1", edition="uve-2026", answers={"micro_small": False})
    both = replace(firm, dossiers=(*firm.dossiers, demand))
    assert both.facts["micro_small"] is False
