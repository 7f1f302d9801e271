"""What the dashboard reads, and how densely people meet in each hall."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.gateway.pages.edition_views import Floor, HallFloor
from services.gateway.pages.views import View


class Funnel(View):
    """How far an edition's demands and leads have come."""

    demands: int = 0
    matched: int = 0
    asked: int = 0
    quoted: int = 0
    accepted: int = 0
    deals: int = 0
    leads: int = 0
    requests: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class Zone:
    """A hall: how many of its stands are taken, and badges scanned at them in the last hour."""

    name: str
    stands: int
    encounters: int

    @property
    def density(self) -> float:
        """Scans a stand, 0 where nobody stands."""
        return self.encounters / self.stands if self.stands else 0.0


def zones(floor: Floor, encounters: Mapping[str, int]) -> list[Zone]:
    """The halls with stands, the densest first; `encounters` are by the exhibitor's code."""
    found = [_zone(hall, encounters) for hall in floor.with_stands]
    return sorted(found, key=lambda zone: -zone.density)


def _zone(hall: HallFloor, encounters: Mapping[str, int]) -> Zone:
    holders = [stand.exhibitor.code for stand in hall.stands if stand.exhibitor]
    return Zone(hall.name, len(holders), sum(encounters.get(code, 0) for code in holders))
