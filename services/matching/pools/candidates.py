"""Who could be in a pool: offers of the same goods, with what they have free month by month."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kernel.problems import Conflict
from services.matching import contents
from services.matching.capacity.model import capacity_in
from services.matching.capacity.months import Month, following, month_of, months_from
from services.matching.goods import LEAST_GOODS, goods_fit
from services.matching.model import Demand, Offer
from services.matching.paperwork import sorted_out
from services.matching.pools.landed import carriage, of_a_member
from services.matching.pools.model import LeftOut
from services.matching.pools.problem import Floats, Ints, Problem

USUAL_MONTHS = 6
MOST_MONTHS = 24
SAME_GOODS = 0.7
"""How well the goods must agree to stand beside each other; less is similar goods, not the same."""

Promised = Mapping[str, Mapping[Month, int]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer that may deliver: `free` whole cartons by month, in its own units.

    `content` is how many of the demand's units are in one of its own; `carriage` is rupiah for
    bringing one of its own units to the buyer.
    """

    offer: Offer
    content: float
    carriage: int
    free: tuple[int, ...]

    @property
    def least(self) -> int:
        """Its smallest order, in whole cartons."""
        return _up(self.offer.moq, self.offer.carton_multiple)

    def steps(self) -> list[tuple[int, int, int]]:
        """Price steps as (from, up to and with, rupiah) in its own units, in whole cartons."""
        carton = self.offer.carton_multiple
        tiers = sorted(self.offer.price_tiers, key=lambda tier: tier.minimum)
        starts = [self.least, *(max(self.least, _up(t.minimum, carton)) for t in tiers)]
        ends = [*(start - carton for start in starts[1:]), 10**9]
        return [
            (start, end, self.offer.price_at(start))
            for start, end in zip(starts, ends, strict=True)
            if end >= start
        ]


def months_of(demand: Demand, today: date) -> tuple[Month, ...]:
    """The whole months in which a demand is to be filled, the next one being the first.

    Half a year where the demand names no end, two years at most. Raises Conflict when it is over.
    """
    first = following(month_of(today))
    if demand.starts:
        first = max(first, month_of(demand.starts))
    last = month_of(demand.ends) if demand.ends else "9999-12"
    months = months_from(first, last, MOST_MONTHS if demand.ends else USUAL_MONTHS)
    if not months:
        raise Conflict(
            f"Masa kebutuhan {demand.title} tidak menyisakan bulan penuh; perpanjang lebih dulu.",
            f"The period of demand {demand.title} has no whole month left; extend it first.",
            code="demand-over",
        )
    return months


def candidates_for(
    demand: Demand,
    offers: Sequence[Offer],
    promised: Promised,
    months: Sequence[Month],
    today: date,
) -> tuple[list[Candidate], list[LeftOut]]:
    """Those who could deliver something, and why others of the same goods could not."""
    found, out = [], Counter[str]()
    for offer in offers:
        goods = goods_fit(demand, offer)[0]
        if goods < LEAST_GOODS:
            continue
        one = (
            _candidate(demand, offer, promised.get(offer.id, {}), months, today)
            if goods >= SAME_GOODS
            else "similar"
        )
        if isinstance(one, str):
            out[one] += 1
        else:
            found.append(one)
    return sorted(found, key=lambda one: one.offer.code), [_left_out(*one) for one in out.items()]


def _candidate(
    demand: Demand,
    offer: Offer,
    promised: Mapping[Month, int],
    months: Sequence[Month],
    today: date,
) -> Candidate | str:
    """The candidate, or why the offer is none."""
    content = contents.per_unit(demand, offer)
    if content is None:
        return "unit"
    why = _barred(demand, offer, content, today)
    if why:
        return why
    free = tuple(
        _down(capacity_in(offer, month) - promised.get(month, 0), offer.carton_multiple)
        for month in months
    )
    one = Candidate(offer, content, carriage(offer, demand), free)
    return one if max(free) >= one.least else "full"


def _barred(demand: Demand, offer: Offer, content: float, today: date) -> str:
    """Why an offer may not take part whatever it has free, "" when it may."""
    _, expired, missing = sorted_out(demand.musts, offer.papers, today)
    if missing or expired:
        return "papers"
    if demand.price_limit and _lowest_price(offer) > demand.price_limit * content:
        return "price"
    return "" if offer.largest_capacity else "unknown"


_WHY = {
    "similar": ("barangnya hanya serupa, bukan sama", "their goods are similar, not the same"),
    "papers": (
        "tidak punya dokumen yang wajib bagi pembeli",
        "they lack a paper that the buyer insists on",
    ),
    "unit": (
        "satuannya tidak dapat dibandingkan dengan satuan kebutuhan",
        "their unit cannot be compared with the demand's",
    ),
    "unknown": ("kapasitas per bulannya belum diisi", "their capacity per month is not stated"),
    "price": (
        "harganya di atas batas pembeli, pada jumlah berapa pun",
        "their price exceeds the buyer's limit at any quantity",
    ),
    "full": (
        "sisa kapasitasnya kurang dari pesanan terkecilnya",
        "what they have free is less than their smallest order",
    ),
}


def _left_out(why: str, count: int) -> LeftOut:
    text, text_en = _WHY[why]
    return LeftOut(
        why=why,
        count=count,
        text=f"{count} penawaran tidak diikutkan: {text}.",
        text_en=f"{count} offers are left out: {text_en}.",
    )


def _lowest_price(offer: Offer) -> int:
    return min([offer.price, *(tier.price for tier in offer.price_tiers)])


def _up(quantity: int, carton: int) -> int:
    return -(-max(quantity, 1) // carton) * carton


def _down(quantity: int, carton: int) -> int:
    return max(quantity, 0) // carton * carton


@dataclass(frozen=True, slots=True)
class Posed:
    """A problem, and which kind of month each month is."""

    problem: Problem
    kind_of: Ints


def posed(
    demand: Demand,
    candidates: Sequence[Candidate],
    wanted: Sequence[float],
    members_at_most: int | None,
) -> Posed:
    """The problem of delivering `wanted` units of the demand, month by month, at least cost.

    A price step that exceeds the buyer's limit is not there.
    """
    months = len(wanted)
    free = np.array([one.free for one in candidates], float).reshape(len(candidates), months)
    table = np.vstack([np.array(wanted, float), free])
    kinds, kind_of = np.unique(table, axis=1, return_inverse=True)
    price, least, most = _steps(demand, candidates, kinds[1:])
    fixed = np.full(len(candidates), float(of_a_member(months)) + 1)
    return Posed(
        Problem(
            volume=kinds[0],
            months=np.bincount(kind_of.reshape(-1)).astype(float),
            price=price,
            least=least,
            most=most,
            fixed=fixed,
            members_at_most=members_at_most,
            penalty=2 * (float(price.max(initial=0)) + float(fixed.max(initial=0))) + 1,
        ),
        kind_of.reshape(-1),
    )


def _steps(
    demand: Demand, candidates: Sequence[Candidate], free: Floats
) -> tuple[Floats, Floats, Floats]:
    """Price, least and most of every step, in the demand's units; 0 where there is none."""
    steps = [one.steps() for one in candidates]
    shape = (*free.shape, max(map(len, steps), default=1))
    price, least, most = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for row, one in enumerate(candidates):
        for step, (start, end, rupiah) in enumerate(steps[row]):
            if demand.price_limit and rupiah > demand.price_limit * one.content:
                continue
            reach = np.minimum(free[row], end)
            price[row, :, step] = (rupiah + one.carriage) / one.content
            least[row, :, step] = start * one.content
            most[row, :, step] = np.where(reach >= start, reach, 0) * one.content
    return price, least, most
