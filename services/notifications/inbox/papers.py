"""What is told of papers that end soon, as announcements for their exhibitor."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from contracts.catalogue import PaperExpiring
from services.notifications.inbox.told import Announcement, Occasion, Particulars

JAKARTA = ZoneInfo("Asia/Jakarta")
FIRST_WARNING = 90


def expiring(fact: PaperExpiring) -> list[Announcement]:
    """A warning, in place of the earlier ones of the same paper; the soonest comes first.

    All papers of an exhibitor that end soon are one entry, which counts each of them once.
    """
    last_moment = datetime.combine(fact.expires, time(), JAKARTA) + timedelta(hours=23)
    now = _warning(
        fact,
        fact.version,
        found=fact.version,
        score=1 - fact.days / FIRST_WARNING,
        product_name=fact.product_name or "",
        particulars=Particulars(paper=fact.kind, until=last_moment),
    )
    earlier = [_warning(fact, n, lost=fact.version) for n in range(1, fact.version)]
    return [now, *earlier]


def _warning(fact: PaperExpiring, number: int, **told: object) -> Announcement:
    return Announcement.model_validate(
        {
            "id": f"{Occasion.PAPERS_EXPIRING}|{fact.subject}|{number}",
            "edition": fact.edition,
            "party": fact.exhibitor,
            "occasion": Occasion.PAPERS_EXPIRING,
            "about": f"papers:{fact.edition}",
            **told,
        }
    )
