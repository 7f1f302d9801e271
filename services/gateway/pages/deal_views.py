"""What the pages read of deals and leads."""

from datetime import date, datetime
from typing import Literal

from services.gateway.pages.views import View

Kind = Literal["sample", "trial", "contract", "repeat"]


class Statement(View):
    """What a side said of a step."""

    side: Literal["buyer", "exhibitor"]
    value: int
    volume: int
    day: date
    at: datetime


class Step(View):
    """A step of a deal, as both sides tell it."""

    kind: Kind
    state: Literal["confirmed", "one-sided", "disagreed"]
    buyer: Statement | None = None
    exhibitor: Statement | None = None
    history: tuple[Statement, ...] = ()

    def said_by(self, side: str) -> Statement | None:
        return self.buyer if side == "buyer" else self.exhibitor

    def waits_for(self, side: str) -> bool:
        """Whether the other side has said something that this side has not."""
        other = self.exhibitor if side == "buyer" else self.buyer
        return bool(side) and other is not None and self.state != "confirmed"


class Deal(View):
    """A deal with its steps."""

    code: str
    title: str
    unit: str
    buyer_name: str
    exhibitor_code: str
    exhibitor_name: str
    from_award: bool = False
    outside: bool = False
    steps: tuple[Step, ...] = ()
    version: int


class Parts(View):
    """How many steps are in which state."""

    steps: int
    confirmed_steps: int
    one_sided_steps: int
    disagreed_steps: int


class Sum(View):
    """Whole rupiah with and without what is not confirmed."""

    parts: Parts
    without_unconfirmed: int
    with_unconfirmed: int
    at_most: int


class Totals(View):
    """What an edition's deals come to."""

    deals: int
    steps: dict[Kind, Sum]


class Touch(View):
    """A channel by which the two met."""

    channel: Literal["scan", "meeting", "request", "whatsapp"]
    times: int


class Contact(View):
    """How a person may be reached."""

    name: str = ""
    mail: str = ""
    phone: str = ""


class Consent(View):
    """When a person agreed to be contacted."""

    at: datetime


class Lead(View):
    """A lead of an exhibitor's."""

    code: str
    channels: tuple[Touch, ...]
    first_seen: datetime
    last_seen: datetime
    consent: Consent | None = None
    contact: Contact | None = None
    message: str = ""
    request: Literal["waiting", "answered", "missed"] | None = None
    notes: str = ""
    rating: int | None = None
    version: int


class OwnRequest(View):
    """What became of the visitor's own wish to be contacted."""

    request: Literal["waiting", "answered", "missed"]
    asked_at: datetime
