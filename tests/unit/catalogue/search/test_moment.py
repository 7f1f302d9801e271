"""Every product is found by its own name, and lists, counts and facets agree."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.catalogue.model import Exhibitor, ExhibitorForm, Product, ProductForm
from services.catalogue.search.index import Index
from services.catalogue.search.model import Wish
from services.catalogue.search.moment import Moment
from tests import trade

WORDS = ["keripik", "tempe", "pisang", "kopi", "gula", "250g", "ünder"]
MAKER = Exhibitor.of(ExhibitorForm(**trade.exhibitor()), trade.EDITION)


def _moment(*forms: dict[str, Any]) -> Moment:
    index = Index()
    for form in forms:
        product = Product.of(ProductForm(**form), MAKER)
        index.put({"_id": product.code, **product.model_dump(mode="json")})
    return Moment("test", index.commit())


@settings(max_examples=25)
@given(
    st.lists(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=8),
        min_size=1,
        max_size=8,
    )
)
def test_every_product_is_found_by_its_own_name(named: list[list[str]]) -> None:
    forms = [
        trade.product(f"PR-{n}", name=" ".join(["xx", *words])) for n, words in enumerate(named)
    ]
    moment = _moment(*forms)
    for form in forms:
        hits = moment.find(trade.EDITION, Wish(q=form["name"][:200]), 0, 50)
        assert form["code"] in hits.ids
        assert not hits.loosened
        assert hits.total == moment.count(trade.EDITION, Wish(q=form["name"][:200]))


@settings(max_examples=50)
@given(st.text(max_size=200))
def test_no_text_is_answered_with_nothing(text: str) -> None:
    hits = MOMENT.find(trade.EDITION, Wish(q=text), 0, 10)
    assert hits.ids
    facets = MOMENT.facets(trade.EDITION, Wish(q=text))
    assert sum(facet.count for facet in facets["category"]) == hits.total


MOMENT = _moment(*(trade.product(f"PR-{n}", price=1_000 * n) for n in range(1, 6)))


def test_a_bound_counts_all_that_it_lets_through() -> None:
    facets = MOMENT.facets(trade.EDITION, Wish(price_max=3_000), ["price_max", "category"])
    assert [(one.value, one.count) for one in facets["price_max"]][:1] == [("10000", 5)]
    assert [one.count for one in facets["category"]] == [3]


def test_a_changed_product_takes_the_place_of_its_former_self() -> None:
    moment = _moment(trade.product(name="Keripik pisang"), trade.product(name="Sirup salak"))
    assert moment.products == 1
    assert moment.find(trade.EDITION, Wish(q="salak"), 0, 5).total == 1
    assert moment.find(trade.EDITION, Wish(q="pisang"), 0, 5).total == 0
