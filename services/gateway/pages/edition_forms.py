"""What the office types about an edition, as the catalogue takes it."""

import re
from typing import Any

from kernel.problems import Invalid
from services.gateway.pages.edition_views import EditionPlan, HallPlan
from services.gateway.pages.typed import Typed

MOST_HALLS = 50
MOST_STANDS = 5000
SPARE_HALLS = 2
MOST_FIELDS = 30 + 8 * MOST_HALLS + 100
SPAN = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?", re.ASCII)


def said(typed: Typed) -> dict[str, Any]:
    """The edition that a form describes. Raises Invalid for what cannot be read."""
    return {
        "name": typed.text("nama"),
        "name_en": typed.text("nama_en"),
        "starts": _day(typed, "mulai", "Mulai"),
        "ends": _day(typed, "selesai", "Selesai"),
        "venue": typed.text("tempat"),
        "booking_opens": _day(typed, "pesan_mulai", "Pemesanan dibuka"),
        "booking_closes": _day(typed, "pesan_selesai", "Pemesanan ditutup"),
        "rule_set": typed.text("aturan"),
        "mall": typed.text("mal"),
        "categories": typed.chosen("kategori"),
        "halls": [hall for number in range(MOST_HALLS) if (hall := _hall(typed, number))],
        "is_sample": typed.ticked("contoh"),
    }


def _day(typed: Typed, name: str, label: str) -> str | None:
    day = typed.day(name, label)
    return day.isoformat() if day else None


def _hall(typed: Typed, number: int) -> dict[str, Any] | None:
    """A hall, None where its code was left empty."""
    code = typed.text(f"aula-{number}-kode")
    if not code:
        return None
    online = typed.ticked(f"aula-{number}-daring")
    rows = typed.number(f"aula-{number}-baris", f"Baris aula {code}") or 0
    columns = typed.number(f"aula-{number}-kolom", f"Kolom aula {code}") or 0
    stands = typed.number(f"aula-{number}-stan", f"Stan aula {code}")
    grid = {"rows": rows, "columns": columns, "stands": stands or rows * columns}
    return {
        "code": code,
        "name": typed.text(f"aula-{number}-nama"),
        "online": online,
        "accessible": _numbers(typed.text(f"aula-{number}-akses")),
        "closed": _numbers(typed.text(f"aula-{number}-tutup")),
        **({} if online else grid),
    }


def _numbers(text: str) -> list[int]:
    """The numbers that 1-5, 12 stands for. Raises Invalid."""
    numbers: set[int] = set()
    for part in filter(str.strip, text.split(",")):
        found = SPAN.fullmatch(part.strip())
        if not found:
            raise Invalid(
                f"Tulis nomor stan seperti 1-5, 12; “{part.strip()[:20]}” tidak terbaca.",
                f"Write numbers of stands like 1-5, 12; “{part.strip()[:20]}” cannot be read.",
                code="misread",
            )
        first, last = int(found[1]), int(found[2] or found[1])
        numbers |= set(range(first, min(last, MOST_STANDS) + 1))
    return sorted(numbers)


def shown(plan: EditionPlan, typed: Typed) -> EditionPlan:
    """A plan as it was typed, as far as that can be read, so that nothing is typed twice."""
    if not typed.fields:
        return plan
    try:
        return EditionPlan.model_validate(plan.model_dump() | {"halls": []} | _kept(typed))
    except (Invalid, ValueError):
        return plan


def _kept(typed: Typed) -> dict[str, Any]:
    return {name: value for name, value in said(typed).items() if value is not None}


def hall_rows(plan: EditionPlan) -> list[HallPlan]:
    """The halls of a plan, and some empty ones to fill."""
    spare = min(SPARE_HALLS, MOST_HALLS - len(plan.halls))
    return [*plan.halls, *(HallPlan(code="", name="") for _ in range(spare))]
