"""What to add to a product next, and what a form asks for first."""

from services.catalogue.model import ProductForm
from services.catalogue.owners.completeness import START, WISHES, completeness
from tests import trade
from tests.unit.catalogue.makers import product

FULL = {
    "description": "Renyah.",
    "papers": [trade.PIRT],
    "shelf_life_days": 180,
    "lead_time_days": 7,
    "price_tiers": [{"minimum": 100, "price": 11_000}],
}


def test_six_fields_are_enough_to_start() -> None:
    assert len(START) == 6
    needed = {name for name, field in ProductForm.model_fields.items() if field.is_required()}
    assert needed - {"code", "exhibitor_code"} <= set(START)


def test_each_thing_that_is_missing_is_a_hint_with_a_reason() -> None:
    bare = completeness(product(name_en="", hs_code=None, pack="", capacity_per_month=0, papers=[]))
    fields = [hint.field for hint in bare.hints]
    assert set(fields) == {wish.hint.field for wish in WISHES} - {"paper_file"}
    assert fields[0] == "description"
    assert all(hint.reason != hint.reason_en for hint in bare.hints)


def test_a_paper_without_a_file_asks_for_one_and_then_nothing_is_missing() -> None:
    told = completeness(product(**FULL))
    assert [hint.field for hint in told.hints] == ["paper_file"]
    shown = product(**FULL)
    papers = tuple(paper.model_copy(update={"has_file": True}) for paper in shown.papers)
    full = completeness(shown.model_copy(update={"papers": papers}))
    assert (full.share, full.hints) == (1, ())


def test_what_is_added_never_makes_a_product_less_complete() -> None:
    so_far: dict[str, object] = {}
    shares = [completeness(product()).share]
    for field, value in FULL.items():
        so_far[field] = value
        shares.append(completeness(product(**so_far)).share)
    assert shares[:2] == sorted(shares[:2])
    assert shares[-1] > shares[0]
