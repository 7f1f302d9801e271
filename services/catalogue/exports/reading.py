"""What is exported, a chunk at a time: of an edition for the office, of an exhibitor for itself."""

from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

from kernel.spreadsheets.writing import Record, Records
from services.catalogue.exports.sheets import Columns, paper_record
from services.catalogue.model import Exhibitor, Product
from services.catalogue.shelves import Shelves

AT_ONCE = 500

Things = AsyncIterator[Sequence[Exhibitor | Product]]


class Whose(NamedTuple):
    """An edition, and the id of the exhibitor whose things alone are meant, None for all."""

    edition: str
    exhibitor: str | None


async def exhibitors(whose: Whose, shelves: Shelves) -> Things:
    """Exhibitors by their ids."""
    if whose.exhibitor is not None:
        yield list((await shelves.exhibitors.with_ids([whose.exhibitor])).values())
        return
    last = ""
    while found := await shelves.exhibitors.after(whose.edition, last, AT_ONCE):
        yield found
        last = found[-1].id


async def products(whose: Whose, shelves: Shelves) -> Things:
    """Products by their ids, drafts and withdrawn ones too."""
    last = ""
    while found := await _next(whose, last, shelves):
        yield found
        last = found[-1].id


async def _next(whose: Whose, last: str, shelves: Shelves) -> list[Product]:
    if whose.exhibitor is not None:
        return await shelves.products.of_exhibitor(whose.exhibitor, last, AT_ONCE)
    return await shelves.products.after(whose.edition, last, AT_ONCE)


async def records(things: Things, columns: Columns) -> Records:
    """Things as rows."""
    async for chunk in things:
        yield [{name: cell(thing) for name, cell in columns.items()} for thing in chunk]


async def papers(whose: Whose, shelves: Shelves) -> Records:
    """The papers of firms, then those of their goods."""
    for things in (exhibitors(whose, shelves), products(whose, shelves)):
        async for chunk in things:
            yield await _papers_of(chunk, shelves)


async def _papers_of(holders: Sequence[Exhibitor | Product], shelves: Shelves) -> list[Record]:
    held = [(holder, paper) for holder in holders for paper in holder.papers]
    proofs = await shelves.proofs.of([(holder.id, paper.id) for holder, paper in held])
    return [
        paper_record(holder, paper, proofs.get((holder.id, paper.id))) for holder, paper in held
    ]


async def dumped(things: Things) -> AsyncIterator[Sequence[object]]:
    """Things as the API answers them."""
    async for chunk in things:
        yield [thing.model_dump(mode="json") for thing in chunk]
