"""Kept answers, bounded by bytes; what was not asked for longest goes first."""

from collections import OrderedDict

from prometheus_client import Counter, Gauge

from services.gateway.caching.model import Kept

_bytes = Gauge("expo_cache_bytes", "Bytes of kept answers.")
_evicted = Counter("expo_cache_evicted_answers", "Answers dropped to make room.")


class Answers:
    """Answers by address, at most `most` bytes of them."""

    def __init__(self, most: int) -> None:
        self._most, self.size = most, 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, target: str) -> Kept | None:
        """The answer kept for an address, which is then dropped last of all."""
        kept = self._kept.get(target)
        if kept is not None:
            self._kept.move_to_end(target)
        return kept

    def put(self, target: str, kept: Kept) -> None:
        """Keep an answer; others make room for it."""
        self._drop(target)
        self._kept[target] = kept
        self.size += _cost(target, kept)
        while self.size > self._most:
            self._drop(next(iter(self._kept)))
            _evicted.inc()
        _bytes.set(self.size)

    def _drop(self, target: str) -> None:
        if kept := self._kept.pop(target, None):
            self.size -= _cost(target, kept)


def _cost(target: str, kept: Kept) -> int:
    return len(target) + kept.size
