"""The uve-2021 sample as matching sees it: demands and offers, without servers."""

import csv
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from contracts.lists import regency_code
from sample.__main__ import main as write_sample
from services.catalogue.sheets import ProductRow
from services.matching.model import Buyer, BuyerForm, Demand, Offer
from services.matching.sheets import BuyerRow, DemandRow

EDITION = "uve-2021"


class Market(NamedTuple):
    """Everything on offer and everything wanted in an edition; demands by code."""

    demands: dict[str, Demand]
    offers: list[Offer]


def market(*more_demands: Path) -> Market:
    """The sample's market; `more_demands` are further sheets in the form of `kebutuhan`."""
    with tempfile.TemporaryDirectory() as folder:
        write_sample([EDITION, "--out", folder, "--format", "csv"])
        sample = Path(folder) / EDITION
        buyers = [BuyerRow.model_validate(row).form() for row in _rows(sample / "pembeli.csv")]
        sheets = [sample / "kebutuhan.csv", *more_demands]
        return Market(_demands(sheets, {buyer.code: buyer for buyer in buyers}), _offers(sample))


def _rows(sheet: Path) -> Iterable[dict[str, str]]:
    with sheet.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            yield {column: cell for column, cell in row.items() if cell}


def _demands(sheets: Iterable[Path], buyers: dict[str, BuyerForm]) -> dict[str, Demand]:
    forms = [DemandRow.model_validate(row).form() for sheet in sheets for row in _rows(sheet)]
    return {
        form.code: Demand.of(form, Buyer.of(buyers[form.buyer_code], EDITION)) for form in forms
    }


def _offers(sample: Path) -> list[Offer]:
    regency = {row["kode"]: row["kabupaten"] for row in _rows(sample / "peserta.csv")}
    return [_offer(ProductRow.model_validate(row), regency) for row in _rows(sample / "produk.csv")]


def _offer(row: ProductRow, regency: dict[str, str]) -> Offer:
    return Offer.model_validate(
        row.form().model_dump()
        | {
            "id": f"product:{EDITION}:{row.code}",
            "edition": EDITION,
            "version": 1,
            "exhibitor": f"exhibitor:{EDITION}:{row.exhibitor_code}",
            "exhibitor_name": row.exhibitor_code,
            "regency": regency_code(regency[row.exhibitor_code]),
            "papers": [paper.model_dump() | {"state": "declared"} for paper in row.papers or ()],
        }
    )
