"""What the catalogue counts besides what every service does."""

from prometheus_client import Gauge

from services.catalogue.store import Products

items = Gauge("expo_catalogue_items", "Products of all editions.", ["state"])


async def count_items(products: Products) -> None:
    """Set how many products there are by state."""
    for status, number in (await products.by_status()).items():
        items.labels(status).set(number)
