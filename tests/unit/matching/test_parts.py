"""Volume, price, place, terms and time: each worked out by hand, and what it says."""

from datetime import date
from typing import Any

import pytest

from services.matching.parts import place_fit, price_fit, terms_fit, time_fit, volume_fit
from tests.unit.matching.pairs import demand, expect_part, offer


def test_capacity_above_the_volume_covers_it() -> None:
    expect_part(
        volume_fit(demand(volume_per_month=2000), offer(capacity_per_month=3000)),
        1,
        True,
        "Kapasitas 3.000 pak/bulan memenuhi kebutuhan 2.000 pak/bulan.",
        "Capacity of 3,000 pak a month covers the 2,000 pak a month needed.",
    )


def test_capacity_that_is_just_enough_covers_the_volume() -> None:
    fit = volume_fit(demand(volume_per_month=2000), offer(capacity_per_month=2000))
    assert fit[:2] == (1, True)


def test_capacity_below_the_volume_covers_its_share() -> None:
    expect_part(
        volume_fit(demand(volume_per_month=2000), offer(capacity_per_month=800)),
        0.4,
        False,
        "Kapasitas 800 pak/bulan baru 40\u00a0% dari kebutuhan 2.000 pak/bulan.",
        "Capacity of 800 pak a month is 40% of the 2,000 pak needed.",
    )


def test_capacity_that_varies_covers_what_the_wanted_months_bring_on_average() -> None:
    """December and January bring 3,000 and 500 of the 2,000 wanted: all and a quarter."""
    winter = demand(volume_per_month=2000, starts="2026-12-01", ends="2027-01-31")
    harvest = offer(capacity_per_month=3000, capacities=[{"month": 1, "units": 500}])
    expect_part(
        volume_fit(winter, harvest),
        0.625,
        False,
        "Kapasitas 500–3.000 pak/bulan menurut musim, rata-rata 62\u00a0% dari kebutuhan "
        "2.000 pak/bulan.",
        "Capacity of 500–3,000 pak a month by season is on average 62% of the 2,000 pak needed.",
    )
    summer = demand(volume_per_month=2000, starts="2026-06-01", ends="2026-07-31")
    assert volume_fit(summer, harvest)[:2] == (1, True)


def test_a_month_without_capacity_is_out_of_season() -> None:
    winter = demand(volume_per_month=400, starts="2026-12-01", ends="2027-01-31")
    december = offer(capacity_per_month=0, capacities=[{"month": 12, "units": 500}])
    assert volume_fit(winter, december)[:2] == (1, True)
    value, speaks_for, _ = time_fit(winter, december)
    assert (value, speaks_for) == (0.5, False)


def test_capacity_in_packs_is_compared_with_a_volume_in_tonnes() -> None:
    """3,000 packs of 250 g are 750 kg, half of 1.5 tonnes; here in kilograms: 750 of 1,500."""
    expect_part(
        volume_fit(demand(unit="kg", volume_per_month=1500), offer()),
        0.5,
        False,
        "Kapasitas 750 kg/bulan baru 50\u00a0% dari kebutuhan 1.500 kg/bulan.",
        "Capacity of 750 kg a month is 50% of the 1,500 kg needed.",
    )


def test_a_capacity_that_nobody_stated_is_a_question_to_ask() -> None:
    expect_part(
        volume_fit(demand(), offer(capacity_per_month=0)),
        0.3,
        False,
        "Kapasitas per bulan belum diisi; tanyakan kepada peserta.",
        "The capacity per month is not stated yet; ask the exhibitor.",
    )


@pytest.mark.parametrize("fit", [volume_fit, terms_fit, price_fit])
def test_units_that_cannot_be_compared_are_a_question_to_ask(fit: Any) -> None:
    expect_part(
        fit(demand(unit="kg"), offer(unit="pak", pack="kemasan kecil")),
        0.4,
        False,
        "Satuan pak dan kg belum bisa dibandingkan; tanyakan isi kemasannya.",
        "The units pak and kg cannot be compared yet; ask what a pack holds.",
    )


def test_a_small_smallest_order_fits() -> None:
    expect_part(
        terms_fit(demand(largest_moq=240), offer(moq=24)),
        1,
        True,
        "Pesanan terkecil 24 pak, masih dalam batas pembeli (240 pak).",
        "The smallest order of 24 pak is within the buyer's limit (240 pak).",
    )


def test_a_large_smallest_order_counts_by_how_far_it_exceeds_the_limit() -> None:
    expect_part(
        terms_fit(demand(largest_moq=240), offer(moq=960)),
        0.25,
        False,
        "Pesanan terkecil 960 pak melebihi batas pembeli (240 pak).",
        "The smallest order of 960 pak exceeds the buyer's limit (240 pak).",
    )


def test_a_smallest_order_is_made_of_whole_cartons() -> None:
    """Twenty are wanted at least, and a carton holds 24: two of them when 30 are wanted."""
    one, two = offer(moq=20, carton_multiple=24), offer(moq=30, carton_multiple=24)
    assert terms_fit(demand(largest_moq=24), one)[:2] == (1, True)
    assert terms_fit(demand(largest_moq=24), two)[:2] == (0.5, False)


def test_goods_of_the_season_are_there_in_some_of_the_months_wanted() -> None:
    """Wanted November to February, offered January to March: two months of four."""
    wanted = demand(starts=date(2026, 11, 20), ends=date(2027, 2, 10))
    expect_part(
        time_fit(wanted, offer(months=[1, 2, 3])),
        0.5,
        False,
        "Kapasitas hanya ada pada 2 dari 4 bulan yang diminta.",
        "There is capacity in 2 of the 4 months asked for.",
    )


def test_a_demand_of_more_than_a_year_wants_goods_in_every_month() -> None:
    wanted = demand(starts=date(2026, 11, 20), ends=date(2028, 2, 10))
    assert time_fit(wanted, offer(months=range(1, 7)))[0] == 0.5


def test_an_order_that_takes_longer_than_the_buyer_waits_counts_by_how_much() -> None:
    expect_part(
        time_fit(demand(longest_lead_days=14), offer(lead_time_days=56)),
        0.25,
        False,
        "Pesanan baru siap dalam 56 hari; pembeli menunggu 14 hari.",
        "An order takes 56 days; the buyer waits 14 days.",
    )


def test_an_order_that_is_ready_in_time_all_year_fits() -> None:
    expect_part(
        time_fit(demand(), offer(lead_time_days=7)),
        1,
        True,
        "Ada kapasitas di semua bulan yang diminta; pesanan siap dalam 7 hari.",
        "There is capacity in every month asked for; an order is ready in 7 days.",
    )


def test_a_buyer_that_names_no_largest_order_takes_a_month_s_volume_at_most() -> None:
    open_ = demand(largest_moq=None, volume_per_month=2000)
    assert terms_fit(open_, offer(moq=2000))[:2] == (1, True)
    assert terms_fit(open_, offer(moq=4000))[:2] == (0.5, False)


def test_a_price_up_to_the_limit_fits() -> None:
    expect_part(
        price_fit(demand(price_limit=12_500), offer(price=12_500)),
        1,
        True,
        "Harga Rp12.500 per pak, tidak lebih dari batas Rp12.500.",
        "Priced at Rp12,500 per pak, no more than the limit of Rp12,500.",
    )


def test_a_price_above_the_limit_loses_all_on_the_way_to_one_and_a_half_times_it() -> None:
    """15,000 is 1.2 times 12,500: (1.5 - 1.2) / 0.5 = 0.6."""
    expect_part(
        price_fit(demand(price_limit=12_500), offer(price=15_000)),
        0.6,
        False,
        "Harga Rp15.000 per pak, 20\u00a0% di atas batas Rp12.500.",
        "Priced at Rp15,000 per pak, 20% above the limit of Rp12,500.",
    )


@pytest.mark.parametrize("price", [18_750, 40_000])
def test_a_price_from_one_and_a_half_times_the_limit_on_is_worth_nothing(price: int) -> None:
    assert price_fit(demand(price_limit=12_500), offer(price=price))[:2] == (0, False)


def test_the_price_is_the_one_at_the_wanted_volume() -> None:
    tiers = [{"minimum": 500, "price": 14_000}, {"minimum": 2000, "price": 12_000}]
    dear = offer(price=16_000, price_tiers=tiers)
    text = price_fit(demand(volume_per_month=2000, price_limit=12_500), dear)[2][0]
    assert text == "Harga Rp12.000 per pak, tidak lebih dari batas Rp12.500."
    text = price_fit(demand(volume_per_month=1999, price_limit=12_500), dear)[2][0]
    assert text == "Harga Rp14.000 per pak, 12\u00a0% di atas batas Rp12.500."
    text = price_fit(demand(volume_per_month=499, price_limit=12_500), dear)[2][0]
    assert text == "Harga Rp16.000 per pak, 28\u00a0% di atas batas Rp12.500."


def test_a_price_tier_is_reached_in_the_seller_s_unit() -> None:
    """500 kg are 2,000 packs of 250 g, at Rp11,000 each: Rp44,000 a kilogram."""
    tiers = [{"minimum": 2000, "price": 11_000}]
    wanted = demand(unit="kg", volume_per_month=500, price_limit=44_000)
    expect_part(
        price_fit(wanted, offer(price=12_000, price_tiers=tiers)),
        1,
        True,
        "Harga Rp44.000 per kg, tidak lebih dari batas Rp44.000.",
        "Priced at Rp44,000 per kg, no more than the limit of Rp44,000.",
    )


def test_a_buyer_without_a_limit_is_told_the_price() -> None:
    expect_part(
        price_fit(demand(price_limit=None), offer(price=12_000)),
        0.7,
        True,
        "Harga Rp12.000 per pak; pembeli tidak menyebut batas harga.",
        "Priced at Rp12,000 per pak; the buyer states no limit.",
    )


def test_goods_made_where_they_are_received_travel_nowhere() -> None:
    expect_part(
        place_fit(demand(destination="3319"), offer(regency="3319")),
        1,
        True,
        "Dibuat di tempat pembeli menerimanya: Kabupaten Kudus.",
        "Made where the buyer receives it: Kabupaten Kudus.",
    )


def test_a_distance_inland_counts_by_its_kilometres() -> None:
    """Kudus to Semarang: 0.23° north and 0.48° east are 25.6 and 53.0 km, so 58.8 km of 350."""
    expect_part(
        place_fit(demand(destination="3374"), offer(regency="3319")),
        0.832,
        True,
        "Dari Kabupaten Kudus ke Kota Semarang sekitar 59 km garis lurus.",
        "From Kabupaten Kudus to Kota Semarang about 59 km in a straight line.",
    )


def test_the_far_end_of_the_province_speaks_against() -> None:
    """Cilacap to Rembang: 0.71° and 2.57° are 78.9 and 283.5 km, so 294 km of 350."""
    fit = place_fit(demand(destination="3317"), offer(regency="3301"))
    assert fit[0] == pytest.approx(1 - 294.3 / 350, abs=0.001)
    assert not fit[1]


def test_goods_for_abroad_travel_to_the_port() -> None:
    expect_part(
        place_fit(demand(destination="NL", market="X:NL"), offer(regency="3319")),
        0.832,
        True,
        "Ekspor ke NL: Kabupaten Kudus sekitar 59 km garis lurus dari pelabuhan Semarang.",
        "Export to NL: Kabupaten Kudus lies 59 km in a straight line from Semarang port.",
    )
