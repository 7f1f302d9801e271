"""A broker's demands by end buyer."""

from services.matching.brokering.overview import overview
from services.matching.model import Demand
from tests.unit.matching.pairs import demand
from tests.unit.matching.quotes.asked import rfq


def _for(code: str, end_buyer: str, **changes: object) -> Demand:
    stated = demand(end_buyer=end_buyer)
    return stated.model_copy(update={"code": code, "id": f"demand:e:{code}", **changes})


def test_names_that_differ_in_case_and_spaces_alone_are_one_end_buyer() -> None:
    stated = [_for("A", "Toko  Sari"), _for("B", "TOKO SARI"), _for("C", ""), _for("D", "Aneka")]
    found = overview(stated, {}, {}, {})
    assert [(one.name, len(one.demands)) for one in found.items] == [
        ("", 1),
        ("Aneka", 1),
        ("Toko Sari", 2),
    ]


def test_all_that_happened_is_summed_up_and_a_closed_demand_is_not_open() -> None:
    one, closed = _for("A", "Aneka"), _for("B", "Aneka", status="withdrawn")
    asked = rfq()
    found = overview(
        [one, closed],
        {one.id: (7, 0.9), closed.id: (2, 0.5)},
        {one.id: asked},
        {one.id: 3},
    )
    [aneka] = found.items
    assert (aneka.open, aneka.matches, aneka.quotes, aneka.accepted) == (1, 9, 3, 0)
    first, second = aneka.demands
    assert (first.request, first.remaining) == (asked.status, asked.remaining)
    assert (second.request, second.is_open, second.remaining) == ("", False, None)
