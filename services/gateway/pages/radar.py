"""The radar: one spoke for each dimension, as points of a drawing around (120, 102)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from services.gateway.pages.readiness_views import Spoke

CENTRE = (120.0, 102.0)
RADIUS = 74.0
LABEL = 88.0


@dataclass(frozen=True)
class Place:
    """A point of the drawing, and how a text there is anchored."""

    x: float
    y: float
    anchor: str = "middle"

    def __str__(self) -> str:
        return f"{self.x},{self.y}"


def at(number: int, of: int, distance: float) -> Place:
    """On spoke `number` of `of`, the first of which points up, so far from the centre."""
    angle = 2 * pi * number / of - pi / 2
    x, y = CENTRE[0] + distance * cos(angle), CENTRE[1] + distance * sin(angle)
    side = "middle" if abs(cos(angle)) < 0.2 else "start" if cos(angle) > 0 else "end"
    return Place(round(x, 1), round(y, 1), side)


def ring(spokes: int, share: float) -> str:
    """The corners of a ring at a share of the radius."""
    return " ".join(str(at(number, spokes, RADIUS * share)) for number in range(spokes))


def shape(spokes: Sequence[Spoke]) -> str:
    """The corners of what is met; a dimension of which nothing applies counts as full."""
    shares = (spoke.met / spoke.of if spoke.of else 1.0 for spoke in spokes)
    corners = (at(number, len(spokes), RADIUS * share) for number, share in enumerate(shares))
    return " ".join(map(str, corners))


def ends(spokes: int) -> list[Place]:
    """Where each spoke ends."""
    return [at(number, spokes, RADIUS) for number in range(spokes)]


def labels(spokes: int) -> list[Place]:
    """Where the name of each spoke stands."""
    return [at(number, spokes, LABEL) for number in range(spokes)]
