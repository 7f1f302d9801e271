"""A buyer's charges held against the legal caps: it flags, with the source, and never blocks."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from services.matching.model import Value
from services.matching.sentences import Sentence, rupiah

_DATA = Path(__file__).parents[3] / "data" / "fair_terms.csv"

Outlet = Literal["hypermarket", "supermarket", "minimarket"]


class Charges(Value):
    """What a retailer charges its supplier.

    `listing_fee` is whole rupiah for one item in one outlet; `trading_terms` all charges besides
    the regular discount, in hundredths of a percent of what is bought.
    """

    outlet: Outlet | None = None
    listing_fee: Annotated[int, Field(ge=0, le=10**12)] = 0
    outlets: Annotated[int, Field(ge=1, le=100_000)] = 1
    trading_terms: Annotated[int, Field(ge=0, le=10_000)] = 0

    def of_buyer(self, kind: str) -> "Charges":
        """With the kind of outlet that a buyer's own kind says, where none was stated."""
        if self.outlet is None and kind in ("hypermarket", "supermarket"):
            return self.model_copy(update={"outlet": kind})
        return self


class Cap(Value):
    """A row of `data/fair_terms.csv`; amounts are whole rupiah, `basis` K is not verified yet."""

    rule: str
    outlet: str
    per_item_and_outlet: int | None
    per_item_at_most: int | None
    hundredths_of_percent: int | None
    valid_from: date
    valid_until: date | None
    basis: Literal["S", "SK", "K"]
    verified_on: date | None
    source: str


class Finding(Value):
    """What the caps say to one charge, in a sentence with its source."""

    rule: str
    outcome: Literal["above-cap", "within-cap", "to-be-confirmed"]
    text: str
    text_en: str
    source: str
    basis: str
    valid_from: date


@cache
def caps() -> tuple[Cap, ...]:
    """All caps of all times."""
    with _DATA.open(encoding="utf-8", newline="") as rows:
        return tuple(
            Cap.model_validate({name: value or None for name, value in row.items()})
            for row in csv.DictReader(rows)
        )


def findings(charges: Charges, day: date) -> list[Finding]:
    """What the caps in force on a day say to a buyer's charges; nothing where it charges nothing.

    Listing fees and trading terms by Permendag 23/2021; that micro and small firms are exempt
    (Permendag 70/2013 art. 13(3)) is not verified, so it is said as something to be confirmed.
    """
    found = [
        finding
        for cap in caps()
        if cap.valid_from <= day and (cap.valid_until is None or day <= cap.valid_until)
        for finding in _found(cap, charges)
    ]
    return found if any(one.outcome != "to-be-confirmed" for one in found) else []


def _found(cap: Cap, charges: Charges) -> Iterator[Finding]:
    if cap.rule == "listing-fee" and charges.listing_fee and cap.outlet == charges.outlet:
        yield _listing_fee(cap, charges)
    if cap.rule == "trading-terms" and charges.trading_terms:
        yield _trading_terms(cap, charges)
    if cap.rule == "small-firms-exempt":
        yield _finding(
            cap,
            "to-be-confirmed",
            (
                "Usaha mikro dan kecil pernah dibebaskan dari biaya ini; pastikan apakah masih "
                "berlaku.",
                "Micro and small firms were once exempt from these charges; confirm whether they "
                "still are.",
            ),
        )


def _listing_fee(cap: Cap, charges: Charges) -> Finding:
    each, most = cap.per_item_and_outlet or 0, cap.per_item_at_most or 0
    total = charges.listing_fee * charges.outlets
    above = charges.listing_fee > each or total > most
    fee, sum_, limit, top = (rupiah(value) for value in (charges.listing_fee, total, each, most))
    verdict = ("di atas batas", "above the cap") if above else ("dalam batas", "within the cap")
    return _finding(
        cap,
        "above-cap" if above else "within-cap",
        (
            f"Biaya pendaftaran {fee[0]} per barang per gerai (jumlah {sum_[0]}) {verdict[0]} "
            f"untuk {cap.outlet}: {limit[0]} per gerai, paling banyak {top[0]}.",
            f"A listing fee of {fee[1]} per item and outlet ({sum_[1]} in all) is {verdict[1]} "
            f"for a {cap.outlet}: {limit[1]} an outlet, {top[1]} at most.",
        ),
    )


def _trading_terms(cap: Cap, charges: Charges) -> Finding:
    limit = cap.hundredths_of_percent or 0
    above = charges.trading_terms > limit
    charged, most = _percent(charges.trading_terms), _percent(limit)
    verdict = ("di atas batas", "above the cap") if above else ("dalam batas", "within the cap")
    return _finding(
        cap,
        "above-cap" if above else "within-cap",
        (
            f"Potongan syarat perdagangan {charged[0]} di luar potongan biasa "
            f"{verdict[0]} {most[0]}.",
            f"Trading-term charges of {charged[1]} besides the regular discount are {verdict[1]} "
            f"of {most[1]}.",
        ),
    )


def _percent(hundredths: int) -> Sentence:
    """1750 → 17,5 %; 17.5% in English."""
    english = f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
    return f"{english.replace('.', ',')}\N{NO-BREAK SPACE}%", f"{english}%"


def _finding(
    cap: Cap, outcome: Literal["above-cap", "within-cap", "to-be-confirmed"], text: Sentence
) -> Finding:
    return Finding(
        rule=cap.rule,
        outcome=outcome,
        text=text[0],
        text_en=text[1],
        source=cap.source,
        basis=cap.basis,
        valid_from=cap.valid_from,
    )
