"""What must hold of every fit, whatever is wanted and offered."""

from datetime import date, timedelta
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import lists
from services.matching.fit import PARTS, matched
from services.matching.goods import goods_fit
from services.matching.match import Match
from services.matching.model import Demand, Offer
from tests.unit.matching import pairs

FEW = settings(max_examples=40)
KINDS = ("PIRT", "HALAL", "NIB")
REGENCIES = sorted(lists.regencies())
UNITS = st.sampled_from(("pak", "kg", "ton", "botol", "karton"))
PACKS = st.sampled_from(("", "250 g", "karton 12 x 250 g", "600 ml", "0 g", "curah"))
DAYS = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
NAMES = st.sampled_from(("keripik singkong", "keripik", "singkong keju", "kopi", "kripik singkong"))
PAPERS = st.builds(
    pairs.paper,
    st.sampled_from(KINDS),
    st.sampled_from(("declared", "checked", "rejected")),
    DAYS,
)


@st.composite
def demands(draw: st.DrawFn) -> Demand:
    return pairs.demand(
        keywords=[draw(NAMES)],
        category=draw(st.sampled_from(("makanan-ringan", "bumbu"))),
        hs_code=draw(st.sampled_from((None, "200520", "090111"))),
        unit=draw(UNITS),
        volume_per_month=draw(st.integers(1, 10**9)),
        price_limit=draw(st.none() | st.integers(1, 10**12)),
        largest_moq=draw(st.none() | st.integers(1, 10**9)),
        papers=draw(st.lists(st.sampled_from(KINDS), unique=True)),
        payment_days=draw(st.none() | st.integers(0, 365)),
        destination=draw(st.sampled_from((*REGENCIES, "NL"))),
        **draw(st.sampled_from(({}, {"starts": "2026-12-01", "ends": "2027-02-28"}))),
    )


SEASONS = st.dictionaries(st.integers(1, 12), st.integers(0, 10**5), max_size=12).map(
    lambda units: [{"month": month, "units": units[month]} for month in units]
)


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    return pairs.offer(
        name=draw(NAMES),
        name_en=draw(st.sampled_from(("", "cassava crisps"))),
        regency=draw(st.sampled_from(REGENCIES)),
        unit=draw(UNITS),
        pack=draw(PACKS),
        price=draw(st.integers(0, 10**12)),
        moq=draw(st.integers(1, 10**9)),
        capacity_per_month=draw(st.integers(0, 10**9)),
        months=draw(st.sampled_from(((), (2, 3, 8), (12,)))),
        capacities=draw(SEASONS),
        credit_days=draw(st.none() | st.integers(0, 365)),
        papers=draw(st.lists(PAPERS, max_size=4)),
    )


@st.composite
def offers_with_tiers(draw: st.DrawFn) -> Offer:
    """An offer of which more costs no more a piece."""
    prices = sorted(draw(st.lists(st.integers(0, 40_000), min_size=3, max_size=3)), reverse=True)
    minima = sorted(draw(st.lists(st.integers(2, 5_000), min_size=2, max_size=2, unique=True)))
    tiers = [{"minimum": m, "price": p} for m, p in zip(minima, prices[1:], strict=True)]
    return pairs.offer(price=prices[0], price_tiers=tiers)


def _match(demand: Demand, offer: Offer) -> Match:
    found = matched(demand, offer, pairs.TODAY)
    assert found is not None
    return found


def _with(offer: Offer, **changes: Any) -> Offer:
    return Offer.model_validate(offer.model_dump(exclude={"words"}) | changes)


@FEW
@given(demands(), offers())
def test_all_parts_and_scores_are_shares_of_one_told_in_two_languages(
    demand: Demand, offer: Offer
) -> None:
    fits = [fit(demand, offer, pairs.TODAY) for _, fit in PARTS]
    for value, _, (text, text_en) in [goods_fit(demand, offer), *fits]:
        assert 0 <= value <= 1
        assert text != text_en
        assert not {"{", "}"} & set(text + text_en)
    found = matched(demand, offer, pairs.TODAY)
    assert found is None or 0 <= found.score <= 1


@FEW
@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(1, 10**9))
def test_more_capacity_is_never_worse(capacity: int, more: int, volume: int) -> None:
    demand, offer = pairs.demand(volume_per_month=volume), pairs.offer(capacity_per_month=capacity)
    larger = _with(offer, capacity_per_month=capacity + more)
    assert _match(demand, larger).score >= _match(demand, offer).score


@FEW
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_lower_price_is_never_worse(price: int, less: int, limit: int) -> None:
    demand, offer = pairs.demand(price_limit=limit), pairs.offer(price=price)
    cheaper = _with(offer, price=max(0, price - less))
    assert _match(demand, cheaper).score >= _match(demand, offer).score


@FEW
@given(offers_with_tiers(), st.integers(1, 10_000), st.integers(0, 10_000))
def test_buying_more_never_costs_more_a_piece(offer: Offer, volume: int, more: int) -> None:
    assert offer.price_at(volume + more) <= offer.price_at(volume)


@FEW
@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_smaller_smallest_order_is_never_worse(moq: int, less: int, limit: int) -> None:
    demand, offer = pairs.demand(largest_moq=limit), pairs.offer(moq=moq)
    smaller = _with(offer, moq=max(1, moq - less))
    assert _match(demand, smaller).score >= _match(demand, offer).score


@FEW
@given(
    st.lists(PAPERS, max_size=4),
    st.sampled_from(KINDS),
    st.sampled_from(("declared", "checked")),
    st.none() | st.integers(0, 400),
    st.integers(0, 4),
)
def test_one_more_valid_paper_is_never_worse(
    held: list[dict[str, Any]], kind: str, state: str, days: int | None, at: int
) -> None:
    until = None if days is None else pairs.TODAY + timedelta(days=days)
    more = [*held[:at], pairs.paper(kind, state, until), *held[at:]]
    demand = pairs.demand(papers=list(KINDS))
    with_it, without = pairs.offer(papers=more), pairs.offer(papers=held)
    assert _match(demand, with_it).score >= _match(demand, without).score


@FEW
@given(st.integers(0, 365), st.integers(0, 365), st.none() | st.integers(1, 365))
def test_an_order_that_is_ready_sooner_is_never_worse(
    days: int, less: int, patience: int | None
) -> None:
    demand, offer = pairs.demand(longest_lead_days=patience), pairs.offer(lead_time_days=days)
    sooner = _with(offer, lead_time_days=max(0, days - less))
    assert _match(demand, sooner).score >= _match(demand, offer).score


AT_ONCE = (
    ("papers", "musts"),
    ("price_limit",),
    ("starts", "ends"),
    ("largest_moq", "longest_lead_days", "payment_days"),
)
"""What is tightened alone; else everything is."""


@st.composite
def tightened(draw: st.DrawFn, of: Demand) -> Demand:
    """A demand that asks for more papers, sooner, in fewer months, for less or by smaller lots."""
    more = draw(st.lists(st.sampled_from(KINDS), unique=True))
    tighter: dict[str, Any] = {
        "papers": {*of.papers, *more},
        "musts": {*of.musts, *more},
        "price_limit": draw(st.integers(1, of.price_limit or 10**12)),
        "largest_moq": draw(st.integers(1, of.largest_moq or 10**9)),
        "longest_lead_days": draw(st.integers(1, of.longest_lead_days or 730)),
        "payment_days": draw(st.integers(of.payment_days or 0, 365)),
        "starts": draw(st.dates(of.starts or date(2026, 11, 1), of.ends or date(2027, 3, 1))),
    }
    tighter["ends"] = draw(st.dates(tighter["starts"], of.ends or date(2027, 12, 31)))
    fields = draw(st.sampled_from([*AT_ONCE, tuple(tighter)]))
    return Demand.model_validate(of.model_dump() | {field: tighter[field] for field in fields})


LOOSE = st.builds(
    pairs.demand,
    unit=st.sampled_from(("pak", "kg")),
    price_limit=st.none() | st.integers(1, 60_000),
    musts=st.lists(st.sampled_from(KINDS), unique=True, max_size=2),
    starts=st.none() | st.dates(date(2026, 12, 1), date(2026, 12, 31)),
    ends=st.dates(date(2026, 12, 31), date(2027, 3, 1)),
)
SUPPLY = [
    pairs.offer(papers=[pairs.paper(kind) for kind in held], price=price, months=months, unit=unit)
    for held, price, months, unit in product(
        ((), ("HALAL",), ("NIB", "PIRT"), KINDS),
        (8_000, 15_000, 26_000, 40_000),
        ((), (12,), (2, 6)),
        ("pak", "kg"),
    )
]


@given(st.data())
def test_a_tightened_demand_never_brings_back_what_was_excluded(data: st.DataObject) -> None:
    loose = data.draw(LOOSE)
    tight = data.draw(tightened(loose))
    assert _live(tight, SUPPLY) <= _live(loose, SUPPLY)


def _live(demand: Demand, supply: list[Offer]) -> set[int]:
    found = [matched(demand, offer, pairs.TODAY) for offer in supply]
    return {number for number, match in enumerate(found) if match and match.live}


@FEW
@given(demands(), offers())
def test_what_is_kept_off_the_list_says_why_in_both_languages(demand: Demand, offer: Offer) -> None:
    found = matched(demand, offer, pairs.TODAY)
    if found is not None:
        assert found.live == (found.excluded == found.excluded_en == "")
        assert found.live or found.excluded != found.excluded_en


@FEW
@given(st.permutations(("keripik", "singkong", "balado")), st.permutations(("pedas", "singkong")))
def test_the_order_of_the_words_of_a_name_does_not_matter(
    wanted: list[str], offered: list[str]
) -> None:
    demand = pairs.demand(keywords=[" ".join(wanted)])
    offer = pairs.offer(name=" ".join([*offered, "keripik"]))
    assert (
        goods_fit(demand, offer)[0]
        == goods_fit(
            pairs.demand(keywords=["keripik singkong balado"]),
            pairs.offer(name="keripik pedas singkong"),
        )[0]
    )
