"""Offers as columns: which of very many fit a demand best, without looking at each.

The same parts as in the fit, worked out for all candidates at once; a property test holds the two
together. Reasons in words are left to the fit, for the few that are shown.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from contracts import lists
from services.matching import contents
from services.matching.exclusions import TOO_DEAR
from services.matching.goods import HS_LEVELS, LEAST_GOODS, LEAST_NAMED, category_agreement
from services.matching.model import YEAR, Demand, Offer
from services.matching.parts import (
    DEAREST,
    FARTHEST_KM,
    PRICE_OPEN,
    UNITS_UNKNOWN,
    USUAL_LEAD_DAYS,
    VOLUME_UNKNOWN,
    goal_of,
    payment_value,
    smallest_order,
)
from services.matching.trials.names import Names, Places
from services.matching.trials.papers import Papers
from services.matching.weights import Weights

Values = NDArray[np.float64]

_CATEGORIES = tuple(lists.categories())
_REGENCIES = tuple(lists.regencies())


class Columns:
    """Offers 0, 1, 2, … of an edition; `ids` are their product ids in this order."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        category = {code: at for at, code in enumerate(_CATEGORIES)}
        regency = {code: at for at, code in enumerate(_REGENCIES)}
        self._packings: dict[contents.Packing, int] = {}
        self.ids: list[str] = []
        words, rows, tiers, papers, seasons = [], [], [], [], []
        for offer in offers:
            seasons.append(offer if offer.capacities else None)
            self.ids.append(offer.id)
            words.append(offer.words)
            papers.append(offer.papers)
            tiers.append([(tier.minimum, tier.price) for tier in offer.price_tiers])
            packing = self._packings.setdefault(contents.packing(offer), len(self._packings))
            rows.append(
                (
                    category[offer.category],
                    int(offer.hs_code or -1),
                    regency[offer.regency],
                    packing,
                    offer.largest_capacity,
                    offer.price,
                    smallest_order(offer),
                    offer.lead_time_days,
                    -1 if offer.credit_days is None else offer.credit_days,
                    _mask(offer.open_months),
                )
            )
        self._names, self._papers = Names(words), Papers(papers)
        table = np.array(rows, dtype=np.int64).reshape(-1, 10)
        self._category, self._hs, self._regency, self._packing = (table[:, n] for n in range(4))
        self._capacity, self._price, self._smallest = (table[:, n] for n in (4, 5, 6))
        self._lead, self._credit, self._months = (table[:, n] for n in (7, 8, 9))
        self._tiers, self._seasons = _Tiers(tiers), _Seasons(seasons)
        self._held: dict[str, tuple[Values, NDArray[np.bool_]]] = {}

    def fitting(self, demand: Demand) -> tuple[Places, Values]:
        """Which offers are about the goods of a demand, and how well they agree (0-1)."""
        found, named = self._names.sharing(demand.words_of_names, LEAST_NAMED)
        agreement = np.array([category_agreement(demand.category, c) for c in _CATEGORIES])
        category = agreement[self._category[found]]
        value = 0.8 * named + 0.2 * category
        if demand.hs_code:
            with_hs = 0.65 * named + 0.15 * category + 0.2 * self._hs_agreement(demand, found)
            value = np.where(self._hs[found] < 0, value, with_hs)
        enough = value >= LEAST_GOODS - 1e-9
        return found[enough], value[enough]

    def best(self, demand: Demand, today: date, weights: Weights, most: int) -> tuple[Places, int]:
        """The best `most` offers by score, best first, and how many fit that nothing excludes."""
        found, goods = self.fitting(demand)
        score, possible = self.scores(demand, today, weights, found, goods)
        live = np.flatnonzero(possible)
        few = live
        if len(live) > most:
            few = live[np.argpartition(-score[live], most)[:most]]
        return found[few[np.lexsort((found[few], -score[few]))]], len(live)

    def scores(
        self, demand: Demand, today: date, weights: Weights, at: Places, goods: Values
    ) -> tuple[Values, NDArray[np.bool_]]:
        """The scores (0-1) of some offers, and whether no hard condition excludes them."""
        holding, convertible = self._holding(demand.unit)
        content, can = holding[self._packing[at]], convertible[self._packing[at]]
        price, ratio = self._price_fit(demand, at, content)
        papers, held = self._papers.worth(demand, today, at)
        months = np.bitwise_count(self._months[at] & _mask(demand.months))
        parts: dict[str, Values] = {
            "goods": goods,
            "volume": self._volume_fit(demand, at, content),
            "price": price,
            "papers": papers,
            "place": _nearness(goal_of(demand))[self._regency[at]],
            "terms": self._terms_fit(demand, at, content),
            "time": self._time_fit(demand, at, months),
        }
        score = sum(weights.of(part) * np.round(value, 3) for part, value in parts.items())
        possible = held & (ratio <= TOO_DEAR) & (months > 0) & can
        return np.asarray(score, dtype=np.float64), possible

    def _hs_agreement(self, demand: Demand, at: Places) -> Values:
        wanted, agreed = int(demand.hs_code or -1), np.zeros(len(at))
        for digits, share in reversed(HS_LEVELS):
            cut = 10 ** (6 - digits)
            agreed[self._hs[at] // cut == wanted // cut] = share
        return agreed

    def _holding(self, unit: str) -> tuple[Values, NDArray[np.bool_]]:
        """How many of a unit each packing holds, NaN where it is not known; whether it can."""
        if unit not in self._held:
            held = [contents.per_packing(packing, unit) for packing in self._packings]
            can = [not contents.of_another_kind(unit, offered) for offered, _, _ in self._packings]
            self._held[unit] = (
                np.array([np.nan if one is None else one for one in held], dtype=np.float64),
                np.array(can, dtype=np.bool_),
            )
        return self._held[unit]

    def _volume_fit(self, demand: Demand, at: Places, content: Values) -> Values:
        capacity = self._capacity[at]
        share = np.minimum(1, capacity * content / demand.volume_per_month)
        self._seasons.correct(share, demand, at, content)
        return np.where(capacity == 0, VOLUME_UNKNOWN, _known(share))

    def _price_fit(self, demand: Demand, at: Places, content: Values) -> tuple[Values, Values]:
        """What the price is worth, and its ratio to the limit: 0 where it cannot be told."""
        if demand.price_limit is None:
            return np.full(len(at), PRICE_OPEN), np.zeros(len(at))
        each = self._tiers.price_at(at, demand.volume_per_month / content, self._price[at])
        ratio = each / content / demand.price_limit
        value = np.clip((DEAREST - ratio) / (DEAREST - 1), 0, 1)
        return _known(value), np.nan_to_num(ratio)

    def _terms_fit(self, demand: Demand, at: Places, content: Values) -> Values:
        limit = demand.largest_moq or demand.volume_per_month
        order = _known(np.minimum(1, limit / (self._smallest[at] * content)))
        if demand.payment_days is None:
            return order
        credits, which = np.unique(self._credit[at], return_inverse=True)
        values = [
            payment_value(demand.payment_days, None if days < 0 else int(days)) for days in credits
        ]
        return np.asarray(order * np.array(values)[which], dtype=np.float64)

    def _time_fit(self, demand: Demand, at: Places, months: NDArray[np.uint8]) -> Values:
        patience = demand.longest_lead_days or USUAL_LEAD_DAYS
        ready = np.minimum(1, patience / np.maximum(self._lead[at], 1))
        return np.asarray(months / len(demand.months) * ready, dtype=np.float64)


class _Tiers:
    """Price steps of offers, as many columns as the longest has; steps that are not there are
    never reached."""

    def __init__(self, tiers: list[list[tuple[int, int]]]) -> None:
        width = max(map(len, tiers), default=0)
        self._minimum = np.full((len(tiers), width), np.inf)
        self._price = np.zeros((len(tiers), width))
        for at, steps in enumerate(tiers):
            for n, (minimum, price) in enumerate(steps):
                self._minimum[at, n], self._price[at, n] = minimum, price

    def price_at(self, at: Places, quantity: Values, otherwise: NDArray[np.int64]) -> Values:
        """Rupiah per unit when so many units are bought."""
        price = otherwise.astype(np.float64)
        for n in range(self._minimum.shape[1]):
            price = np.where(quantity >= self._minimum[at, n], self._price[at, n], price)
        return price


class _Seasons:
    """Capacity by month of those offers of which it is not the same all year round."""

    def __init__(self, offers: list[Offer | None]) -> None:
        varying = [offer for offer in offers if offer is not None]
        made = [[offer.capacity_in(month) for month in sorted(YEAR)] for offer in varying]
        self._made = np.array(made, dtype=np.float64).reshape(-1, len(YEAR))
        self._row = np.full(len(offers), -1)
        self._row[[at for at, offer in enumerate(offers) if offer]] = np.arange(len(varying))

    def correct(self, share: Values, demand: Demand, at: Places, content: Values) -> None:
        """Put in place what the wanted months in which there is capacity cover on average."""
        which = np.flatnonzero(self._row[at] >= 0)
        wanted = [month - 1 for month in sorted(demand.months)]
        made = self._made[self._row[at[which]]][:, wanted]
        covered = np.minimum(1, made * content[which, None] / demand.volume_per_month)
        months = np.count_nonzero(made, axis=1)
        average = covered.sum(axis=1) / np.maximum(months, 1)
        share[which] = np.where(months > 0, average, share[which])


def _known(value: Values) -> Values:
    return np.where(np.isnan(value), UNITS_UNKNOWN, value)


@cache
def _nearness(goal: str) -> Values:
    km = np.array([lists.distance_km(regency, goal) for regency in _REGENCIES])
    return np.maximum(0, 1 - km / FARTHEST_KM)


def _mask(months: frozenset[int]) -> int:
    return sum(1 << month for month in months)
