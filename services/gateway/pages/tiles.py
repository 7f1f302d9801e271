"""The map of Central Java as tiles of equal size, so that a small city is as easy to choose."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts import lists
from services.gateway.pages.views import Facets

DEEPEST = 3


@dataclass(frozen=True)
class Tile:
    """A regency or city where it lies, and how many there are in it."""

    code: str
    short: str
    column: int
    row: int
    count: int

    @property
    def depth(self) -> int:
        """How strongly it is coloured: 0 for none, up to 3."""
        return min(self.count, DEEPEST)


def tiles(facets: Facets) -> Sequence[Tile]:
    """All 35, row by row."""
    counts = {value.value: value.count for value in facets.regency}
    return [
        Tile(place.code, place.short, place.column, place.row, counts.get(place.code, 0))
        for place in lists.regency_tiles()
    ]


def presence(facets: Facets) -> dict[str, int]:
    """How many are on the floor and how many online; who is both counts in both."""
    counts = {value.value: value.count for value in facets.attendance}
    both = counts.get("both", 0)
    return {name: counts.get(name, 0) + both for name in ("floor", "online")}
