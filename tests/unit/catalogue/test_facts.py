"""What the catalogue tells of its own, and what it keeps to itself."""

from typing import Any

from contracts.catalogue import ExhibitorListed, ProductListed, ProductWithdrawn
from services.catalogue.editions.model import Edition
from services.catalogue.facts import all_told, edition_opened, exhibitor_listed
from services.catalogue.model import Exhibitor, ExhibitorForm, Product, ProductForm
from services.catalogue.papers.model import PaperForm
from tests import trade

MAKER = Exhibitor.of(ExhibitorForm(**trade.exhibitor(stand="A-01")), trade.EDITION)


def _product(**changes: Any) -> Product:
    return Product.of(ProductForm(**trade.product(**changes)), MAKER)


def test_an_edition_is_told_by_its_id() -> None:
    told = edition_opened(Edition(**trade.edition()))
    assert (told.subject, told.edition, told.version) == ("uve-2026", "uve-2026", 1)
    assert told.name_en == "Virtual Expo of Small Business 2026"


def test_an_exhibitor_and_a_product_are_told_whole() -> None:
    tiers = [{"minimum": 500, "price": 11_000}]
    exhibitor, product = all_told([MAKER, _product(price_tiers=tiers, months=[1, 12])])
    assert isinstance(exhibitor, ExhibitorListed)
    assert (exhibitor.subject, exhibitor.stand) == ("exhibitor:uve-2026:PS-1", "A-01")
    assert isinstance(product, ProductListed)
    assert (product.subject, product.exhibitor_code) == ("product:uve-2026:PR-1", "PS-1")
    assert (product.price, product.price_tiers[0].price) == (12_000, 11_000)
    assert (product.unit, product.months, product.regency) == ("pak", (1, 12), "3319")


def test_an_exhibitor_tells_of_the_papers_that_the_firm_holds() -> None:
    nib = PaperForm(kind="NIB", number="9120000000001")
    holder = Exhibitor.of(ExhibitorForm(**trade.exhibitor(papers=[nib])), trade.EDITION)
    told = exhibitor_listed(holder)
    assert [paper.model_dump() for paper in told.papers] == [
        {"kind": "NIB", "state": "declared", "expires": None}
    ]


def test_a_draft_is_told_to_nobody() -> None:
    draft = _product().model_copy(update={"status": "draft"})
    assert all_told([draft]) == []
    assert len(all_told([draft.published()])) == 1


def test_the_number_of_a_certificate_is_nobody_else_s_business() -> None:
    [told] = all_told([_product(papers=[{"kind": "PIRT", "number": "CONTOH-123"}])])
    assert isinstance(told, ProductListed)
    assert told.papers[0].model_dump() == {"kind": "PIRT", "state": "declared", "expires": None}


def test_a_withdrawn_product_is_told_as_gone() -> None:
    [told] = all_told([_product().withdrawn()])
    assert isinstance(told, ProductWithdrawn)
    assert (told.subject, told.version) == ("product:uve-2026:PR-1", 2)
    assert told.exhibitor == "exhibitor:uve-2026:PS-1"
