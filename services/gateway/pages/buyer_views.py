"""What the pages read of buyers and their terms."""

from datetime import date

from services.gateway.pages.views import View


class Buyer(View):
    """A firm or office that looks for goods."""

    code: str
    name: str
    kind: str
    city: str = ""
    country: str = ""


class Ask(View):
    """A requirement that a buyer insists on, for how long and how well it must be shown."""

    requirement: str = ""
    least_days: int = 0
    checked: bool = False


class Waiver(View):
    """A practice that a buyer does not insist on, and why."""

    requirement: str = ""
    reason: str = ""


class Terms(View):
    """What a buyer asks beyond the rules and waives, and who said so when."""

    asks: tuple[Ask, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    version: int = 0
    by: str = ""
    on: date | None = None
