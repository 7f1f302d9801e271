"""What holds for every product, market and day, whatever is known of it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.readiness.engine import Wanted
from services.matching.readiness.rulebook import RuleBook, touched_by
from services.matching.readiness.subject import Subject
from services.matching.readiness.summaries import kinds_of, summaries_of
from tests.unit.matching.readiness.drawn import BOOK, codes, days, markets, subjects
from tests.unit.matching.readiness.goods import findings, statuses


@given(subjects(), markets, days)
@settings(max_examples=120)
def test_every_product_has_an_answer_for_every_market_on_every_day(
    of: Subject, market: str, day: date
) -> None:
    for code, found in findings(of, market, day).items():
        assert found.rule.form.in_force(day), code
        assert (found.status == "unknown") == bool(found.questions), code
        assert found.weight != "law" or found.rule.form.basis == "S", code
        assert found.cause or found.status in ("met", "expiring", "unknown", "not_applicable")


@given(subjects(), st.sets(codes, max_size=10), markets, days)
def test_a_waiver_never_loosens_law(of: Subject, waived: set[str], market: str, day: date) -> None:
    plain = findings(of, market, day)
    loose = findings(of, market, day, Wanted(waived=dict.fromkeys(waived, "karena")))
    for code, found in plain.items():
        if found.weight == "law":
            assert loose[code].status == found.status


@given(subjects(), markets, days, st.randoms())
def test_the_order_of_facts_makes_no_difference(
    of: Subject, market: str, day: date, chance: Any
) -> None:
    shuffled = list(of.goods.papers)
    chance.shuffle(shuffled)
    goods = of.goods.model_copy(update={"papers": tuple(shuffled)})
    [dossier] = of.dossiers
    turned = dossier.model_copy(
        update={
            "answers": dict(reversed(dossier.answers.items())),
            "statements": dict(reversed(dossier.statements.items())),
        }
    )
    other = replace(of, goods=goods, dossiers=(turned,))
    assert statuses(of, market, day) == statuses(other, market, day)


@given(subjects(), markets, days)
def test_an_answer_is_good_until_the_next_day_on_which_something_changes(
    of: Subject, market: str, day: date
) -> None:
    until = BOOK.next_change(day, kinds_of(of, BOOK))
    last = min(until - timedelta(days=1) if until else day, day + timedelta(days=40))
    if not of.goods.papers and not (of.firm and of.firm.papers):
        assert statuses(of, market, day) == statuses(of, market, last)


NEEDED_FIRST = {form.needs for form in BOOK.forms}


@settings(max_examples=60)
@given(subjects(), days, st.sampled_from(sorted(BOOK.codes - NEEDED_FIRST)))
def test_a_requirement_touches_no_goods_but_of_the_kinds_that_it_concerns(
    of: Subject, day: date, code: str
) -> None:
    without = RuleBook(BOOK.lexicon, [form for form in BOOK.forms if form.code != code])
    kinds = touched_by({code}, BOOK.forms).kinds
    if "*" not in kinds and kinds.isdisjoint(kinds_of(of, BOOK)):
        after = summaries_of(of, day, without)
        before = summaries_of(of, day, BOOK)
        assert after == {market: before[market] for market in after}


def test_a_requirement_touches_those_that_need_it_first() -> None:
    form = next(form for form in BOOK.forms if form.needs)
    assert set(form.goods) <= touched_by({form.needs}, BOOK.forms).kinds


@settings(max_examples=60)
@given(subjects(), days, st.sampled_from(sorted(BOOK.codes - NEEDED_FIRST)))
def test_a_requirement_touches_no_markets_but_those_it_concerns(
    of: Subject, day: date, code: str
) -> None:
    without = RuleBook(BOOK.lexicon, [form for form in BOOK.forms if form.code != code])
    marks = touched_by({code}, BOOK.forms).marks
    before, after = summaries_of(of, day, BOOK), summaries_of(of, day, without)
    touched = summaries_of(of, day, BOOK, marks)
    for market in before.keys() & after.keys() - touched.keys():
        assert after[market] == before[market]


def test_a_requirement_of_a_group_touches_the_markets_of_the_others() -> None:
    form = next(form for form in BOOK.forms if form.any_of)
    group = [other for other in BOOK.forms if other.any_of == form.any_of]
    marks = touched_by({form.code}, BOOK.forms).marks
    assert marks is not None
    assert {mark for other in group for mark in other.markets} <= marks
