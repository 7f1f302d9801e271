"""What the pages for owners and for checking read of the catalogue's answers."""

from datetime import datetime
from typing import Literal

from services.gateway.pages.views import Exhibitor, Paper, Product, View


class Hint(View):
    """A field to fill next, and why."""

    field: str
    reason: str
    reason_en: str


class OwnProduct(Product):
    """A product as its owner sees it."""

    status: Literal["draft", "listed", "withdrawn"]
    version: int
    packed: bool = False
    is_sample: bool = False
    complete: float
    hints: tuple[Hint, ...] = ()

    @property
    def tiers_text(self) -> str:
        """The price tiers as they are typed: 50:11500; 200:10900."""
        return "; ".join(f"{tier.minimum}:{tier.price}" for tier in self.price_tiers)

    @property
    def own_months(self) -> dict[int, int]:
        """Units of the months (1-12) that differ from the others; 0 out of season."""
        return {
            month: units
            for month, units in enumerate(self.by_month, start=1)
            if units != self.capacity_per_month
        }

    @property
    def claims_text(self) -> str:
        return "; ".join(self.claims)


class OwnExhibitor(Exhibitor):
    """An exhibitor as its people see it."""

    version: int


class PaperFile(View):
    """A file that shows a paper."""

    media_type: str
    size: int
    scan: Literal["not-scanned", "clean", "unavailable"]
    stored_at: datetime


class OwnPaper(Paper):
    """A paper as its holder and the office see it."""

    id: str
    version: int
    shelf: Literal["exhibitors", "products"]
    holder_code: str
    holder_name: str
    exhibitor_code: str
    exhibitor_name: str
    is_sample: bool = False
    file: PaperFile | None = None
    checked_by: str = ""
    reason: str = ""
    remark: str = ""
    remark_en: str = ""

    @property
    def place(self) -> dict[str, str]:
        """The parts of its address."""
        return {"shelf": self.shelf, "code": self.holder_code, "paper": self.id}


class Author(View):
    """Who made a change."""

    name: str
    role: str
    on_behalf: bool


class Change(View):
    """One change of a product."""

    version: int
    verb: str
    author: Author
    at: datetime
