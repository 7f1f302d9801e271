"""What is told of pools, as announcements to the buyer, to those asked, and to who leads."""

from collections.abc import Iterator

from contracts.matching import PoolChanged, PoolMember
from services.notifications.inbox.told import Announcement, Occasion, Particulars


def changed(fact: PoolChanged) -> list[Announcement]:
    """All that a pool is to each of those it concerns, as it stands."""
    return [*_to_members(fact), *_to_buyer(fact)]


def _to_members(fact: PoolChanged) -> Iterator[Announcement]:
    """An invitation counts until it is answered; who leads is told once all have agreed."""
    for member in fact.members:
        asked = fact.state == "inviting" and member.state == "invited"
        yield _of_member(fact, member, Occasion.POOL_INVITATION, asked)
        leads = fact.state == "complete" and member.leads
        yield _of_member(fact, member, Occasion.POOL_LED, leads)


def _to_buyer(fact: PoolChanged) -> Iterator[Announcement]:
    by_a_cooperative = fact.state == "proposed" and bool(fact.proposed_by)
    yield _to(fact, fact.buyer, Occasion.POOL_PROPOSED, by_a_cooperative)
    yield _to(fact, fact.buyer, Occasion.POOL_COMPLETE, fact.state == "complete")
    if fact.repairs:
        repaired = fact.state in ("inviting", "complete")
        yield _to(fact, fact.buyer, Occasion.POOL_REPAIRED, repaired, number=fact.repairs)


def _of_member(
    fact: PoolChanged, member: PoolMember, occasion: Occasion, is_so: bool
) -> Announcement:
    return _to(
        fact,
        member.exhibitor,
        occasion,
        is_so,
        number=member.product,
        product_name=member.product_name,
        exhibitor_name=member.exhibitor_name,
        particulars=Particulars(quantity=member.units, unit=member.unit, until=member.deadline),
    )


def _to(
    fact: PoolChanged,
    party: str,
    occasion: Occasion,
    is_so: bool,
    number: object = "",
    **told: object,
) -> Announcement:
    return Announcement.model_validate(
        {
            "id": f"{occasion}|{fact.subject}|{number}",
            "edition": fact.edition,
            "party": party,
            "occasion": occasion,
            "about": fact.subject,
            "demand_code": fact.code,
            "demand_title": fact.demand_title,
            "demand_title_en": fact.demand_title_en,
            "found" if is_so else "lost": fact.version,
            **told,
        }
    )
