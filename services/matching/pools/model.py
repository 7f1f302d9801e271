"""Nouns of pools: who delivers what in which month, who has agreed, and what may happen next."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal, Self

from pydantic import Field

from kernel.problems import Conflict, Forbidden, NotFound
from services.matching.capacity.model import Share
from services.matching.capacity.months import Month, end_of
from services.matching.model import Demand, Value

MemberState = Literal["proposed", "invited", "accepted", "declined", "expired", "released"]
PoolState = Literal["proposed", "inviting", "complete", "dissolved"]
PRESENT: tuple[MemberState, ...] = ("proposed", "invited", "accepted")


class Delivery(Value):
    """What a member delivers in a month: whole `units` of its own, `volume` of the demand's."""

    month: Month
    units: int
    volume: float


class Member(Value):
    """A cooperative's product in a pool; amounts are whole rupiah over all months.

    `papers` is how well it meets the papers that the demand asks for (0-1), `gaps` says what is
    held and what is missing. `version` grows whenever its state or its share changes.
    """

    product: str
    product_code: str
    product_name: str
    exhibitor: str
    exhibitor_code: str
    exhibitor_name: str
    regency: str
    unit: str
    deliveries: tuple[Delivery, ...]
    goods: int
    carriage: int
    fixed: int
    papers: float
    is_ready: bool
    gaps: str
    gaps_en: str
    state: MemberState = "proposed"
    deadline: datetime | None = None
    reason: str = ""
    version: int = 1

    @property
    def cost(self) -> int:
        """What it costs the buyer, brought to the door."""
        return self.goods + self.carriage + self.fixed

    @property
    def volume(self) -> float:
        """All that it delivers, in the demand's units."""
        return round(sum(delivery.volume for delivery in self.deliveries), 3)

    @property
    def units(self) -> int:
        """All that it delivers, in its own units."""
        return sum(delivery.units for delivery in self.deliveries)

    def shares(self, moment: datetime) -> list[Share]:
        """What is to be reserved for it, in months that are not over."""
        return [
            Share(product=self.product, month=delivery.month, units=delivery.units)
            for delivery in self.deliveries
            if moment < end_of(delivery.month)
        ]

    @property
    def is_present(self) -> bool:
        """Whether it is still part of the pool."""
        return self.state in PRESENT

    def now(self, state: MemberState, **more: Any) -> Self:
        """The member in another state."""
        return self.model_copy(update={"state": state, "version": self.version + 1, **more})


class Shortage(Value):
    """So much of the demand that nobody delivers in a month."""

    month: Month
    volume: float


class LeftOut(Value):
    """Why some offers of the same goods are not considered, and how many."""

    why: str
    count: int
    text: str
    text_en: str


class Proposal(Value):
    """What the method finds: members, what is missing, and how far it may be from the cheapest.

    `gap` is the share by which it may be dearer than the cheapest pool there is, 0 when it is
    proven to be that; `suffices` names an offer that fills the demand alone.
    """

    members: tuple[Member, ...]
    missing: tuple[Shortage, ...]
    left_out: tuple[LeftOut, ...]
    candidates: int
    suffices: str
    gap: float


class Step(Value):
    """Something that happened to a pool."""

    at: datetime
    text: str
    text_en: str


class PoolForm(Value):
    """How a pool is to be proposed: for which demand, of how many members at most."""

    demand: str = Field(max_length=40)
    members_at_most: int | None = Field(default=None, ge=1, le=100)


class Pool(Value):
    """Several cooperatives that fill one demand together.

    One that is not complete by `closes_at` is dissolved, so that nobody waits for ever. `to_do` is
    what it waits for the machinery to do: prove that it is the cheapest, or find replacements for
    who has left. `repairs` counts how often that was done.
    """

    id: str
    edition: str
    code: str
    demand: str
    demand_code: str
    demand_title: str
    demand_title_en: str
    buyer: str
    unit: str
    volume_per_month: int
    months: tuple[Month, ...]
    members_at_most: int | None
    proposed_by: str
    members: tuple[Member, ...]
    lead: str
    missing: tuple[Shortage, ...]
    left_out: tuple[LeftOut, ...]
    candidates: int
    gap: float
    state: PoolState = "proposed"
    to_do: Literal["", "prove", "repair"] = ""
    repairs: int = 0
    days_to_answer: int = 7
    closes_at: datetime | None = None
    history: tuple[Step, ...] = ()
    created_at: datetime
    version: int = 1

    @property
    def holder(self) -> str:
        """For whom its capacity is reserved."""
        return self.id

    @property
    def present(self) -> list[Member]:
        """Those who are still part of it."""
        return [member for member in self.members if member.is_present]

    @property
    def cost(self) -> int:
        """What all of it costs the buyer, brought to the door, in whole rupiah."""
        return sum(member.cost for member in self.present)

    def member(self, product_code: str) -> Member:
        """The member with this product. Raises NotFound."""
        for member in self.members:
            if member.product_code == product_code:
                return member
        raise NotFound(
            f"Produk {product_code} bukan anggota gabungan {self.code}.",
            f"Product {product_code} is not a member of pool {self.code}.",
            code="no-member",
        )

    def expect(self, *states: PoolState) -> None:
        """Raises Conflict when the pool is in another state than these."""
        if self.state not in states:
            state, state_en = STATES[self.state]
            raise Conflict(
                f"Gabungan {self.code} {state}, jadi ini tidak dapat dilakukan lagi.",
                f"Pool {self.code} {state_en}, so this cannot be done any more.",
                code=f"pool-{self.state}",
            )

    def happened(self, moment: datetime, text: str, text_en: str, **changes: Any) -> Self:
        """The pool after something, which its history tells."""
        step = Step(at=moment, text=text, text_en=text_en)
        changed = {**changes, "history": (*self.history, step), "version": self.version + 1}
        after = self.model_copy(update=changed)
        return after.model_copy(update={"lead": lead_of(after.present)})

    def with_member(self, member: Member) -> tuple[Member, ...]:
        """All members, with this one in place of its former self."""
        return tuple(member if one.product == member.product else one for one in self.members)


STATES: dict[PoolState, tuple[str, str]] = {
    "proposed": ("baru diusulkan", "is only proposed"),
    "inviting": ("sedang mengundang anggota", "is inviting its members"),
    "complete": ("sudah lengkap", "is complete"),
    "dissolved": ("sudah dibubarkan", "is dissolved"),
}


def lead_of(members: Iterable[Member]) -> str:
    """The product of the lead cooperative, "" where there is nobody.

    Whoever meets the buyer's papers best leads; of several such, the one with the largest share.
    """
    best = min(members, key=lambda one: (-one.papers, -one.volume, one.product), default=None)
    return best.product if best else ""


def expect_own(member: Member, party: str) -> None:
    """Raises Forbidden when somebody else is asked."""
    if member.exhibitor != party:
        raise Forbidden("Undangan ini untuk peserta lain.", "This invitation is somebody else's.")


def pool_id(edition: str, code: str) -> str:
    """The id of a pool."""
    return f"pool:{edition}:{code}"


def delivered(members: Iterable[Member], months: Sequence[Month]) -> list[float]:
    """What members deliver together in each month, in the demand's units."""
    by_month = dict.fromkeys(months, 0.0)
    for member in members:
        for delivery in member.deliveries:
            by_month[delivery.month] += delivery.volume
    return [round(by_month[month], 3) for month in months]


def proposed_pool(
    demand: Demand,
    number: int,
    form: PoolForm,
    by: str,
    months: Sequence[Month],
    proposal: Proposal,
    moment: datetime,
) -> Pool:
    """The pool of a proposal, the `number`-th for its demand."""
    code = f"{demand.code}-{number}"
    return Pool(
        id=pool_id(demand.edition, code),
        edition=demand.edition,
        code=code,
        demand=demand.id,
        demand_code=demand.code,
        demand_title=demand.title,
        demand_title_en=demand.title_en,
        buyer=demand.buyer,
        unit=demand.unit,
        volume_per_month=demand.volume_per_month,
        months=tuple(months),
        members_at_most=form.members_at_most,
        proposed_by=by,
        members=proposal.members,
        lead=lead_of(proposal.members),
        missing=proposal.missing,
        left_out=proposal.left_out,
        candidates=proposal.candidates,
        gap=proposal.gap,
        to_do="prove" if proposal.gap else "",
        history=(
            Step(
                at=moment,
                text=f"Diusulkan dengan {len(proposal.members)} anggota.",
                text_en=f"Proposed with {len(proposal.members)} members.",
            ),
        ),
        created_at=moment,
    )
