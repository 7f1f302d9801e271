"""What the page of weights reads: weights, what others would change, and how far work is."""

from datetime import datetime

from services.gateway.pages.views import View

PARTS = ("goods", "volume", "price", "papers", "place", "terms", "time")


class Weighing(View):
    """The weights of an edition, and those it would have without its own."""

    weights: dict[str, float]
    usual: dict[str, float]
    version: int


class Refit(View):
    """A walk over the edition by which its matches are settled anew."""

    why: str
    state: str
    progress: float
    created_at: datetime
    ended_at: datetime | None = None


class Placed(View):
    """A product among the first ten, with its place there before."""

    product_code: str
    product_name: str
    score: float
    score_before: float
    place_before: int


class Preview(View):
    """The first ten of a demand by other weights, and who falls out of them."""

    demand_code: str
    demand_title: str
    after: tuple[Placed, ...]
    fallen: tuple[str, ...]

    @property
    def moved(self) -> int:
        """How many of them had another place."""
        return sum(
            product.place_before != place for place, product in enumerate(self.after, start=1)
        )
