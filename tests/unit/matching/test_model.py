"""What matching refuses to take for a buyer, a demand or a match, and what follows from one."""

from typing import Any

import pytest
from pydantic import ValidationError

from kernel.problems import Conflict
from services.matching.facts import demand_told, match_told, offer_of
from services.matching.fit import matched
from services.matching.match import Match, changes
from services.matching.model import BuyerForm, DemandForm
from tests import trade
from tests.unit.matching.pairs import TODAY, demand, offer


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "KB 1"),
        ("code", ""),
        ("code", "K" * 41),
        ("title", "K"),
        ("category", "lain-lain"),
        ("hs_code", "2005"),
        ("hs_code", "2005.20"),
        ("keywords", [""]),
        ("keywords", ["keripik"] * 21),
        ("unit", "karung goni"),
        ("volume_per_month", 0),
        ("volume_per_month", 10**9 + 1),
        ("price_limit", 0),
        ("largest_moq", 0),
        ("papers", ["SURAT SAKTI"]),
        ("destination", "9999"),
        ("destination", "nl"),
        ("destination", "NLD"),
        ("destination", "ZZ"),
        ("destination", "ID"),
        ("market", "PASAR"),
        ("market", "X:Netherlands"),
    ],
)
def test_a_demand_is_refused_for(field: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        DemandForm(**trade.demand(**{field: value}))


def test_a_demand_cannot_end_before_it_starts() -> None:
    DemandForm(**trade.demand(starts="2026-09-01", ends="2026-09-01"))
    with pytest.raises(ValidationError, match="cannot end before it starts"):
        DemandForm(**trade.demand(starts="2026-09-01", ends="2026-08-31"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "tengkulak"),
        ("country", "id"),
        ("country", "ZZ"),
        ("time_zone", "WIB"),
        ("name", "S"),
    ],
)
def test_a_buyer_is_refused_for(field: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        BuyerForm(**trade.buyer(**{field: value}))


def test_a_demand_is_withdrawn_once() -> None:
    closed = demand().withdrawn()
    assert (closed.status, closed.version) == ("withdrawn", 2)
    with pytest.raises(Conflict) as refusal:
        closed.withdrawn()
    assert refusal.value.code == "already-withdrawn"
    assert refusal.value.detail == "Kebutuhan Keripik singkong untuk rak camilan sudah ditutup."


def test_a_demand_and_its_end_are_told_as_different_facts() -> None:
    assert demand_told(demand()).type == "matching.demand.posted.v1"
    gone = demand_told(demand().withdrawn())
    assert (gone.type, gone.version) == ("matching.demand.withdrawn.v1", 2)


def test_keywords_name_the_goods_and_titles_only_where_there_are_none() -> None:
    named = demand(keywords=["Kripik  Singkong", "cassava"], title="Camilan")
    assert {"cassava", "keripik", "singkong"} <= set(named.words)
    assert "camilan" not in named.words
    titled = demand(keywords=[], title="Telor asin", title_en="Salted eggs")
    assert sorted(titled.words) == ["asin", "eggs", "salted", "telur"]


def test_an_offer_is_found_by_its_names_in_both_languages() -> None:
    assert offer(name="Kripik Tempe", name_en="Tempeh crisps").words == (
        "keripik",
        "tempe",
        "tempeh",
        "crisps",
    )


def test_an_offer_keeps_what_the_catalogue_told() -> None:
    known = offer_of(trade.listed(version=7, papers=[{"kind": "PIRT", "state": "checked"}]))
    assert (known.id, known.version, known.status) == ("product:uve-2026:PR-1", 7, "listed")
    assert (known.price, known.moq, known.capacity_per_month) == (12_000, 24, 3_000)
    assert [(paper.kind, paper.state) for paper in known.papers] == [("PIRT", "checked")]


def _match(**spoilt: Any) -> Match:
    found = matched(demand(papers=["PIRT"]), offer(**spoilt), TODAY)
    assert found is not None
    return found


def test_the_strongest_reason_each_way_is_told() -> None:
    """For: goods, 0.35. Against: papers lose 0.14, volume 0.17 x 0.6 = 0.102."""
    told = match_told(_match(capacity_per_month=800))
    assert told.type == "matching.match.found.v1"
    assert told.best.part == "goods"  # type: ignore[union-attr]
    assert told.worst is not None  # type: ignore[union-attr]
    assert told.worst.part == "papers"  # type: ignore[union-attr]


def test_a_match_without_a_fault_has_no_worst_reason() -> None:
    told = match_told(_match(papers=[{"kind": "PIRT", "state": "checked"}]))
    assert told.worst is None  # type: ignore[union-attr]


def test_a_lost_match_is_told_as_lost_with_the_next_version() -> None:
    lost = _match().lost()
    told = match_told(lost)
    assert (told.type, told.version) == ("matching.match.lost.v1", 2)


def test_a_match_changes_when_what_it_shows_changes() -> None:
    before = _match()
    assert not changes(before, _match())
    assert changes(before, _match(price=12_100)).keys() == {"price", "reasons"}
    assert changes(before, _match(price=15_000)).keys() == {"price", "reasons", "score"}
    assert changes(None, before)
    assert changes(before.lost(), before)
