"""What holds for every product, market and day: evidence helps, tightening never widens."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import lists
from services.matching.model import HeldPaper
from services.matching.readiness.engine import Wanted
from services.matching.readiness.lexicon import lexicon
from services.matching.readiness.model import Ask
from services.matching.readiness.reading import shipped_rules
from services.matching.readiness.rulebook import RuleBook, touched_by
from services.matching.readiness.subject import Subject
from services.matching.readiness.summaries import kinds_of, summaries_of
from tests.unit.matching.readiness.goods import findings, statuses, subject

RANK = {"missing": 0, "unknown": 0, "in_progress": 1, "expiring": 2, "met": 3, "not_applicable": 3}

days = st.dates(date(2015, 1, 1), date(2032, 12, 31))
kinds = st.sampled_from(sorted(lists.paper_kinds()))
papers = st.builds(
    HeldPaper,
    kind=kinds,
    state=st.sampled_from(["declared", "checked", "rejected"]),
    expires=st.none() | days,
)
markets = st.sampled_from([*shipped_rules().markets, "X:NL", "X:MY"])
questions = st.sampled_from([q.code for q in lexicon().questions.values() if q.about != "fact"])
codes = st.sampled_from(sorted(shipped_rules().codes))
names = st.sampled_from(
    [
        ("Keripik tempe", "makanan-ringan", "210690"),
        ("Biji kopi robusta", "perkebunan", "090111"),
        ("Kopi bubuk organik", "minuman", "090121"),
        ("Udang beku", "perikanan", "030617"),
        ("Ikan", "perikanan", None),
        ("Bayam", "buah-sayur", "070970"),
        ("Telur", "pangan-segar", "040721"),
        ("Kain batik", "tekstil", "520852"),
        ("Kursi jati", "mebel", "940169"),
        ("Sabun", "kecantikan", "340111"),
        ("Jamu", "herbal", None),
        ("Gamelan", "kerajinan", "920600"),
    ]
)


@st.composite
def subjects(draw: st.DrawFn) -> Subject:
    name, category, hs_code = draw(names)
    statement = st.fixed_dictionaries(
        {
            "state": st.sampled_from(["held", "in_progress", "checked", "rejected"]),
            "by": st.just("a"),
            "on": st.just("2026-01-01"),
        }
    )
    said: dict[str, Any] = {
        "answers": draw(st.dictionaries(questions, st.booleans(), max_size=8)),
        "statements": draw(st.dictionaries(codes, statement, max_size=4)),
    }
    return subject(
        *draw(st.lists(papers, max_size=4)),
        firm=tuple(draw(st.lists(papers, max_size=3))),
        said=said,
        name=name,
        name_en="",
        category=category,
        hs_code=hs_code,
        storage=draw(st.sampled_from(["ambient", "chilled", "frozen", None])),
        shelf_life_days=draw(st.none() | st.integers(1, 800)),
        packed=draw(st.booleans()),
        claims=draw(st.sampled_from([(), ("rendah gula",), ("organik",)])),
    )


def _with_paper(of: Subject, paper: HeldPaper) -> Subject:
    return replace(of, goods=of.goods.model_copy(update={"papers": (*of.goods.papers, paper)}))


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


@given(subjects(), papers, markets, days)
@settings(max_examples=120)
def test_more_evidence_never_makes_it_worse(
    of: Subject, paper: HeldPaper, market: str, day: date
) -> None:
    before, after = statuses(of, market, day), statuses(_with_paper(of, paper), market, day)
    assert before.keys() == after.keys()
    assert all(RANK[after[code]] >= RANK[before[code]] for code in before)


@given(subjects(), st.sets(kinds), st.sets(codes, max_size=4), markets, days)
def test_what_a_buyer_adds_never_lets_more_goods_through(
    of: Subject, wanted: set[str], asked: set[str], market: str, day: date
) -> None:
    asks = {code: Ask(requirement=code, least_days=30, checked=True) for code in asked}
    plain = findings(of, market, day)
    tight = findings(of, market, day, Wanted(papers=tuple(sorted(wanted)), asks=asks))
    assert plain.keys() <= tight.keys()
    assert {code for code, f in plain.items() if f.blocks} <= {
        code for code, f in tight.items() if f.blocks
    }


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
    until = shipped_rules().next_change(day, kinds_of(of, shipped_rules()))
    last = min(until - timedelta(days=1) if until else day, day + timedelta(days=40))
    if not of.goods.papers and not (of.firm and of.firm.papers):
        assert statuses(of, market, day) == statuses(of, market, last)


BOOK = shipped_rules()
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
