"""What of a pool is shown to whom: all of it to its buyer and the office, to a member its own."""

from datetime import datetime

from services.matching.capacity.months import Month
from services.matching.model import Value
from services.matching.pools.model import LeftOut, Member, Pool, PoolState, Shortage, Step
from services.matching.sentences import Sentence, number


class MemberAnswer(Member):
    """A member with what it costs and delivers in all."""

    total: int
    delivers: float


class PoolAnswer(Value):
    """A pool as its buyer and the office see it; amounts are whole rupiah over all months."""

    id: str
    code: str
    demand_code: str
    demand_title: str
    demand_title_en: str
    unit: str
    volume_per_month: int
    months: tuple[Month, ...]
    members_at_most: int | None
    state: PoolState
    is_reckoning: bool
    members: tuple[MemberAnswer, ...]
    lead: str
    goods: int
    carriage: int
    fixed: int
    total: int
    missing: tuple[Shortage, ...]
    left_out: tuple[LeftOut, ...]
    candidates: int
    gap: float
    proof: str
    proof_en: str
    history: tuple[Step, ...]
    created_at: datetime
    version: int


class Invitation(Value):
    """A pool as one of its members sees it: its own share, and who leads, but nobody's prices."""

    pool: str
    demand_title: str
    demand_title_en: str
    unit: str
    months: tuple[Month, ...]
    pool_state: PoolState
    lead: str
    others: int
    own: Member


class Proposed(Value):
    """What a cooperative is told of a pool that it proposed: the rest is the buyer's to see."""

    code: str
    members: int
    is_included: bool
    is_short: bool


def pool_answer(pool: Pool) -> PoolAnswer:
    """All of a pool."""
    present = pool.present or list(pool.members)
    proof, proof_en = _proof(pool)
    fields = PoolAnswer.model_fields.keys() & Pool.model_fields.keys() - {"members"}
    return PoolAnswer(
        **{field: getattr(pool, field) for field in fields},
        is_reckoning=bool(pool.to_do),
        members=tuple(
            MemberAnswer(**one.model_dump(), total=one.cost, delivers=one.volume)
            for one in pool.members
        ),
        goods=sum(one.goods for one in present),
        carriage=sum(one.carriage for one in present),
        fixed=sum(one.fixed for one in present),
        total=sum(one.cost for one in present),
        proof=proof,
        proof_en=proof_en,
    )


def invitation(pool: Pool, member: Member) -> Invitation:
    """What a member sees."""
    lead = next((one.exhibitor_name for one in pool.members if one.product == pool.lead), "")
    return Invitation(
        pool=pool.code,
        demand_title=pool.demand_title,
        demand_title_en=pool.demand_title_en,
        unit=pool.unit,
        months=pool.months,
        pool_state=pool.state,
        lead=lead,
        others=sum(one.product != member.product for one in pool.present),
        own=member,
    )


def _proof(pool: Pool) -> Sentence:
    """How sure it is that no other pool is cheaper, in plain words."""
    what = ("Penggantinya", "The replacements are") if pool.repairs else ("", "It is")
    if pool.gap == 0:
        proven = f"{what[0]} terbukti paling murah".strip().capitalize()
        return (
            f"{proven}: tidak ada susunan lain yang lebih murah dari {pool.candidates} penawaran.",
            f"{what[1]} proven to be the cheapest: of {pool.candidates} offers no other choice "
            "costs less.",
        )
    percent = number(pool.gap * 100 if pool.gap >= 0.0001 else 0.01)
    behind = (
        (" Buktinya masih dihitung.", " The proof is being reckoned.") if pool.to_do else ("", "")
    )
    at_most = f"{what[0]} paling jauh {percent[0]} %".strip().capitalize()
    return (
        f"{at_most} di atas yang termurah yang mungkin.{behind[0]}",
        f"{what[1]} at most {percent[1]}% above the cheapest that there can be.{behind[1]}",
    )
