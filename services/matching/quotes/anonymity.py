"""From whom a buyer's name is withheld: the one place that everything shown to exhibitors asks."""

from collections.abc import Iterable

from services.matching.quotes.store import Rfqs
from services.matching.store import Demands


class Anonymity:
    """Whose demand it is, an exhibitor learns at once, or not until it is awarded."""

    def __init__(self, demands: Demands, rfqs: Rfqs) -> None:
        self._demands, self._rfqs = demands, rfqs

    async def withheld(self, demands: Iterable[str], exhibitor: str) -> set[str]:
        """Those of some demands, by id, whose buyer this exhibitor may not know."""
        ids = set(demands)
        stated = await self._demands.with_ids(list(ids))
        hidden = {id_ for id_, demand in stated.items() if demand.anonymous}
        asked = await self._rfqs.with_ids([self._rfqs.id_of(*id_.split(":")[1:]) for id_ in ids])
        for rfq in asked.values():
            if rfq.shows_buyer_to(exhibitor):
                hidden -= {rfq.demand} if rfq.awards else set()
            else:
                hidden.add(rfq.demand)
        return hidden
