"""The HTTP door of requests for quotation and quotes."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from kernel.callers import Asking as Asker
from kernel.callers import Caller
from kernel.clock import now
from kernel.editing import SeenVersion, tag
from kernel.imports import Edition
from kernel.mongo import Document
from kernel.pages import After, Limit, Page
from kernel.paths import Segment
from kernel.problems import Forbidden, Invalid
from kernel.service import provided
from services.matching.matches import Matches
from services.matching.ownership import BUYING, OFFICE, expect_exhibitor, expect_owner, side_of
from services.matching.quotes.answers import (
    ComparisonAnswer,
    QuoteAnswer,
    RfqAnswer,
    comparison,
    for_buyer,
    for_exhibitor,
    quote_answer,
)
from services.matching.quotes.asking import Asking
from services.matching.quotes.awarding import AwardForm
from services.matching.quotes.comparison import Order, compare
from services.matching.quotes.model import Award, Rfq, RfqForm
from services.matching.quotes.quote import QuoteForm
from services.matching.quotes.quoting import AnswerForm, Quoting
from services.matching.quotes.store import Quotes, Rfqs

router = APIRouter(prefix="/v1/editions/{edition}")

A = Annotated[Asking, provided(Asking)]
Q = Annotated[Quoting, provided(Quoting)]
R = Annotated[Rfqs, provided(Rfqs)]
S = Annotated[Quotes, provided(Quotes)]
F = Annotated[Matches, provided(Matches)]
COMPARED = {"sent", "awarded", "accepted", "declined", "lapsed", "passed-over"}


class AwardsAnswer(BaseModel):
    """What was, or on a trial would be, awarded."""

    rfq: RfqAnswer
    awards: tuple[Award, ...]
    monthly_cost: int


@router.post("/rfqs", status_code=201)
async def open_rfq(edition: Edition, form: RfqForm, caller: Asker, asking: A) -> RfqAnswer:
    """Ask for quotes on a demand."""
    return for_buyer(await asking.open(edition, form, caller), now())


@router.get("/rfqs")
async def list_rfqs(
    edition: Edition,
    caller: Asker,
    rfqs: R,
    matches: F,
    after: After = None,
    limit: Limit = 50,
) -> Page[RfqAnswer]:
    """A buyer's own requests, those that an exhibitor may quote on, or all for the office."""
    caller.must_be(*OFFICE, *BUYING, "exhibitor")
    query: Document = {"edition": edition}
    if side_of(caller) == "exhibitor":
        fitting = await matches.demands_for(edition, caller.party)
        open_to_all = {"exhibitors": [], "demand": {"$in": fitting}}
        query["$or"] = [{"invited": caller.party}, open_to_all]
    elif side_of(caller) == "buyer":
        query["buyer"] = caller.party
    items, further = await rfqs.page(query, after, limit)
    return Page(items=[_shown(rfq, caller) for rfq in items], next=further)


def _shown(rfq: Rfq, caller: Caller) -> RfqAnswer:
    if side_of(caller) == "exhibitor":
        return for_exhibitor(rfq, caller.party, now())
    return for_buyer(rfq, now())


@router.get("/rfqs/{code}")
async def get_rfq(
    edition: Edition, code: Segment, caller: Asker, response: Response, rfqs: R, quoting: Q
) -> RfqAnswer:
    """One request, with its version as ETag."""
    if side_of(caller) == "exhibitor":
        rfq = await quoting.request(edition, code, caller)
    else:
        rfq = await _own(edition, code, caller, rfqs)
    tag(response, rfq.version)
    return _shown(rfq, caller)


async def _own(edition: str, code: str, caller: Caller, rfqs: Rfqs) -> Rfq:
    caller.must_be(*OFFICE, *BUYING)
    if side_of(caller) == "exhibitor":
        raise Forbidden("Ini dilihat pembelinya.", "This is the buyer's to see.")
    rfq = await rfqs.get(edition, code)
    if caller.role != "ops":
        expect_owner(caller, rfq.buyer)
    return rfq


@router.put("/rfqs/{code}")
async def revise_rfq(
    edition: Edition,
    code: Segment,
    form: RfqForm,
    seen: SeenVersion,
    caller: Asker,
    response: Response,
    asking: A,
) -> RfqAnswer:
    """Change a request; `If-Match` says which version the change was made from."""
    if form.demand_code != code:
        raise Invalid("Kode kebutuhan tidak dapat diubah.", "A demand's code cannot be changed.")
    rfq = await asking.revise(edition, form, seen, caller)
    tag(response, rfq.version)
    return for_buyer(rfq, now())


@router.post("/rfqs/{code}/cancellation")
async def cancel_rfq(edition: Edition, code: Segment, caller: Asker, asking: A) -> RfqAnswer:
    """Ask no more."""
    return for_buyer(await asking.cancel(edition, code, caller), now())


@router.get("/rfqs/{code}/comparison")
async def compare_quotes(
    edition: Edition, code: Segment, caller: Asker, rfqs: R, quotes: S, order: Order = "price"
) -> ComparisonAnswer:
    """All quotes that were sent, side by side in the demand's unit, the best first."""
    rfq = await _own(edition, code, caller, rfqs)
    found = [quote for quote in await quotes.on(rfq) if quote.status in COMPARED]
    lines = compare(found, rfq.volume_per_month, rfq.unit, order)
    return comparison(rfq, lines, order, now())


@router.post("/rfqs/{code}/awards", status_code=201)
async def award_quotes(
    edition: Edition,
    code: Segment,
    form: AwardForm,
    seen: SeenVersion,
    caller: Asker,
    asking: A,
    trial: Annotated[
        bool, Query(description="say what would be awarded, and keep nothing")
    ] = False,
) -> AwardsAnswer:
    """Give the demand to quotes, whole or split; `If-Match` is the request's version."""
    rfq = await asking.award(edition, code, form, seen, caller, trial=trial)
    awards = rfq.awards[-len(form.shares) :]
    total = sum(award.monthly_cost for award in awards)
    return AwardsAnswer(rfq=for_buyer(rfq, now()), awards=awards, monthly_cost=total)


@router.get("/quotes")
async def list_quotes(
    edition: Edition,
    caller: Asker,
    quotes: S,
    rfq: Annotated[str | None, Query(max_length=40)] = None,
    after: After = None,
    limit: Limit = 50,
) -> Page[QuoteAnswer]:
    """An exhibitor's own quotes; the office sees what was sent, of everybody."""
    query: Document = {"edition": edition} | _side(caller, edition)
    if rfq:
        query["rfq_code"] = rfq
    items, further = await quotes.page(query, after, limit)
    return Page(items=[quote_answer(quote) for quote in items], next=further)


def _side(caller: Caller, edition: str) -> dict[str, Any]:
    caller.must_be(*OFFICE, "exhibitor")
    if side_of(caller) == "exhibitor":
        expect_exhibitor(caller, edition)
        return {"exhibitor": caller.party}
    return {"status": {"$in": sorted(COMPARED)}}


@router.post("/rfqs/{code}/quotes", status_code=201)
async def draft_quote(
    edition: Edition, code: Segment, form: QuoteForm, caller: Asker, response: Response, quoting: Q
) -> QuoteAnswer:
    """Begin a quote; the buyer sees nothing of it until it is sent."""
    quote = await quoting.draft(edition, code, form, caller)
    tag(response, quote.version)
    return quote_answer(quote)


@router.get("/rfqs/{code}/quotes/{product}")
async def get_quote(
    edition: Edition, code: Segment, product: Segment, caller: Asker, response: Response, quoting: Q
) -> QuoteAnswer:
    """One of the exhibitor's own quotes, with its version as ETag."""
    quote = await quoting.own(edition, code, product, caller)
    tag(response, quote.version)
    return quote_answer(quote)


@router.put("/rfqs/{code}/quotes/{product}")
async def revise_quote(
    edition: Edition,
    code: Segment,
    product: Segment,
    form: QuoteForm,
    seen: SeenVersion,
    caller: Asker,
    response: Response,
    quoting: Q,
) -> QuoteAnswer:
    """Change a quote; one that was sent is sent anew."""
    if form.product_code != product:
        raise Invalid(
            "Produk penawaran tidak dapat diubah.", "A quote's product cannot be changed."
        )
    quote = await quoting.revise(edition, code, form, seen, caller)
    tag(response, quote.version)
    return quote_answer(quote)


@router.post("/rfqs/{code}/quotes/{product}/sending")
async def send_quote(
    edition: Edition, code: Segment, product: Segment, seen: SeenVersion, caller: Asker, quoting: Q
) -> QuoteAnswer:
    """Send a draft to the buyer."""
    return quote_answer(await quoting.send(edition, code, product, seen, caller))


@router.post("/rfqs/{code}/quotes/{product}/withdrawal")
async def withdraw_quote(
    edition: Edition, code: Segment, product: Segment, caller: Asker, quoting: Q
) -> QuoteAnswer:
    """Take a quote back."""
    return quote_answer(await quoting.withdraw(edition, code, product, caller))


@router.post("/rfqs/{code}/quotes/{product}/acceptance")
async def accept_award(
    edition: Edition, code: Segment, product: Segment, form: AnswerForm, caller: Asker, quoting: Q
) -> QuoteAnswer:
    """Accept what was awarded."""
    return quote_answer(await quoting.answer(edition, code, product, form, caller, True))


@router.post("/rfqs/{code}/quotes/{product}/refusal")
async def turn_down_award(
    edition: Edition, code: Segment, product: Segment, form: AnswerForm, caller: Asker, quoting: Q
) -> QuoteAnswer:
    """Turn down what was awarded."""
    return quote_answer(await quoting.answer(edition, code, product, form, caller, False))
