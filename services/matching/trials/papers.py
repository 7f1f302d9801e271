"""The papers of many offers as columns: until which day each kind is valid, checked or declared."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from services.matching.model import Demand, HeldPaper
from services.matching.paperwork import SELF_DECLARED
from services.matching.trials.names import Places

ENDLESS = date.max.toordinal()


class Papers:
    """The last day of each kind of paper, by who vouches for it; 0 where there is none."""

    def __init__(self, held: Sequence[Sequence[HeldPaper]]) -> None:
        self._size = len(held)
        self._until: dict[tuple[str, str], NDArray[np.int32]] = {}
        for at, papers in enumerate(held):
            for paper in papers:
                column = self._column(paper.kind, paper.state)
                last = paper.expires.toordinal() if paper.expires else ENDLESS
                column[at] = max(column[at], last)

    def _column(self, kind: str, state: str) -> NDArray[np.int32]:
        if (kind, state) not in self._until:
            self._until[kind, state] = np.zeros(self._size, dtype=np.int32)
        return self._until[kind, state]

    def worth(
        self, demand: Demand, today: date, at: Places
    ) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """What papers of some offers are worth to a demand (0-1), and whether all musts hold."""
        kinds = {kind: self._worth_of(kind, today, at) for kind in (*demand.papers, *demand.musts)}
        held = np.ones(len(at), dtype=np.bool_)
        for kind in demand.musts:
            held &= kinds[kind] > 0
        if not demand.papers:
            return np.ones(len(at)), held
        worth = np.sum([kinds[kind] for kind in demand.papers], axis=0) / len(demand.papers)
        return worth, held

    def _worth_of(self, kind: str, today: date, at: Places) -> NDArray[np.float64]:
        worth = np.zeros(len(at))
        for state, value in (("declared", SELF_DECLARED), ("checked", 1.0)):
            if (kind, state) in self._until:
                worth[self._until[kind, state][at] >= today.toordinal()] = value
        return worth
