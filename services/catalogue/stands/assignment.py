"""Which exhibitor gets which stand: one category beside another, wheelchairs where they can go.

The stands are walked hall by hall, in bands of some rows, every other band backwards
(boustrophedon), so that what follows each other in the walk lies beside each other on the floor.
Exhibitors stand in a queue of families of goods, of categories within them, and of codes within
these; the queue is laid along the walk. Of bands of one to six rows those are taken that bring
most neighbours of one category together.

Whoever needs access gets, of the accessible stands, those that keep them nearest to their place in
the queue: for points on a line the cheapest matching is the one that keeps their order (Karp and
Li, "Two special cases of the assignment problem", Discrete Mathematics 13, 1975), which a table of
(those who need access) x (accessible stands) finds. The others get the remaining stands in their
order, accessible ones only once no other is left.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from statistics import fmean
from typing import Literal, NamedTuple

from services.catalogue.editions.halls import Stand

BANDS = range(1, 7)
LAST = float("inf")

Reason = Literal["no-stand-left", "no-accessible-stand-left"]


class Seeker(NamedTuple):
    """Somebody who wants a stand; `code` also says who came first."""

    code: str
    category: str
    needs_access: bool = False


class Assignment(NamedTuple):
    """Stand codes by exhibitor code, and why the others get none."""

    placed: Mapping[str, str]
    left: Mapping[str, Reason]


def walk(stands: Iterable[Stand], band: int) -> list[Stand]:
    """Stands in the order in which one passes by them, in bands of `band` rows; halls as given."""
    halls: dict[str, list[Stand]] = defaultdict(list)
    for stand in stands:
        halls[stand.hall].append(stand)
    return [stand for hall in halls.values() for stand in sorted(hall, key=partial(_step, band))]


def _step(band: int, stand: Stand) -> tuple[int, int, int]:
    """Band by band, columns to and fro, rows within a column up and down."""
    number, row = divmod(stand.row, band)
    column = -stand.column if number % 2 else stand.column
    return number, column, -row if stand.column % 2 else row


def assign(
    stands: Iterable[Stand],
    staying: Mapping[str, Seeker],
    seekers: Iterable[Seeker],
    families: Mapping[str, str],
) -> Assignment:
    """Give each seeker a stand, or say why not; the same for the same input in whatever order.

    `staying` are those who keep their stand, by its code; `families` gives the family of each
    category. No stand is given twice, none that is closed, and none that is not accessible to
    whoever needs access. When there are too few, who came first gets one. Takes
    O(n log n + k * m) for n stands, of which k of m accessible ones are asked for.
    """
    all_, wanting = list(stands), sorted(seekers)
    category_of = {seeker.code: seeker.category for seeker in wanting}
    held = {stand: seeker.category for stand, seeker in staying.items()}

    def together(found: Assignment) -> float:
        given = {stand: category_of[code] for code, stand in found.placed.items()}
        return togetherness(all_, held | given)

    tried = [_assign(walk(all_, band), staying, wanting, families) for band in BANDS]
    return max(tried, key=together)


def _assign(
    walked: Sequence[Stand],
    staying: Mapping[str, Seeker],
    seekers: Sequence[Seeker],
    families: Mapping[str, str],
) -> Assignment:
    places = {stand.code: place for place, stand in enumerate(walked)}
    free = [stand for stand in walked if not stand.closed and stand.code not in staying]
    admitted, left = _admit(seekers, free)
    order = [places[stand.code] for stand in free]
    near: dict[str, list[int]] = defaultdict(list)
    for stand, seeker in staying.items():
        if stand in places:
            near[seeker.category].append(bisect(order, places[stand]))
    queue = _queue(admitted, near, families)
    targets = {seeker.code: places[stand.code] for seeker, stand in zip(queue, free, strict=False)}
    needy = [seeker for seeker in queue if seeker.needs_access]
    reach = [places[stand.code] for stand in free if stand.accessible]
    chosen = in_order([targets[seeker.code] for seeker in needy], reach)
    placed = {seeker.code: walked[place].code for seeker, place in zip(needy, chosen, strict=True)}
    others = [seeker for seeker in queue if not seeker.needs_access]
    remaining = _remaining(free, set(placed.values()), len(others))
    placed |= {seeker.code: stand.code for seeker, stand in zip(others, remaining, strict=True)}
    return Assignment(placed, left)


def in_order(targets: Sequence[int], places: Sequence[int]) -> list[int]:
    """For each of k ascending targets one of m ascending places, k <= m, none twice, in order.

    The sum of the distances is the least there is. Raises ValueError for k > m.
    """
    if len(targets) > len(places):
        raise ValueError(f"{len(targets)} targets, {len(places)} places")
    costs: list[float] = [0.0] * (len(places) + 1)
    taken: list[list[bool]] = []
    for number, target in enumerate(targets, start=1):
        row: list[float] = [LAST] * (len(places) + 1)
        takes = [False] * (len(places) + 1)
        for seen in range(number, len(places) + 1):
            with_it = costs[seen - 1] + abs(places[seen - 1] - target)
            takes[seen] = with_it < row[seen - 1]
            row[seen] = min(with_it, row[seen - 1])
        costs = row
        taken.append(takes)
    return _traced(taken, places)


def _traced(taken: Sequence[Sequence[bool]], places: Sequence[int]) -> list[int]:
    chosen, seen = [], len(places)
    for takes in reversed(taken):
        while not takes[seen]:
            seen -= 1
        seen -= 1
        chosen.append(places[seen])
    return chosen[::-1]


def _admit(
    seekers: Sequence[Seeker], free: Sequence[Stand]
) -> tuple[list[Seeker], dict[str, Reason]]:
    """First come, first served, as long as there are stands that will do."""
    accessible = sum(stand.accessible for stand in free)
    admitted: list[Seeker] = []
    left: dict[str, Reason] = {}
    for seeker in seekers:
        if len(admitted) == len(free):
            left[seeker.code] = "no-stand-left"
        elif seeker.needs_access and not accessible:
            left[seeker.code] = "no-accessible-stand-left"
        else:
            admitted.append(seeker)
            accessible -= seeker.needs_access
    return admitted, left


def _queue(
    admitted: Sequence[Seeker],
    near: Mapping[str, Sequence[int]],
    families: Mapping[str, str],
) -> list[Seeker]:
    """Family by family, category by category; those come when the walk reaches the middle of
    whoever stays of them (`near`: how many free stands come before each), the others by name."""
    by_family: dict[str, dict[str, list[Seeker]]] = defaultdict(lambda: defaultdict(list))
    for seeker in admitted:
        by_family[families.get(seeker.category, "")][seeker.category].append(seeker)
    sizes = {name: sum(map(len, some.values())) for name, some in by_family.items()}
    wide: dict[str, list[int]] = defaultdict(list)
    for category, ranks in near.items():
        wide[families.get(category, "")] += ranks
    queue: list[Seeker] = []
    for family in _laid(sizes, wide, 0):
        within = by_family[family]
        counts = {name: len(some) for name, some in within.items()}
        for category in _laid(counts, near, len(queue)):
            queue += within[category]
    return queue


def _laid(sizes: Mapping[str, int], near: Mapping[str, Sequence[int]], start: int) -> list[str]:
    """Blocks one behind the other from `start` on, the drawn ones about where they are drawn to."""
    drawn = sorted((fmean(near[name]), name) for name in sizes if near.get(name))
    loose = sorted((name for name in sizes if not near.get(name)), reverse=True)
    order: list[str] = []
    for middle, name in drawn:
        while loose and start + sizes[loose[-1]] + sizes[name] / 2 <= middle:
            start += sizes[loose[-1]]
            order.append(loose.pop())
        start += sizes[name]
        order.append(name)
    return order + loose[::-1]


def _remaining(free: Sequence[Stand], taken: set[str], wanted: int) -> list[Stand]:
    """So many of the free stands, in their order, accessible ones only where others run out."""
    open_ = [stand for stand in free if stand.code not in taken]
    usual = sum(not stand.accessible for stand in open_)
    spare = max(0, wanted - usual)
    chosen: list[Stand] = []
    for stand in open_:
        if len(chosen) < wanted and (not stand.accessible or spare):
            spare -= stand.accessible
            chosen.append(stand)
    return chosen


def togetherness(stands: Iterable[Stand], categories: Mapping[str, str]) -> float:
    """The share (0 to 1) of neighbours of one category among all neighbours, side by side or
    back to back in one hall; `categories` by stand code. 1 where nobody has a neighbour."""
    at = {(stand.hall, stand.row, stand.column): categories.get(stand.code) for stand in stands}
    pairs = [
        (one, at.get(beside))
        for (hall, row, column), one in at.items()
        for beside in ((hall, row, column + 1), (hall, row + 1, column))
        if one and at.get(beside)
    ]
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else 1.0
