"""The HTTP door of brokering."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path

from kernel.callers import Asking
from kernel.imports import Edition
from kernel.service import provided
from services.matching.brokering.overview import Overview, overview
from services.matching.matches import Matches
from services.matching.model import buyer_id
from services.matching.ownership import expect_owner
from services.matching.quotes.store import Quotes, Rfqs
from services.matching.store import Buyers, Demands

router = APIRouter()

Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,40}$")]


@router.get("/v1/editions/{edition}/buyers/{code}/end-buyers")
async def list_end_buyers(
    edition: Edition,
    code: Code,
    caller: Asking,
    buyers: Annotated[Buyers, provided(Buyers)],
    demands: Annotated[Demands, provided(Demands)],
    matches: Annotated[Matches, provided(Matches)],
    rfqs: Annotated[Rfqs, provided(Rfqs)],
    quotes: Annotated[Quotes, provided(Quotes)],
) -> Overview:
    """All demands of a broker or buyer, by the end buyer that each is stated for."""
    expect_owner(caller, buyer_id(edition, code))
    buyer = await buyers.get(edition, code)
    stated = sorted(await demands.of_buyers([buyer.id]), key=lambda demand: demand.id)
    ids = {rfqs.id_of(edition, demand.code): demand.id for demand in stated}
    tally, asked, sent = await asyncio.gather(
        matches.tally(edition, [demand.id for demand in stated]),
        rfqs.with_ids(list(ids)),
        quotes.sent_on(edition, list(ids)),
    )
    return overview(
        stated,
        tally,
        {ids[id_]: rfq for id_, rfq in asked.items()},
        {ids[id_]: count for id_, count in sent.items()},
    )
