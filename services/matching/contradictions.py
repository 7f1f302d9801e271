"""What in a demand contradicts itself or cannot be meant, in a sentence each."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from contracts import lists
from services.matching.model import DemandForm
from services.matching.sentences import number

LARGEST_GRAMS = 10**12
"""A million tonnes a month, or as many cubic metres: the unit must be wrong."""
LARGEST_PIECES = 10**8


class Contradiction(NamedTuple):
    """Which field cannot be as it is, with a stable code and a sentence in both languages."""

    field: str
    code: str
    text: str
    text_en: str


def contradictions(form: DemandForm) -> list[Contradiction]:
    """All that is found; none in a demand that can be meant."""
    return [said for rule in _RULES if (said := rule(form)) is not None]


def over(form: DemandForm, today: date) -> Contradiction | None:
    """What is said of a demand whose last day has passed when it is stated."""
    if form.ends is None or form.ends >= today:
        return None
    return Contradiction(
        "ends",
        "demand-over",
        f"Kebutuhan ini selesai {form.ends}, yang sudah lewat; isi tanggal selesai yang baru.",
        f"This demand ends on {form.ends}, which has passed; give it another end date.",
    )


def _order_exceeds_volume(form: DemandForm) -> Contradiction | None:
    if form.largest_moq is None or form.largest_moq <= form.volume_per_month:
        return None
    (limit, limit_en), (volume, volume_en) = number(form.largest_moq), number(form.volume_per_month)
    return Contradiction(
        "largest_moq",
        "moq-above-volume",
        f"Pesanan terkecil {limit} melebihi kebutuhan sebulan {volume}; periksa keduanya.",
        f"A smallest order of {limit_en} exceeds a month's need of {volume_en}; check both.",
    )


def _volume_is_absurd(form: DemandForm) -> Contradiction | None:
    unit = lists.units()[form.unit]
    most = LARGEST_GRAMS if unit.base in ("g", "ml") else LARGEST_PIECES
    if form.volume_per_month * unit.factor <= most:
        return None
    volume, volume_en = number(form.volume_per_month)
    return Contradiction(
        "volume_per_month",
        "absurd-volume",
        f"{volume} {form.unit} sebulan tidak masuk akal; periksa volume dan satuannya.",
        f"{volume_en} {form.unit} a month cannot be meant; check the volume and its unit.",
    )


def _must_is_not_wanted(form: DemandForm) -> Contradiction | None:
    extra = [kind for kind in form.musts if kind not in form.papers]
    if not extra:
        return None
    return Contradiction(
        "musts",
        "must-not-wanted",
        f"Dokumen wajib {', '.join(extra)} belum ada di daftar dokumen; tambahkan di sana juga.",
        f"The must {', '.join(extra)} is not among the papers; add it there too.",
    )


def _market_is_elsewhere(form: DemandForm) -> Contradiction | None:
    abroad = form.destination not in lists.regencies()
    if not abroad or form.market.startswith("X:"):
        return None
    return Contradiction(
        "market",
        "market-not-abroad",
        f"Tujuan {form.destination} di luar negeri, tetapi pasar {form.market} di dalam negeri.",
        f"Destination {form.destination} is abroad, but market {form.market} is at home.",
    )


_RULES: tuple[Callable[[DemandForm], Contradiction | None], ...] = (
    _order_exceeds_volume,
    _volume_is_absurd,
    _must_is_not_wanted,
    _market_is_elsewhere,
)
