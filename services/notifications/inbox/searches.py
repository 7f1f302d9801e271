"""What is told of goods that fit a kept search."""

from contracts.catalogue import GoodsFound
from services.notifications.inbox.told import Announcement, Occasion


def found(fact: GoodsFound) -> Announcement:
    """Goods for whoever keeps the search; all of one search are one entry."""
    return Announcement(
        id=f"{Occasion.GOODS_FOUND}|{fact.subject}",
        edition=fact.edition,
        found=fact.version,
        demand_title=fact.name,
        product_name=fact.product_name,
        exhibitor_name=fact.exhibitor_name,
        party=fact.party,
        occasion=Occasion.GOODS_FOUND,
        about=f"search:{fact.search}",
    )
