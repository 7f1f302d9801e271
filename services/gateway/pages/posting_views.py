"""What the pages read of a buyer's own demands, of trials, and of end buyers."""

from services.gateway.pages.views import Demand, Match, View


class OwnDemand(Demand):
    """A demand as its buyer states it."""

    hs_code: str | None = None
    keywords: tuple[str, ...] = ()
    musts: tuple[str, ...] = ()
    longest_lead_days: int | None = None
    payment_days: int | None = None
    destination: str
    market: str
    end_buyer: str = ""
    anonymous: bool = False
    is_sample: bool = False
    version: int

    @property
    def country(self) -> str:
        """The country that the goods go to, "" for a place at home."""
        return self.destination if len(self.destination) == 2 else ""


class Tried(View):
    """What would fit a demand, if it were posted."""

    items: list[Match]
    total: int


class Followed(View):
    """A demand and how far it has come."""

    code: str
    title: str
    title_en: str = ""
    is_open: bool
    matches: int
    request: str
    quotes: int
    accepted: int


class EndBuyer(View):
    """All that is stated for one end buyer; "" for the buyer itself."""

    name: str
    open: int
    matches: int
    quotes: int
    accepted: int
    demands: list[Followed]
