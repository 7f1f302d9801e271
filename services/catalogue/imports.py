"""Which spreadsheets the catalogue takes in, and what must hold between them."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, ClassVar

from contracts import lists
from kernel.callers import Caller
from kernel.imports import Counts
from kernel.problems import Invalid, Refusal
from kernel.spreadsheets import CellFault
from services.catalogue import actions, hs
from services.catalogue.editions.model import Edition
from services.catalogue.model import Exhibitor, exhibitor_id
from services.catalogue.papers.model import PaperForm
from services.catalogue.profiles.model import expect_in_use
from services.catalogue.sheets import ExhibitorRow, ProductRow
from services.catalogue.shelves import Shelves
from services.catalogue.stands.model import expect_on_floor, expect_stands

Faults = Mapping[str, Sequence[CellFault]]


class ExhibitorSheet:
    """`peserta`: a row is an exhibitor of the edition."""

    name: ClassVar[str] = "exhibitors"
    row: ClassVar[Any] = ExhibitorRow
    unshared: ClassVar[tuple[str, ...]] = ("stand",)
    columns: ClassVar[Mapping[str, lists.Column]] = lists.columns("exhibitors")

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def expect_edition(self, edition: str) -> None:
        await self._shelves.editions.get(edition)

    async def faults(self, edition: str, rows: Sequence[ExhibitorRow]) -> Faults:
        """Rows with papers that cannot be, or with what the edition does not have for them."""
        found = _unsound_papers(rows)
        opened = await self._shelves.editions.get(edition)
        ids = [exhibitor_id(edition, row.code) for row in rows]
        before = await self._shelves.exhibitors.with_ids(ids)
        parts = [
            Exhibitor.of(row.form(), edition, before.get(id_))
            for row, id_ in zip(rows, ids, strict=True)
        ]
        wanted = [part.stand for part in parts if part.stand]
        holders = await self._shelves.occupants.at_stands(edition, wanted)
        keeping = {part.id: part.stand for part in parts}
        holders = {s: e for s, e in holders.items() if keeping.get(e.id, s) == s}
        for row, part in zip(rows, parts, strict=True):
            if fault := _unplaced(row, part, opened, before, holders):
                found.setdefault(row.code, []).append(fault)
            elif part.stand:
                holders.setdefault(part.stand, part)
        return found

    async def save(self, edition: str, rows: Sequence[ExhibitorRow], caller: Caller) -> Counts:
        forms = [row.form() for row in rows]
        return await actions.save_exhibitors(edition, forms, caller, self._shelves)

    def remarks(self, rows: Sequence[ExhibitorRow]) -> Faults:
        return {}


class ProductSheet:
    """`produk`: a row is a product of an exhibitor that the edition has already."""

    name: ClassVar[str] = "products"
    row: ClassVar[Any] = ProductRow
    unshared: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[Mapping[str, lists.Column]] = lists.columns("products")

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    async def expect_edition(self, edition: str) -> None:
        await self._shelves.editions.get(edition)

    async def faults(self, edition: str, rows: Sequence[ProductRow]) -> Faults:
        """Rows whose exhibitor is not known, or whose cells do not go together."""
        ids = {row.exhibitor_code: exhibitor_id(edition, row.exhibitor_code) for row in rows}
        known = await self._shelves.exhibitors.with_ids(list(ids.values()))
        found = _at_odds(rows)
        for code, faults in _unsound_papers(rows).items():
            found.setdefault(code, []).extend(faults)
        for row in rows:
            if ids[row.exhibitor_code] not in known:
                found.setdefault(row.code, []).append(_stranger(row))
        return found

    async def save(self, edition: str, rows: Sequence[ProductRow], caller: Caller) -> Counts:
        offers = [(row.form(), row.status) for row in rows]
        return await actions.save_products(edition, offers, caller, self._shelves)

    def remarks(self, rows: Sequence[ProductRow]) -> Faults:
        """HS codes that HS 2022 has not; the rows are right all the same."""
        return {
            row.code: [_outdated(row.hs_code, remark)]
            for row in rows
            if row.hs_code and (remark := hs.remark_on(row.hs_code))
        }


def _outdated(code: str, remark: hs.Remark) -> CellFault:
    return CellFault("hs", "hs-outdated", remark.message, remark.message_en, code)


def _unplaced(
    row: ExhibitorRow,
    part: Exhibitor,
    edition: Edition,
    before: Mapping[str, Exhibitor],
    holders: Mapping[str, Exhibitor],
) -> CellFault | None:
    """What keeps an exhibitor from the stand or the category that its row names."""
    column, value = "stan", row.stand or ""
    try:
        if row.stand:
            expect_on_floor(row.form())
        expect_stands(edition, [part], before, holders)
        if part.id not in before or before[part.id].category != part.category:
            column, value = "kategori", row.category
            expect_in_use(part.category, edition)
    except Refusal as refusal:
        return CellFault(
            column=column,
            code=refusal.code,
            message=refusal.detail,
            message_en=refusal.detail_en,
            value=value,
        )
    return None


def _stranger(row: ProductRow) -> CellFault:
    return CellFault(
        column="kode_peserta",
        code="unknown-exhibitor",
        message=f"Peserta “{row.exhibitor_code}” belum ada. Impor lembar peserta lebih dahulu.",
        message_en=f"There is no exhibitor “{row.exhibitor_code}”. Import the exhibitors first.",
        value=row.exhibitor_code,
    )


def _at_odds(rows: Sequence[ProductRow]) -> dict[str, list[CellFault]]:
    """Rows whose cells are right one by one but not together."""
    found: dict[str, list[CellFault]] = {}
    for row in rows:
        prices = [(1, row.price), *((tier.minimum, tier.price) for tier in row.price_tiers)]
        if any(upper[0] <= lower[0] or upper[1] > lower[1] for lower, upper in pairwise(prices)):
            found[row.code] = [_steep(row)]
    return found


def _unsound_papers(
    rows: Sequence[ExhibitorRow] | Sequence[ProductRow],
) -> dict[str, list[CellFault]]:
    """Rows with a paper whose number or dates cannot be, for what is or is not a sample."""
    found: dict[str, list[CellFault]] = {}
    for row in rows:
        for paper in row.papers or ():
            try:
                paper.expect_sound(row.is_sample)
            except Invalid as refusal:
                found.setdefault(row.code, []).append(_unsound(paper, refusal))
    return found


def _unsound(paper: PaperForm, refusal: Invalid) -> CellFault:
    return CellFault(
        column="sertifikat",
        code=refusal.code,
        message=refusal.detail,
        message_en=refusal.detail_en,
        value=f"{paper.kind} {paper.number}",
    )


def _steep(row: ProductRow) -> CellFault:
    return CellFault(
        column="harga_bertingkat",
        code="price-tiers",
        message="Setiap tingkat harga perlu jumlah lebih besar dan harga yang tidak lebih tinggi.",
        message_en="Each price tier needs a larger quantity and no higher price.",
        value="; ".join(f"{tier.minimum}:{tier.price}" for tier in row.price_tiers),
    )
