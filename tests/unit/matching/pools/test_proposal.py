"""A proposal in trade words: whole cartons, seasons, price steps, carriage, and what is missing."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.problems import Conflict
from services.matching.pools.candidates import months_of
from services.matching.pools.landed import carriage, of_a_member
from services.matching.pools.model import Member, lead_of
from tests.unit.matching.pairs import demand, offer, paper
from tests.unit.matching.pools.orders import MONTHS, answer, maker, units

PRODUCT = "product:uve-2026:PR-1"


def test_what_is_promised_to_others_is_not_free() -> None:
    makers = (maker(1, 1_500), maker(2, 1_500))
    assert units(answer(*makers)) == {"PR-1": [1_500, 1_500], "PR-2": [500, 500]}
    promised = {PRODUCT: {"2027-01": 900}}
    assert units(answer(*makers, promised=promised)) == {"PR-1": [1_500, 600], "PR-2": [500, 1_400]}


def test_nobody_delivers_out_of_season() -> None:
    seasonal = maker(1, 1_500, months=(1, 2))
    proposal = answer(seasonal, maker(2, 1_900))
    assert [(one.month, one.units) for one in proposal.members[0].deliveries] == [
        ("2027-01", 1_500)
    ]
    assert [(one.month, one.volume) for one in proposal.missing] == [("2026-12", 100.0)]


def test_shares_are_whole_cartons_and_no_less_than_the_smallest_order() -> None:
    proposal = answer(maker(1, 1_007, carton_multiple=10, moq=25), maker(2, 1_500, moq=600))
    assert units(proposal) == {"PR-1": [1_000, 1_000], "PR-2": [1_000, 1_000]}
    proposal = answer(maker(1, 1_900, carton_multiple=12), maker(2, 300, moq=300))
    assert units(proposal) == {"PR-1": [1_704, 1_704], "PR-2": [300, 300]}


def test_a_lower_price_from_some_quantity_on_is_worth_reaching() -> None:
    tier = {"price_tiers": [{"minimum": 1_000, "price": 9_000}]}
    proposal = answer(maker(1, 1_500), maker(2, 1_500, **tier))
    assert units(proposal) == {"PR-1": [500, 500], "PR-2": [1_500, 1_500]}
    assert [member.goods for member in proposal.members] == [
        2 * 500 * 11_100,
        2 * 1_500 * 9_000,
    ]


def test_packs_and_kilograms_fill_a_demand_together() -> None:
    wanted = {"unit": "kg", "volume_per_month": 500, "price_limit": 50_000}
    proposal = answer(
        maker(1, 1_200), maker(2, 450, unit="kg", pack="", price=46_000), demanded=wanted
    )
    assert units(proposal) == {"PR-1": [1_200, 1_200], "PR-2": [200, 200]}
    assert [member.deliveries[0].volume for member in proposal.members] == [300, 200]
    assert [member.unit for member in proposal.members] == ["pak", "kg"]


def test_goods_from_afar_cost_their_carriage() -> None:
    near, far = offer(regency="3374"), offer(regency="3302")
    assert carriage(near, demand()) == 0
    assert carriage(far, demand()) == pytest.approx(0.25 * 2.5 * 1.3 * 157, rel=0.1)
    same_price = {"price": 11_000}
    proposal = answer(
        maker(1, 1_500, regency="3302", **same_price), maker(2, 1_500, regency="3374", **same_price)
    )
    assert units(proposal) == {"PR-1": [500, 500], "PR-2": [1_500, 1_500]}


def test_whoever_is_left_out_is_left_out_with_a_reason() -> None:
    proposal = answer(
        maker(1, 1_500),
        maker(2, 0),
        maker(3, 1_500, price=12_501),
        maker(4, 20),
        maker(5, 1_500, unit="set", pack=""),
        maker(6, 1_500, name="Kopi robusta", name_en="Robusta coffee"),
        maker(7, 1_500, name="Rengginang singkong", name_en=""),
    )
    assert {one.why: one.count for one in proposal.left_out} == {
        "unknown": 1,
        "price": 1,
        "full": 1,
        "unit": 1,
        "similar": 1,
    }
    assert proposal.candidates == 1
    assert proposal.left_out[0].text_en == (
        "1 offers are left out: their capacity per month is not stated."
    )


def test_a_paper_that_the_buyer_insists_on_is_no_matter_of_price() -> None:
    wishes = {"papers": ["HALAL"], "musts": ["HALAL"]}
    proposal = answer(maker(1, 1_500), maker(2, 1_500, papers=[paper("HALAL")]), demanded=wishes)
    assert units(proposal) == {"PR-2": [1_500, 1_500]}
    assert [one.why for one in proposal.left_out] == ["papers"]


def test_each_member_shows_what_it_lacks() -> None:
    proposal = answer(
        maker(1, 1_500), maker(2, 1_500, papers=[paper("HALAL")]), demanded={"papers": ["HALAL"]}
    )
    assert [(one.is_ready, one.gaps_en) for one in proposal.members] == [
        (False, "Papers missing: HALAL."),
        (True, "All papers are held and checked: HALAL."),
    ]
    assert lead_of(proposal.members) == proposal.members[1].product


def test_of_equals_the_one_with_the_largest_share_leads() -> None:
    proposal = answer(maker(1, 900), maker(2, 1_500))
    assert lead_of(proposal.members) == proposal.members[1].product
    assert lead_of([]) == ""


def test_one_offer_that_fills_everything_is_named() -> None:
    assert answer(maker(1, 1_500), maker(2, 2_000)).suffices == "Keripik singkong balado"
    assert answer(maker(1, 1_500), maker(2, 1_999)).suffices == ""


def test_without_anybody_everything_is_missing() -> None:
    proposal = answer()
    assert (proposal.members, proposal.gap) == ((), 0)
    assert [one.volume for one in proposal.missing] == [2_000, 2_000]


def test_a_demand_is_filled_in_whole_months_that_are_to_come() -> None:
    today = date(2026, 11, 12)
    assert months_of(demand(), today) == (
        *("2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-05"),
    )
    later = demand(starts="2027-03-15", ends="2027-05-01")
    assert months_of(later, today) == ("2027-03", "2027-04", "2027-05")
    with pytest.raises(Conflict) as refusal:
        months_of(demand(starts="2026-10-01", ends="2026-11-30"), today)
    assert refusal.value.code == "demand-over"


SEASONS = st.dictionaries(st.sampled_from([12, 1]), st.integers(0, 2_500), max_size=2).map(
    lambda units: [{"month": month, "units": units[month]} for month in units]
)
PROMISES = st.dictionaries(
    st.sampled_from([PRODUCT, "product:uve-2026:PR-2"]),
    st.dictionaries(st.sampled_from(MONTHS), st.integers(0, 2_500)),
)


@st.composite
def markets(draw: st.DrawFn) -> list[dict[str, object]]:
    def one(number: int) -> dict[str, object]:
        changes: dict[str, Any] = {
            "moq": draw(st.integers(1, 400)),
            "carton_multiple": draw(st.sampled_from([1, 6, 25])),
            "price": draw(st.integers(9_000, 12_500)),
            "months": draw(st.sampled_from([(), (12,), (1, 2)])),
            "capacities": draw(SEASONS),
            "unit": draw(st.sampled_from(["pak", "kg"])),
        }
        return maker(number, draw(st.integers(0, 1_999)), **changes)

    return [one(number) for number in range(draw(st.integers(0, 6)))]


@settings(max_examples=60)
@given(markets(), st.sampled_from([None, 2]), PROMISES)
def test_shares_never_exceed_capacity_and_what_is_missing_is_told(
    market: list[dict[str, object]], members_at_most: int | None, promised: Any
) -> None:
    proposal = answer(*market, members_at_most=members_at_most, promised=promised)
    by_id = {offer_["id"]: offer_ for offer_ in market}
    for member in proposal.members:
        _expect_a_right_share(member, by_id[member.product], promised)
    if members_at_most:
        assert len(proposal.members) <= members_at_most
    missing = {one.month: one.volume for one in proposal.missing}
    for month in MONTHS:
        given_ = sum(
            delivery.volume
            for member in proposal.members
            for delivery in member.deliveries
            if delivery.month == month
        )
        assert missing.get(month, 0) == pytest.approx(max(0, 2_000 - given_))


def _expect_a_right_share(member: Member, made: Any, promised: Any) -> None:
    own = {one["month"]: one["units"] for one in made["capacities"]}
    for delivery in member.deliveries:
        capacity = own.get(int(delivery.month[5:]), made["capacity_per_month"])
        free = capacity - promised.get(member.product, {}).get(delivery.month, 0)
        assert made["moq"] <= delivery.units <= free
        assert delivery.units % made["carton_multiple"] == 0
        assert not made["months"] or int(delivery.month[5:]) in made["months"]
    assert member.fixed == of_a_member(2)
    assert member.goods == sum(one.units for one in member.deliveries) * made["price"]
