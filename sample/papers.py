"""Certificates of the sample: most valid, some expired, some about to expire, none of them real."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sample.seeds import PaperSample

CLOSE_DAYS = 90
FATES = ("expired",) * 2 + ("close",) + ("valid",) * 17


@dataclass(frozen=True)
class Paper:
    """A certificate with a number that is visibly not a real one."""

    kind: str
    number: str
    expires: date | None

    def __str__(self) -> str:
        until = f" s.d. {self.expires.isoformat()}" if self.expires else ""
        return f"{self.kind} {self.number}{until}"


class Registry:
    """Issues certificates; of any twenty that expire at all, two have and one is about to."""

    def __init__(self, chance: Random, today: date) -> None:
        self._chance = chance
        self._today = today
        self._fates: list[str] = []

    def issue(self, chance: Random, samples: Iterable[PaperSample]) -> tuple[Paper, ...]:
        """Those of the certificates that a seller happens to hold."""
        return tuple(self._paper(sample) for sample in samples if chance.random() < sample.chance)

    def _paper(self, sample: PaperSample) -> Paper:
        signs = (self._digit() if sign == "#" else sign for sign in sample.number)
        number = f"CONTOH-{''.join(signs)}"
        if sample.valid_years is None:
            return Paper(sample.kind, number, None)
        days = self._days_left(self._fate(), sample.valid_years)
        return Paper(sample.kind, number, self._today + timedelta(days=days))

    def _digit(self) -> str:
        return str(self._chance.randrange(10))

    def _fate(self) -> str:
        if not self._fates:
            self._fates = self._chance.sample(FATES, len(FATES))
        return self._fates.pop()

    def _days_left(self, fate: str, valid_years: int) -> int:
        if fate == "expired":
            return -self._chance.randint(1, 365)
        if fate == "close":
            return self._chance.randint(1, CLOSE_DAYS - 1)
        return self._chance.randint(CLOSE_DAYS, valid_years * 365)
