"""The HTTP door of exports."""

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from kernel.callers import Asking, Caller
from kernel.imports import Edition
from kernel.problems import Forbidden
from kernel.service import provided
from kernel.spreadsheets.writing import MEDIA_TYPES, Format, csv_of, json_of, xlsx_of
from services.catalogue.exports import reading, sheets
from services.catalogue.exports.reading import Whose
from services.catalogue.shelves import Shelves

Kind = Literal["exhibitors", "products", "papers"]

router = APIRouter(tags=["exports"])

S = Annotated[Shelves, provided(Shelves)]
COLUMNS = {"exhibitors": sheets.EXHIBITORS, "products": sheets.PRODUCTS}
THINGS = {"exhibitors": reading.exhibitors, "products": reading.products}


@router.get("/v1/editions/{edition}/exports/{kind}.{format_}", response_class=StreamingResponse)
async def export(
    edition: Edition, kind: Kind, format_: Format, caller: Asking, shelves: S
) -> StreamingResponse:
    """Everything of a kind: of the edition for the office, its own for an exhibitor.

    A CSV or XLSX of exhibitors or products can be imported again, and then changes nothing.
    """
    whose = Whose(edition, _exhibitor_of(caller, edition))
    await shelves.editions.get(edition)
    name = f"{kind}-{edition}.{format_}"
    return StreamingResponse(
        _written(kind, format_, whose, shelves),
        media_type=MEDIA_TYPES[format_],
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "private, no-store",
        },
    )


def _exhibitor_of(caller: Caller, edition: str) -> str | None:
    """Whose things alone somebody may take away; None for everybody's."""
    caller.must_be("organiser", "exhibitor", "assistant")
    if caller.role == "organiser":
        return None
    if not caller.party.startswith(f"exhibitor:{edition}:"):
        raise Forbidden(
            "Akun Anda tidak mewakili peserta edisi ini.",
            "Your account acts for no exhibitor of this edition.",
        )
    return caller.party


def _written(kind: Kind, format_: Format, whose: Whose, shelves: Shelves) -> AsyncIterator[bytes]:
    columns: tuple[str, ...] = sheets.PAPERS
    if kind == "papers":
        records = reading.papers(whose, shelves)
        if format_ == "json":
            return json_of(records)
    else:
        things = THINGS[kind](whose, shelves)
        if format_ == "json":
            return json_of(reading.dumped(things))
        columns, records = tuple(COLUMNS[kind]), reading.records(things, COLUMNS[kind])
    if format_ == "csv":
        return csv_of(columns, records)
    return xlsx_of(kind, columns, records)
