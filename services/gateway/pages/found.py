"""What the product page reads of a search's answer, and what it may ask for."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from services.gateway.pages.hall import Chosen, Words
from services.gateway.pages.views import Facets, FacetValue, Listing, Product, View

Amount = Annotated[str, Field(pattern=r"^[0-9]{0,12}$")]


class FoundProducts(Listing[Product]):
    """Products that fit, else the nearest, with what was given up for them."""

    nearest: bool = False
    loosened: tuple[str, ...] = ()
    did_you_mean: str | None = None


class Suggestion(View):
    """A word to search for, and how many products have it."""

    text: str
    count: int


class ProductFacets(Facets):
    """By what a list of products can be narrowed further."""

    paper: tuple[FacetValue, ...] = ()
    paper_checked: tuple[FacetValue, ...] = ()
    price_max: tuple[FacetValue, ...] = ()
    moq_max: tuple[FacetValue, ...] = ()
    capacity_min: tuple[FacetValue, ...] = ()


class Sought(BaseModel):
    """The page's form, as its address holds it."""

    q: Words = ""
    kategori: Chosen = ""
    kabupaten: Chosen = ""
    kehadiran: Chosen = ""
    dokumen: Chosen = ""
    dicek: Chosen = ""
    harga: Amount = ""
    pesanan: Amount = ""
    kapasitas: Amount = ""
    urut: Annotated[str, Query(pattern="^(price|capacity)?$")] = ""
    dekat: Chosen = ""
    setelah: Annotated[str, Query(max_length=200)] = ""

    @property
    def chosen(self) -> dict[str, str]:
        """The form in the words of the catalogue; "" where nothing was chosen."""
        return {
            "q": self.q,
            "category": self.kategori,
            "regency": self.kabupaten,
            "attendance": self.kehadiran,
            "paper": self.dokumen,
            "paper_checked": self.dicek,
            "price_max": self.harga,
            "moq_max": self.pesanan,
            "capacity_min": self.kapasitas,
            "near": self.dekat,
            "sort": self.urut or ("distance" if self.dekat else ""),
        }

    @property
    def query(self) -> dict[str, str]:
        """The form as it stands in an address."""
        return self.model_dump(exclude={"setelah"})
