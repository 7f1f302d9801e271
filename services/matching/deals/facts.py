"""How a deal's latest step is told to others."""

from collections.abc import Sequence

from contracts import matching as told
from contracts.fact import Fact
from services.matching.deals.model import Deal


def deal_told(deal: Deal) -> Sequence[Fact]:
    """The step that changed last; nothing of a deal that has none yet."""
    if deal.changed is None:
        return []
    step = deal.steps[deal.changed]
    last = step.statements[-1]
    return [
        told.DealRecorded(
            subject=deal.id,
            version=deal.version,
            edition=deal.edition,
            code=deal.code,
            title=deal.title,
            buyer=deal.buyer,
            buyer_name=deal.buyer_name,
            exhibitor=deal.exhibitor,
            exhibitor_name=deal.exhibitor_name,
            position=deal.changed,
            step=step.kind,
            state=step.state,
            by=last.side,
            value=last.value,
            volume=last.volume,
            unit=deal.unit,
            is_sample=deal.is_sample,
        )
    ]
