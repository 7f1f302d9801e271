"""Puts a set together: who exhibits what, who needs what, and writes it down."""

import json
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from sample import sheets
from sample.accounts import accounts
from sample.buyers import buyers
from sample.demands import demands
from sample.exhibitors import exhibitors
from sample.files import Form, write_sheet
from sample.manifest import manifest
from sample.papers import Registry
from sample.plan import Plan
from sample.products import products
from sample.sheets import Record, Sheet
from sample.supply import Supply
from sample.truth import truth


class Folder:
    """The folder of a set, which counts what is written into it."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._path = path
        self.files: list[Path] = []
        self.counts: dict[str, int] = {}

    def write(self, sheet: Sheet[Record], records: Iterable[Record], form: Form) -> None:
        """Writes one spreadsheet from records that may be made while it is written."""
        self.counts[sheet.name] = 0
        self.files.append(write_sheet(sheet, self._counting(sheet, records), self._path, form))

    def write_json(self, name: str, content: dict[str, object]) -> None:
        """Writes one document for people and programs alike."""
        path = self._path / name
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
        self.files.append(path)

    def _counting(self, sheet: Sheet[Record], records: Iterable[Record]) -> Iterable[Record]:
        for record in records:
            self.counts[sheet.name] += 1
            yield record


def write_set(plan: Plan, out: Path, form: Form = "xlsx") -> dict[str, int]:
    """Writes the set below `out`, products streamed to disk; answers the rows of each sheet."""
    folder = Folder(out / plan.recipe.id)
    supply = Supply()
    sellers, customers = list(exhibitors(plan)), list(buyers(plan))
    registry = Registry(plan.chance("papers"), plan.today)
    goods = chain.from_iterable(products(plan, seller, registry) for seller in sellers)
    folder.write_json("edition.json", plan.recipe.edition())
    folder.write(sheets.EXHIBITORS, sellers, form)
    folder.write(sheets.PRODUCTS, supply.noting(goods), form)
    folder.write(sheets.BUYERS, customers, form)
    needs = list(demands(plan, customers, supply))
    folder.write(sheets.DEMANDS, needs, form)
    folder.write(sheets.ACCOUNTS, accounts(sellers, customers), form)
    folder.write(sheets.TRUTH, truth(needs, supply, plan.seeds), "csv")
    folder.write_json("manifest.json", manifest(plan, folder.counts, folder.files))
    return folder.counts
