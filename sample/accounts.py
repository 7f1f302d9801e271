"""Who signs in: one account per exhibitor and per buyer, named after the role, not a person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sample.buyers import Buyer
from sample.exhibitors import Exhibitor


@dataclass(frozen=True)
class Account:
    """An account that can receive no mail: its domain does not exist."""

    email: str
    name: str
    role: str
    party: str
    language: str


def accounts(exhibitors: Iterable[Exhibitor], buyers: Iterable[Buyer]) -> Iterator[Account]:
    """The accounts of all exhibitors, then of all buyers."""
    for exhibitor in exhibitors:
        name = f"Pengelola {exhibitor.name}"
        yield Account(_email(exhibitor.code), name, "exhibitor", exhibitor.code, "id")
    for buyer in buyers:
        desk = "Petugas" if buyer.kind.role == "broker" else "Bagian Pembelian"
        name = f"{desk} {buyer.name}"
        yield Account(_email(buyer.code), name, buyer.kind.role, buyer.code, buyer.language)


def _email(code: str) -> str:
    return f"{code.lower()}@example.invalid"
