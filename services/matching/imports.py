"""Which spreadsheets matching takes in, and what must hold between them."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from contracts import lists
from kernel.callers import Caller
from kernel.clock import now
from kernel.imports import Counts
from kernel.spreadsheets import CellFault
from services.matching import actions
from services.matching.contradictions import Contradiction, contradictions, over
from services.matching.editions import Editions
from services.matching.model import buyer_id
from services.matching.sheets import BuyerRow, DemandRow
from services.matching.store import Buyers, Demands

Faults = Mapping[str, Sequence[CellFault]]


class BuyerSheet:
    """`pembeli`: a row is a buyer of the edition."""

    name: ClassVar[str] = "buyers"
    row: ClassVar[Any] = BuyerRow
    unshared: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[Mapping[str, lists.Column]] = lists.columns("buyers")

    def __init__(self, editions: Editions, buyers: Buyers, demands: Demands) -> None:
        self._editions, self._buyers, self._demands = editions, buyers, demands

    async def expect_edition(self, edition: str) -> None:
        await self._editions.expect(edition)

    async def faults(self, edition: str, rows: Sequence[BuyerRow]) -> Faults:
        return {}

    async def save(self, edition: str, rows: Sequence[BuyerRow], caller: Caller) -> Counts:
        forms = [row.form() for row in rows]
        return await actions.save_buyers(edition, forms, self._buyers, self._demands)

    def remarks(self, rows: Sequence[BuyerRow]) -> Faults:
        return {}


class DemandSheet:
    """`kebutuhan`: a row is a demand of a buyer that the edition has already."""

    name: ClassVar[str] = "demands"
    row: ClassVar[Any] = DemandRow
    unshared: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[Mapping[str, lists.Column]] = lists.columns("demands")

    def __init__(self, editions: Editions, buyers: Buyers, demands: Demands) -> None:
        self._editions, self._buyers, self._demands = editions, buyers, demands

    async def expect_edition(self, edition: str) -> None:
        await self._editions.expect(edition)

    async def faults(self, edition: str, rows: Sequence[DemandRow]) -> Faults:
        """Rows whose buyer is not known, or that contradict themselves."""
        ids = {row.buyer_code: buyer_id(edition, row.buyer_code) for row in rows}
        known = await self._buyers.with_ids(list(ids.values()))
        found: dict[str, list[CellFault]] = {}
        for row in rows:
            if row.starts and row.ends and row.ends < row.starts:
                found.setdefault(row.code, []).append(_backwards(row))
            else:
                found.setdefault(row.code, []).extend(_contradictions(row))
            if ids[row.buyer_code] not in known:
                found.setdefault(row.code, []).append(_stranger(row))
        return {code: faults for code, faults in found.items() if faults}

    async def save(self, edition: str, rows: Sequence[DemandRow], caller: Caller) -> Counts:
        forms = [row.form() for row in rows]
        return await actions.save_demands(edition, forms, self._buyers, self._demands)

    def remarks(self, rows: Sequence[DemandRow]) -> Faults:
        """Demands that are over already; an edition of the past is right all the same."""
        today = now().date()
        return {row.code: [_at(row, said)] for row in rows if (said := over(row.form(), today))}


def _contradictions(row: DemandRow) -> list[CellFault]:
    return [_at(row, said) for said in contradictions(row.form())]


def _at(row: DemandRow, said: Contradiction) -> CellFault:
    return CellFault(
        column=DemandRow.model_fields[said.field].alias or said.field,
        code=said.code,
        message=said.text,
        message_en=said.text_en,
        value=str(getattr(row, said.field)),
    )


def _stranger(row: DemandRow) -> CellFault:
    return CellFault(
        column="kode_pembeli",
        code="unknown-buyer",
        message=f"Pembeli “{row.buyer_code}” belum ada. Impor lembar pembeli lebih dahulu.",
        message_en=f"There is no buyer “{row.buyer_code}”. Import the buyers first.",
        value=row.buyer_code,
    )


def _backwards(row: DemandRow) -> CellFault:
    return CellFault(
        column="selesai",
        code="ends-before-start",
        message="Tanggal selesai harus sesudah tanggal mulai.",
        message_en="The end date must be after the start date.",
        value=str(row.ends),
    )
