"""The HTTP door of the hand-off to WhatsApp."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from kernel.callers import Asking
from kernel.imports import Edition
from kernel.service import provided
from services.matching.whatsapp.actions import Handoffs
from services.matching.whatsapp.model import HandoffForm, NumberForm, OwnNumber

router = APIRouter(prefix="/v1/editions/{edition}/whatsapp/{code}", tags=["leads"])

H = Annotated[Handoffs, provided(Handoffs)]
Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,40}$")]


class OwnNumberAnswer(BaseModel):
    """One's own number, and since when it is given by which text."""

    number: str
    text_version: str
    agreed_at: datetime

    @classmethod
    def of(cls, own: OwnNumber) -> "OwnNumberAnswer":
        return cls(
            number=own.number, text_version=own.consent.text_version, agreed_at=own.consent.at
        )


class Offered(BaseModel):
    """Whether an exhibitor can be written to; not the number."""

    offered: bool


class Handed(BaseModel):
    """The number, and the code of the receipt under which the consent can be withdrawn."""

    number: str
    receipt: str


@router.get("")
async def own_number(edition: Edition, code: Code, caller: Asking, handoffs: H) -> OwnNumberAnswer:
    """The number that one's own exhibitor gives."""
    return OwnNumberAnswer.of(await handoffs.own(edition, code, caller))


@router.put("")
async def give_number(
    edition: Edition, code: Code, form: NumberForm, caller: Asking, handoffs: H
) -> OwnNumberAnswer:
    """Let signed-in visitors and buyers write to a number."""
    return OwnNumberAnswer.of(await handoffs.give(edition, code, form, caller))


@router.delete("", status_code=204)
async def take_number_back(edition: Edition, code: Code, caller: Asking, handoffs: H) -> None:
    """Give the number to nobody any more."""
    await handoffs.take_back(edition, code, caller)


@router.get("/offer")
async def is_offered(edition: Edition, code: Code, caller: Asking, handoffs: H) -> Offered:
    """Whether somebody who is signed in may ask for the number."""
    return Offered(offered=await handoffs.is_offered(edition, code, caller))


@router.post("/handoffs", status_code=201)
async def hand_over(
    edition: Edition, code: Code, form: HandoffForm, caller: Asking, handoffs: H
) -> Handed:
    """Get the number; the exhibitor's leads and one's own receipts remember it."""
    number, lead = await handoffs.hand_over(edition, code, form, caller)
    return Handed(number=number.number, receipt=lead.code)
