"""Which offers carry which words: an inverted index, and how much of a name each one shares."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.matching.naming import Name

Places = NDArray[np.intp]
Bits = NDArray[np.unsignedinteger[Any]]
MOST_WORDS = 63


class Names:
    """The words of offers 0, 1, 2, … as lists of the offers that have them."""

    def __init__(self, names: Iterable[Sequence[str]]) -> None:
        places: dict[str, list[int]] = {}
        self.size = 0
        for words in names:
            for word in words:
                places.setdefault(word, []).append(self.size)
            self.size += 1
        self._places = {word: np.array(at, dtype=np.int32) for word, at in places.items()}

    def sharing(self, wanted: Sequence[Name], least: float) -> tuple[Places, NDArray[np.float64]]:
        """Offers that share at least `least` (0-1) of one of the names wanted, and how much.

        Each offer's words are bits of one number, so a name is compared by counting bits.
        """
        known = list(dict.fromkeys(w for name in wanted for w in name if w in self._places))
        bits = {word: 1 << number for number, word in enumerate(known[:MOST_WORDS])}
        carried: Bits = np.zeros(self.size, dtype=np.min_scalar_type(sum(bits.values())))
        for word, bit in bits.items():
            at = self._places[word]
            carried[at] = np.bitwise_or(carried[at], bit)
        found = np.flatnonzero(carried)
        share = _best_share(carried[found], wanted, bits)
        enough = share >= least
        return found[enough], share[enough]


def _best_share(
    carried: Bits, wanted: Sequence[Name], bits: Mapping[str, int]
) -> NDArray[np.float64]:
    best = np.zeros(len(carried))
    for name in wanted:
        mask = sum(bits[word] for word in set(name) if word in bits)
        if mask:
            np.maximum(best, np.bitwise_count(carried & mask) / len(name), out=best)
    return best
