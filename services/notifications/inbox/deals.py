"""What is told of deals and leads, as announcements to those whom it concerns."""

from contracts.matching import DealRecorded, LeadMade
from services.notifications.inbox.told import Announcement, Occasion, Particulars


def recorded(fact: DealRecorded) -> list[Announcement]:
    """To the side that has yet to say the same; the side that spoke has nothing to do."""
    sides = {"buyer": (fact.buyer, fact.buyer_name), "exhibitor": (fact.exhibitor, "")}
    other = "exhibitor" if fact.by == "buyer" else "buyer"
    waits = {"lost": fact.version} if fact.state == "confirmed" else {"found": fact.version}
    told = [(other, waits), (fact.by, {"lost": fact.version})]
    return [_step(fact, side, sides[side][0], news) for side, news in told if sides[side][0]]


def _step(fact: DealRecorded, side: str, party: str, news: dict[str, int]) -> Announcement:
    speaker = fact.exhibitor_name if side == "buyer" else fact.buyer_name
    return Announcement(
        id=f"{fact.subject}|{fact.position}|{side}",
        edition=fact.edition,
        party=party,
        occasion=Occasion.DEAL_RECORDED,
        about=fact.subject,
        demand_code=fact.code,
        demand_title=fact.title,
        exhibitor_name=speaker,
        particulars=Particulars(
            step=fact.step, value=fact.value, quantity=fact.volume, unit=fact.unit
        ),
        **news,
    )


def asked_for_contact(fact: LeadMade) -> Announcement:
    """To the exhibitor; who asked stands in its list of leads alone."""
    return Announcement(
        id=fact.subject,
        edition=fact.edition,
        party=fact.exhibitor,
        occasion=Occasion.LEAD_MADE,
        about=fact.edition,
        found=fact.version if fact.waits else 0,
        lost=0 if fact.waits else fact.version,
    )
