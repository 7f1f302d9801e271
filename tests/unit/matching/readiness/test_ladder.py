"""The ladder: where a product stands, and the exact shortest way to the next rung."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings

from services.matching.readiness.engine import Wanted
from services.matching.readiness.ladder import Ladder, Way, ladder, shortest_way
from services.matching.readiness.reading import shipped_rules
from services.matching.readiness.subject import Subject
from tests.unit.matching.readiness.drawn import days, markets, subjects
from tests.unit.matching.readiness.goods import DAY, HOME_MADE, findings, paper, subject

LT = {"LEG-NIB", "PRD-PIRT", "PRD-SHELF", "PRC-PKP", "CRT-HALAL", "PKG-LABEL"}


def climbed(of: Subject) -> Ladder:
    return ladder(of, DAY, shipped_rules(), "X:*")


def codes(way: Way) -> set[str]:
    return {step.finding.rule.form.code for step in way.steps}


def test_chips_with_nothing_stand_on_no_rung_and_need_six_things_for_the_first() -> None:
    rungs = climbed(subject(said=HOME_MADE))
    assert rungs.stands is None
    assert rungs.next is not None
    assert rungs.next.market == "LT"
    way = shortest_way(rungs.next.findings)
    assert codes(way) == LT
    assert not way.depending


def test_where_exhibitors_get_ready_for_home_only_the_ladder_ends_there() -> None:
    rungs = ladder(subject(), DAY, shipped_rules(), "").rungs
    assert [rung.market for rung in rungs] == ["LT", "LM", "IN"]


def test_with_those_they_stand_on_it_and_see_the_next() -> None:
    rungs = climbed(subject(said=HOME_MADE).supposing(LT, {}))
    assert rungs.stands is not None
    assert rungs.next is not None
    assert (rungs.stands.market, rungs.next.market) == ("LT", "LM")
    assert "PKG-EAN" in codes(shortest_way(rungs.next.findings))


def test_what_hangs_on_an_answer_is_told_apart() -> None:
    way = shortest_way(climbed(subject()).rungs[0].findings)
    assert codes(way) == LT - {"PRD-PIRT", "PRC-PKP"}
    assert way.questions == {"home_made", "pirt_food_type"}


def test_a_gap_that_two_licences_could_close_counts_once() -> None:
    frozen = subject(said=HOME_MADE, storage="frozen")
    [step] = [
        step
        for step in shortest_way(climbed(frozen).rungs[1].findings).steps
        if step.finding.rule.form.any_of
    ]
    assert step.finding.rule.form.code == "PRD-MD"


def test_a_licence_the_buyer_wants_anyway_closes_the_gap_of_law_too() -> None:
    frozen = subject(said=HOME_MADE, storage="frozen")
    found = findings(frozen, "LM", wanted=Wanted(papers=("BPOM-MD",)))
    way = codes(shortest_way(list(found.values())))
    assert "BUY-BPOM-MD" in way
    assert "PRD-MD" not in way


@pytest.mark.parametrize("storage", ["ambient", "frozen"])
def test_all_rungs_reached_is_the_top(storage: str) -> None:
    everything = [f.rule.form.code for r in climbed(subject()).rungs for f in r.findings]
    made = subject(said=HOME_MADE, storage=storage).supposing(everything, {})
    answers = {q: False for f in _all(made) for q in f.questions}
    rungs = climbed(made.supposing([], answers))
    assert rungs.next is None
    assert rungs.stands is not None
    assert rungs.stands.market == "X:*"


def _all(of: Subject) -> list[Any]:
    return [finding for rung in climbed(of).rungs for finding in rung.findings]


@given(subjects(), markets, days)
@settings(max_examples=60)
def test_the_way_is_enough_and_nothing_in_it_can_be_left_out(
    of: Subject, market: str, day: date
) -> None:
    settled = of.supposing([], dict.fromkeys(shortest_way(_found(of, market, day)).questions, True))
    way = shortest_way(_found(settled, market, day))
    if way.depending or any(step.finding.rule.form.needs for step in way.steps):
        return
    needed = codes(way)
    suited = {step.finding.rule.form.code: step.finding.cause != "not-suited" for step in way.steps}
    if not all(suited.values()):
        return
    assert not _blocks(settled.supposing(needed, {}), market, day)
    for left in needed:
        assert _blocks(settled.supposing(needed - {left}, {}), market, day)


def _found(of: Subject, market: str, day: date) -> list[Any]:
    return list(findings(of, market, day).values())


def _blocks(of: Subject, market: str, day: date) -> bool:
    return any(finding.blocks for finding in _found(of, market, day))


@pytest.mark.parametrize("market", ["LT", "LM", "X:*"])
def test_whatever_the_answers_the_way_is_within_its_bounds(market: str) -> None:
    chips = subject(paper("HALAL"))
    way = shortest_way(_found(chips, market, DAY))
    asked = sorted(way.questions)
    assert 0 < len(asked) <= 8
    for answers in product((True, False), repeat=len(asked)):
        settled = chips.supposing([], dict(zip(asked, answers, strict=True)))
        steps = len(shortest_way(_found(settled, market, DAY)).steps)
        assert len(way.steps) <= steps <= len(way.steps) + len(way.depending)
