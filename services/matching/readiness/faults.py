"""What can be wrong with requirement rules, by row and column, in two languages."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from kernel.problems import Invalid
from services.matching.readiness.conditions import BadCondition
from services.matching.readiness.model import RuleForm


@dataclass(frozen=True)
class RuleFault:
    """One thing that is wrong, where it stands and what to do."""

    row: int
    column: str
    value: str
    code: str
    message: str
    message_en: str


class RulesRefused(Invalid):
    """Rules that cannot be in force as they are; `errors` says all that is wrong with them."""

    code = "rules-invalid"

    def __init__(self, faults: Sequence[RuleFault]) -> None:
        first = faults[0]
        super().__init__(
            f"{len(faults)} hal perlu diperbaiki dalam aturan; yang pertama di baris {first.row}, "
            f"kolom {first.column}: {first.message}",
            f"{len(faults)} things need mending in the rules; the first in row {first.row}, "
            f"column {first.column}: {first.message_en}",
            errors=[asdict(fault) for fault in faults],
        )


def unknown(row: int, column: str, value: str) -> RuleFault:
    """Goods, a market, a paper or a requirement that does not exist."""
    return RuleFault(
        row,
        column,
        value,
        f"unknown-{column}",
        f"“{value}” tidak dikenal; periksa daftar di data/requirements.",
        f"“{value}” is not known; see the lists in data/requirements.",
    )


def bad_condition(row: int, column: str, text: str, error: BadCondition) -> RuleFault:
    """A condition that cannot be read."""
    return RuleFault(row, column, text, "bad-condition", error.message, error.message_en)


def malformed(row: int, column: str, value: str, message_en: str) -> RuleFault:
    """A cell that is not of its column's form."""
    return RuleFault(
        row, column, value, "wrong-form", f"Isi “{value}” tidak sesuai bentuk kolom.", message_en
    )


def overlap(row: int, column: str, form: RuleForm, other: date | None) -> RuleFault:
    """Two versions of one requirement that are in force on the same day."""
    return RuleFault(
        row,
        column,
        str(getattr(form, column) or ""),
        "dates-overlap",
        f"{form.code}: dua versi berlaku pada hari yang sama (lihat {other or 'tanpa akhir'}).",
        f"{form.code}: two versions are in force on one day (see {other or 'without an end'}).",
    )


def gap(row: int, form: RuleForm, ended: date) -> RuleFault:
    """Days between two versions of one requirement on which none is in force."""
    return RuleFault(
        row,
        "valid_from",
        str(form.valid_from),
        "dates-gap",
        f"{form.code}: tidak ada versi yang berlaku sesudah {ended} sampai {form.valid_from}; "
        "tambahkan versi “-” bila memang dicabut.",
        f"{form.code}: no version is in force after {ended} until {form.valid_from}; "
        "add a version “-” where it was lifted.",
    )
