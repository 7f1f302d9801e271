"""Which papers are about to expire, and at which of the three warnings they are."""

from datetime import date, timedelta
from typing import NamedTuple

from contracts.catalogue import PaperExpiring
from services.catalogue.model import Exhibitor, Product
from services.catalogue.papers.model import Paper

WARNINGS = (90, 30, 7)
"""Days ahead, from the first warning to the last."""
HORIZON = timedelta(days=WARNINGS[0])


class Notice(NamedTuple):
    """A warning that is due: told once for this paper, this last day and this stage (1 to 3)."""

    id: str
    fact: PaperExpiring


def stage_of(days: int) -> int:
    """Which warning is due this many days ahead: 1 to 3, 0 for none.

    The last one that has come, so that whoever missed one is told of the present and not of all.
    """
    return sum(0 <= days <= ahead for ahead in WARNINGS)


def notices(holder: Exhibitor | Product, today: date) -> list[Notice]:
    """What is due to be told of a holder's papers; nothing of a product that was withdrawn."""
    if isinstance(holder, Product) and holder.status == "withdrawn":
        return []
    due = []
    for paper in holder.papers:
        if paper.expires and paper.state != "rejected":
            stage = stage_of((paper.expires - today).days)
            if stage:
                due.append(_notice(holder, paper, paper.expires, stage, today))
    return due


def _notice(
    holder: Exhibitor | Product, paper: Paper, expires: date, stage: int, today: date
) -> Notice:
    product = holder if isinstance(holder, Product) else None
    subject = f"{holder.id}/{paper.id}/{expires.isoformat()}"
    fact = PaperExpiring(
        subject=subject,
        version=stage,
        edition=holder.edition,
        exhibitor=product.exhibitor if product else holder.id,
        product=product.id if product else None,
        product_name=product.name if product else None,
        kind=paper.kind,
        expires=expires,
        days=(expires - today).days,
        is_sample=holder.is_sample,
    )
    return Notice(f"{subject}/{stage}", fact)
