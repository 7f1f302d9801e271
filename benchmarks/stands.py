"""How long the rule takes to assign stands, and how well neighbours fit.

    python -m benchmarks.stands

407 exhibitors of the categories of uve-2021 on three halls of 10 x 15 stands, 30 of them needing
access. The floor of the time is comparing each exhibitor with each stand once; that of the
fit is the same exhibitors on the same stands by chance.
"""

import statistics
import time
from collections.abc import Callable
from random import Random

from benchmarks.report import Figure, show
from contracts import lists
from services.catalogue.editions.halls import Hall, stands_of
from services.catalogue.stands.assignment import Seeker, assign, togetherness

EXHIBITORS, NEEDY, RUNS = 407, 30, 20


def measure() -> list[Figure]:
    """Both figures."""
    chance = Random(2021)
    front_row = tuple(range(1, 16))
    halls = tuple(
        Hall(code=code, name=f"Aula {code}", rows=10, columns=15, accessible=front_row)
        for code in "ABC"
    )
    stands = list(stands_of(halls))
    categories = list(lists.categories())
    seekers = [
        Seeker(f"E-{number:04}", chance.choice(categories), number < NEEDY)
        for number in range(EXHIBITORS)
    ]
    families = lists.category_families()
    placed = assign(stands, {}, seekers, families).placed
    fits = {placed[seeker.code]: seeker.category for seeker in seekers}
    shuffled = list(fits.values())
    chance.shuffle(shuffled)
    by_chance = togetherness(stands, dict(zip(fits, shuffled, strict=True)))
    return [
        Figure(
            f"assign {EXHIBITORS} exhibitors to {len(stands)} stands",
            _median(lambda: assign(stands, {}, seekers, families)),
            "ms",
            _median(
                lambda: sum(seeker.code != stand.code for seeker in seekers for stand in stands)
            ),
            "each compared with each once",
            "≤ 100 ms",
        ),
        Figure(
            "neighbours of one category",
            togetherness(stands, fits) * 100,
            "%",
            by_chance * 100,
            "the same exhibitors by chance",
            "as many as can be",
        ),
    ]


def _median(do: Callable[[], object]) -> float:
    """Milliseconds of the processor, the median of some runs."""
    took = []
    for _ in range(RUNS):
        started = time.process_time()
        do()
        took.append(time.process_time() - started)
    return statistics.median(took) * 1000


if __name__ == "__main__":
    show(measure())
