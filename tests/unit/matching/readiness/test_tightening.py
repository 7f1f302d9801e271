"""More evidence never makes a product less ready, and asking for more never lets it through."""

from collections.abc import Iterable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.model import HeldPaper
from services.matching.readiness.engine import NOTHING, Wanted, assess
from services.matching.readiness.findings import Finding
from services.matching.readiness.markets import market_of
from services.matching.readiness.model import Ask, RuleForm
from services.matching.readiness.rulebook import RuleBook
from tests.unit.matching.readiness.drawn import BOOK, Case, cases, papers_for
from tests.unit.matching.readiness.goods import findings, statuses

RANK = {"missing": 0, "unknown": 0, "in_progress": 1, "expiring": 2, "met": 3, "not_applicable": 3}
LEAST_DAYS = st.sampled_from([0, 30, 200])


@st.composite
def wishes(draw: st.DrawFn, case: Case) -> Wanted:
    """What a buyer may want of the goods of a case."""
    known = st.sampled_from(case.shown) | st.sampled_from(case.codes)
    asked = draw(st.sets(known, min_size=1, max_size=3))
    return Wanted(
        papers=tuple(draw(st.sets(st.sampled_from(case.kinds), max_size=2))),
        asks={
            code: Ask(requirement=code, least_days=draw(LEAST_DAYS), checked=draw(st.booleans()))
            for code in asked
        },
        waived=dict.fromkeys(draw(st.sets(known, max_size=3)), "karena"),
    )


@st.composite
def tightened(draw: st.DrawFn, of: Wanted, case: Case) -> Wanted:
    """The same buyer with more wishes, asking for more of each, and waiving no more."""
    more = draw(wishes(case))
    raised = {
        code: Ask(
            requirement=code,
            least_days=max(ask.least_days, draw(LEAST_DAYS)),
            checked=ask.checked or draw(st.booleans()),
        )
        for code, ask in of.asks.items()
    }
    return Wanted(
        papers=tuple({*of.papers, *more.papers}),
        asks={**more.asks, **raised},
        waived=dict.fromkeys(of.waived.keys() & more.waived.keys(), "karena"),
    )


@given(st.data(), cases(), st.booleans())
@settings(max_examples=100)
def test_more_evidence_never_makes_it_worse(data: st.DataObject, case: Case, firms: bool) -> None:
    wanted = data.draw(wishes(case)) if data.draw(st.booleans()) else NOTHING
    paper: HeldPaper = data.draw(papers_for(case))
    more = case.with_paper_of_firm(paper) if firms else case.with_paper(paper)
    before = statuses(case.of, case.market, case.day, wanted)
    after = statuses(more.of, case.market, case.day, wanted)
    assert before.keys() == after.keys()
    assert all(RANK[after[code]] >= RANK[before[code]] for code in before)


@given(st.data(), cases())
@settings(max_examples=100)
def test_a_buyer_that_wants_more_lets_no_more_goods_through(
    data: st.DataObject, case: Case
) -> None:
    loose = data.draw(wishes(case)) if data.draw(st.booleans()) else NOTHING
    tight = data.draw(tightened(loose, case))
    before, after = (findings(case.of, case.market, case.day, wanted) for wanted in (loose, tight))
    assert _blocking(before.values()) <= _blocking(after.values())


TIGHTER: tuple[dict[str, Any], ...] = (
    {"level": "M", "binds": "law", "basis": "S"},
    {"condition": ""},
    {"suffices": 'category == "none"'},
    {"shown_by": ""},
)


@settings(max_examples=30)
@given(st.data(), cases(), st.sampled_from(TIGHTER))
def test_a_tightened_requirement_lets_no_more_goods_through(
    data: st.DataObject, case: Case, tighter: dict[str, Any]
) -> None:
    code = data.draw(st.sampled_from(case.shown))
    forms = [
        RuleForm.model_validate(form.model_dump() | tighter) if form.code == code else form
        for form in BOOK.forms
    ]
    market = market_of(case.market, BOOK.lexicon)
    before, after = (
        assess(case.of, market, case.day, book) for book in (BOOK, RuleBook(BOOK.lexicon, forms))
    )
    assert _blocking(before) <= _blocking(after)


def _blocking(found: Iterable[Finding]) -> set[str]:
    return {finding.rule.form.code for finding in found if finding.blocks}
