"""Which spreadsheets the catalogue takes in, and what must hold between them."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, ClassVar

from kernel.callers import Caller
from kernel.imports import Counts
from kernel.spreadsheets import CellFault
from services.catalogue import actions
from services.catalogue.model import exhibitor_id
from services.catalogue.sheets import ExhibitorRow, ProductRow
from services.catalogue.store import Editions, Exhibitors, Products

Faults = Mapping[str, Sequence[CellFault]]


class ExhibitorSheet:
    """`peserta`: a row is an exhibitor of the edition."""

    name: ClassVar[str] = "exhibitors"
    row: ClassVar[Any] = ExhibitorRow

    def __init__(self, editions: Editions, exhibitors: Exhibitors, products: Products) -> None:
        self._editions, self._exhibitors, self._products = editions, exhibitors, products

    async def expect_edition(self, edition: str) -> None:
        await self._editions.get(edition)

    async def faults(self, edition: str, rows: Sequence[ExhibitorRow]) -> Faults:
        return {}

    async def save(self, edition: str, rows: Sequence[ExhibitorRow], caller: Caller) -> Counts:
        forms = [row.form() for row in rows]
        return await actions.save_exhibitors(edition, forms, self._exhibitors, self._products)


class ProductSheet:
    """`produk`: a row is a product of an exhibitor that the edition has already."""

    name: ClassVar[str] = "products"
    row: ClassVar[Any] = ProductRow

    def __init__(self, editions: Editions, exhibitors: Exhibitors, products: Products) -> None:
        self._editions, self._exhibitors, self._products = editions, exhibitors, products

    async def expect_edition(self, edition: str) -> None:
        await self._editions.get(edition)

    async def faults(self, edition: str, rows: Sequence[ProductRow]) -> Faults:
        """Rows whose exhibitor is not known, or whose cells do not go together."""
        ids = {row.exhibitor_code: exhibitor_id(edition, row.exhibitor_code) for row in rows}
        known = await self._exhibitors.with_ids(list(ids.values()))
        found = _at_odds(rows)
        for row in rows:
            if ids[row.exhibitor_code] not in known:
                found.setdefault(row.code, []).append(_stranger(row))
        return found

    async def save(self, edition: str, rows: Sequence[ProductRow], caller: Caller) -> Counts:
        forms = [row.form() for row in rows]
        return await actions.save_products(edition, forms, self._exhibitors, self._products)


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


def _steep(row: ProductRow) -> CellFault:
    return CellFault(
        column="harga_bertingkat",
        code="price-tiers",
        message="Setiap tingkat harga perlu jumlah lebih besar dan harga yang tidak lebih tinggi.",
        message_en="Each price tier needs a larger quantity and no higher price.",
        value="; ".join(f"{tier.minimum}:{tier.price}" for tier in row.price_tiers),
    )
