"""How a pool is told to others."""

from contracts import matching as told
from services.matching.pools.model import Member, Pool


def pool_changed(pool: Pool) -> told.PoolChanged:
    """The pool as those need to know it who are in it or wait for it."""
    return told.PoolChanged(
        subject=pool.id,
        version=pool.version,
        edition=pool.edition,
        code=pool.code,
        demand=pool.demand,
        demand_code=pool.demand_code,
        demand_title=pool.demand_title,
        demand_title_en=pool.demand_title_en,
        buyer=pool.buyer,
        state=pool.state,
        repairs=pool.repairs,
        is_short=bool(pool.missing),
        proposed_by=pool.proposed_by,
        members=tuple(_member(one, pool) for one in pool.members),
    )


def _member(member: Member, pool: Pool) -> told.PoolMember:
    return told.PoolMember(
        exhibitor=member.exhibitor,
        exhibitor_name=member.exhibitor_name,
        product=member.product,
        product_name=member.product_name,
        state=member.state,
        units=member.units,
        unit=member.unit,
        deadline=member.deadline,
        leads=member.product == pool.lead,
    )
