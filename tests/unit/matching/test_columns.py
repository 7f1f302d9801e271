"""Columns find and score what the fit finds and scores, one by one."""

from hypothesis import given
from hypothesis import strategies as st

from services.matching.fit import matched
from services.matching.model import Demand, Offer
from services.matching.trials.columns import Columns
from services.matching.weights import usual
from tests.unit.matching import pairs
from tests.unit.matching.pairs import demand, offer, paper
from tests.unit.matching.test_fit_properties import FEW, demands, offers, offers_with_tiers


@FEW
@given(
    demands(),
    st.lists(st.one_of(offers(), offers_with_tiers()), max_size=8),
    st.sampled_from(((), ("PIRT",))),
)
def test_columns_score_as_the_fit_does(
    wanted: Demand, supply: list[Offer], musts: tuple[str, ...]
) -> None:
    wanted = wanted.model_copy(update={"musts": musts})
    columns = Columns(supply)
    found, goods = columns.fitting(wanted)
    scores, possible = columns.scores(wanted, pairs.TODAY, usual(), found, goods)
    one_by_one = [matched(wanted, offer, pairs.TODAY) for offer in supply]
    assert list(found) == [at for at, match in enumerate(one_by_one) if match is not None]
    for at, score, live in zip(found, scores, possible, strict=True):
        match = one_by_one[at]
        assert match is not None
        assert live == match.live, match.excluded
        assert abs(score - match.score) < 0.002


def test_the_best_come_first_and_the_excluded_not_at_all() -> None:
    prices = [15_000, 12_000, 40_000, 14_000, 13_500]
    columns = Columns(offer(code=f"PR-{n}", price=price) for n, price in enumerate(prices))
    best, fitting = columns.best(demand(), pairs.TODAY, usual(), 3)
    assert (list(best), fitting) == ([1, 4, 3], 4)


def test_a_paper_that_a_must_needs_is_valid_on_its_last_day() -> None:
    wanted = demand(papers=["PIRT"], musts=["PIRT"])
    columns = Columns(
        [offer(papers=[paper("PIRT", "declared", pairs.TODAY)]), offer(papers=[paper("HALAL")])]
    )
    best, fitting = columns.best(wanted, pairs.TODAY, usual(), 3)
    assert (list(best), fitting) == ([0], 1)


def test_no_offers_answer_no_demand() -> None:
    best, fitting = Columns([]).best(demand(), pairs.TODAY, usual(), 20)
    assert (list(best), fitting) == ([], 0)
