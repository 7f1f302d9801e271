"""The HTTP door of the deal ledger."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from kernel.callers import Asking
from kernel.editing import SeenVersion, tag
from kernel.imports import Edition
from kernel.mongo import Document
from kernel.pages import After, Limit, Page
from kernel.paths import Segment
from kernel.service import provided
from services.matching.deals.actions import Ledger
from services.matching.deals.model import Deal, DealForm, Kind, Side, State, StepForm
from services.matching.deals.sheets import HEADER, csv_line, rows_of, workbook
from services.matching.deals.store import Deals
from services.matching.deals.totals import Sum, totals
from services.matching.ownership import BUYING, OFFICE, side_of

router = APIRouter(prefix="/v1/editions/{edition}/deals")

L = Annotated[Ledger, provided(Ledger)]
D = Annotated[Deals, provided(Deals)]
Position = Annotated[int, Path(ge=0, le=1000)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class StatementAnswer(BaseModel):
    """What a side said of a step."""

    side: Side
    value: int
    volume: int
    day: date
    at: datetime


class StepAnswer(BaseModel):
    """A step: what each side says now, and all that was said before, the latest last."""

    kind: Kind
    state: State
    buyer: StatementAnswer | None
    exhibitor: StatementAnswer | None
    history: list[StatementAnswer]


class DealAnswer(BaseModel):
    """A deal with its steps in the order in which they were recorded."""

    code: str
    title: str
    unit: str
    buyer_name: str
    exhibitor_code: str
    exhibitor_name: str
    from_award: bool
    outside: bool
    steps: list[StepAnswer]
    opened_at: datetime
    is_sample: bool
    version: int


class SumAnswer(BaseModel):
    """A sum with and without what is not confirmed, and the parts it is made of."""

    parts: Sum
    without_unconfirmed: int
    with_unconfirmed: int
    at_most: int


class TotalsAnswer(BaseModel):
    """What an edition's deals come to, by kind of step."""

    deals: int
    steps: dict[Kind, SumAnswer]


def _answer(deal: Deal) -> DealAnswer:
    steps = [
        StepAnswer(
            kind=step.kind,
            state=step.state,
            buyer=_said(step.said_by("buyer")),
            exhibitor=_said(step.said_by("exhibitor")),
            history=[StatementAnswer(**one.model_dump()) for one in step.statements],
        )
        for step in deal.steps
    ]
    return DealAnswer(
        from_award=bool(deal.quote),
        outside=not deal.buyer,
        steps=steps,
        **deal.model_dump(exclude={"steps"}),
    )


def _said(statement: BaseModel | None) -> StatementAnswer | None:
    return StatementAnswer(**statement.model_dump()) if statement else None


@router.post("", status_code=201)
async def open_deal(edition: Edition, form: DealForm, caller: Asking, ledger: L) -> DealAnswer:
    """Begin a deal that came from no award."""
    return _answer(await ledger.open(edition, form, caller))


@router.get("")
async def list_deals(
    edition: Edition, caller: Asking, deals: D, after: After = None, limit: Limit = 50
) -> Page[DealAnswer]:
    """A party's own deals, or all of them for the office."""
    caller.must_be(*OFFICE, *BUYING, "exhibitor")
    query: Document = {"edition": edition}
    side = side_of(caller)
    if side != "office":
        query[side] = caller.party or "nobody"
    items, further = await deals.page(query, after, limit)
    return Page(items=[_answer(deal) for deal in items], next=further)


@router.get("/totals")
async def total(edition: Edition, caller: Asking, deals: D) -> TotalsAnswer:
    """What the edition's deals come to, with and without what only one side says."""
    caller.must_be(*OFFICE)
    found = [deal async for deal in deals.all_of(edition)]
    return TotalsAnswer(
        deals=len(found),
        steps={
            kind: SumAnswer(
                parts=sum_,
                without_unconfirmed=sum_.without_unconfirmed,
                with_unconfirmed=sum_.with_unconfirmed,
                at_most=sum_.at_most,
            )
            for kind, sum_ in totals(found).items()
        },
    )


@router.get(
    "/export",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}, XLSX: {}}, "description": "A spreadsheet."}},
)
async def export(
    edition: Edition,
    caller: Asking,
    deals: D,
    format_: Annotated[Literal["csv", "xlsx"], Query(alias="format")] = "csv",
) -> Response:
    """All steps as a spreadsheet."""
    caller.must_be("organiser", "assistant")
    headers = {"content-disposition": f'attachment; filename="deals-{edition}.{format_}"'}
    if format_ == "csv":
        return StreamingResponse(
            _lines(edition, deals), media_type="text/csv; charset=utf-8", headers=headers
        )
    rows = [row async for deal in deals.all_of(edition) for row in rows_of(deal)]
    content = await asyncio.to_thread(workbook, rows)
    return Response(content, media_type=XLSX, headers=headers)


async def _lines(edition: str, deals: Deals) -> AsyncIterator[bytes]:
    yield csv_line(HEADER)
    async for deal in deals.all_of(edition):
        for row in rows_of(deal):
            yield csv_line(row)


@router.get("/{code}")
async def get_deal(
    edition: Edition, code: Segment, caller: Asking, response: Response, ledger: L
) -> DealAnswer:
    """One deal, with its version as ETag."""
    deal = await ledger.seen_by(edition, code, caller)
    tag(response, deal.version)
    return _answer(deal)


@router.post("/{code}/steps", status_code=201)
async def record_step(
    edition: Edition, code: Segment, form: StepForm, caller: Asking, ledger: L
) -> DealAnswer:
    """Say that a step was made."""
    return _answer(await ledger.record(edition, code, form, caller))


@router.put("/{code}/steps/{position}")
async def correct_step(
    edition: Edition, code: Segment, position: Position, form: StepForm, caller: Asking, ledger: L
) -> DealAnswer:
    """Say what one's own side says of a step from now on; what it said before is kept."""
    return _answer(await ledger.correct(edition, code, position, form, caller))


@router.post("/{code}/steps/{position}/confirmation")
async def confirm_step(
    edition: Edition,
    code: Segment,
    position: Position,
    seen: SeenVersion,
    caller: Asking,
    ledger: L,
) -> DealAnswer:
    """Say the same as the other side; `If-Match` is the deal's version as it was seen."""
    return _answer(await ledger.confirm(edition, code, position, seen, caller))
