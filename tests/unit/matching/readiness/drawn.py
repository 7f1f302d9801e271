"""Goods, papers, markets and days as properties draw them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from contracts import lists
from services.matching.model import HeldPaper
from services.matching.readiness.lexicon import lexicon
from services.matching.readiness.reading import shipped_rules
from services.matching.readiness.subject import Subject
from tests.unit.matching.readiness.goods import findings, subject

days = st.dates(date(2015, 1, 1), date(2032, 12, 31))
kinds = st.sampled_from(sorted(lists.paper_kinds()))
states = st.sampled_from(["declared", "checked", "rejected"])
papers = st.builds(HeldPaper, kind=kinds, state=states, expires=st.none() | days)
markets = st.sampled_from([*shipped_rules().markets, "X:NL", "X:MY"])
questions = st.sampled_from([q.code for q in lexicon().questions.values() if q.about != "fact"])
BOOK = shipped_rules()
codes = st.sampled_from(sorted(BOOK.codes))
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
    """Some goods with any papers, answers and statements."""
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


class Case(NamedTuple):
    """Goods on their way to a market on a day, and the requirements that concern them there."""

    of: Subject
    market: str
    day: date
    codes: list[str]

    @property
    def kinds(self) -> list[str]:
        """Papers that count there; any where none does."""
        counting = {kind for code in self.codes for kind in lexicon().papers_for.get(code, ())}
        return sorted(counting or lists.paper_kinds())

    @property
    def shown(self) -> list[str]:
        """Requirements that the goods have evidence of; all where there is none."""
        return [code for code in self.codes if code in self.of.evidence] or self.codes

    def with_paper(self, paper: HeldPaper) -> "Case":
        """The same when the product has one more paper, after those it has."""
        goods = self.of.goods.model_copy(update={"papers": (*self.of.goods.papers, paper)})
        return self._replace(of=replace(self.of, goods=goods))

    def with_paper_of_firm(self, paper: HeldPaper) -> "Case":
        """The same when the firm has one more."""
        assert self.of.firm
        firm = self.of.firm.model_copy(update={"papers": (*self.of.firm.papers, paper)})
        return self._replace(of=replace(self.of, firm=firm))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Goods that hold a few of the papers that count where they go."""
    of, market, day = draw(subjects()), draw(markets), draw(days)
    case = Case(of, market, day, sorted(findings(of, market, day)) or ["PRD-PIRT"])
    for paper in draw(st.lists(papers_for(case), min_size=1, max_size=4)):
        case = case.with_paper(paper)
    return case


def papers_for(case: Case) -> st.SearchStrategy[HeldPaper]:
    """Papers that count for the goods of a case, which end around its day or never."""
    ends = st.integers(-100, 500).map(lambda ahead: case.day + timedelta(days=ahead))
    return st.builds(
        HeldPaper, kind=st.sampled_from(case.kinds), state=states, expires=st.none() | ends
    )
