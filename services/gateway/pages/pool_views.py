"""What the pages read of pools and of invitations to them."""

from datetime import datetime
from itertools import accumulate
from typing import Literal, NamedTuple

from services.gateway.pages.views import View

MemberState = Literal["proposed", "invited", "accepted", "declined", "expired", "released"]
PoolState = Literal["proposed", "inviting", "complete", "dissolved"]
GONE = ("declined", "expired", "released")


class Delivery(View):
    """What a member delivers in a month, in its own units and in the demand's."""

    month: str
    units: int
    volume: float


class Member(View):
    """A cooperative's product in a pool."""

    product: str
    product_code: str
    product_name: str
    exhibitor_code: str
    exhibitor_name: str
    regency: str
    unit: str
    deliveries: list[Delivery]
    goods: int = 0
    carriage: int = 0
    fixed: int = 0
    total: int = 0
    is_ready: bool = True
    gaps: str = ""
    gaps_en: str = ""
    state: MemberState
    deadline: datetime | None = None
    reason: str = ""
    version: int

    @property
    def is_gone(self) -> bool:
        """Whether it is no part of the pool any more."""
        return self.state in GONE

    @property
    def units(self) -> int:
        """All that it delivers."""
        return sum(delivery.units for delivery in self.deliveries)

    def volume_in(self, month: str) -> float:
        """What it delivers in a month, in the demand's units."""
        return sum(delivery.volume for delivery in self.deliveries if delivery.month == month)


class Shortage(View):
    """So much that nobody delivers in a month."""

    month: str
    volume: float


class LeftOut(View):
    """Why some offers are not considered."""

    text: str
    text_en: str


class Step(View):
    """Something that happened to a pool."""

    at: datetime
    text: str
    text_en: str


class Piece(NamedTuple):
    """A member's part of a bar: where it begins and how long it is, in hundredths."""

    number: int
    start: float
    length: float


class Pool(View):
    """Several cooperatives that fill one demand together."""

    code: str
    demand_code: str
    demand_title: str
    demand_title_en: str = ""
    unit: str
    volume_per_month: int
    months: list[str]
    members_at_most: int | None = None
    state: PoolState
    is_reckoning: bool = False
    members: list[Member]
    lead: str = ""
    goods: int
    carriage: int
    fixed: int
    total: int
    missing: list[Shortage]
    left_out: list[LeftOut]
    proof: str
    proof_en: str
    history: list[Step]
    version: int

    @property
    def present(self) -> list[Member]:
        """Those who are part of it; all that were, once it is dissolved."""
        return [member for member in self.members if not member.is_gone] or self.members

    @property
    def gone(self) -> list[Member]:
        """Those who were part of it."""
        return [member for member in self.members if member not in self.present]

    def filled_in(self, month: str) -> float:
        """What all deliver together in a month."""
        return sum(member.volume_in(month) for member in self.present)

    def pieces(self, month: str) -> list[Piece]:
        """The bar of a month: one piece for each member that delivers in it."""
        whole = max(self.volume_per_month, self.filled_in(month))
        lengths = [100 * member.volume_in(month) / whole for member in self.present]
        starts = accumulate([0.0, *lengths])
        return [
            Piece(number, round(start, 2), round(length, 2))
            for number, (start, length) in enumerate(zip(starts, lengths, strict=False))
            if length
        ]


class Invitation(View):
    """A pool as one of its members sees it."""

    pool: str
    demand_title: str
    demand_title_en: str = ""
    pool_state: PoolState
    lead: str
    others: int
    own: Member

    @property
    def waits(self) -> bool:
        """Whether it waits for an answer."""
        return self.pool_state == "inviting" and self.own.state == "invited"

    @property
    def may_leave(self) -> bool:
        """Whether it may be taken back."""
        return self.pool_state == "inviting" and self.own.state == "accepted"
