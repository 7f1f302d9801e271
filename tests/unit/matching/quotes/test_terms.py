"""Charges of retailers against the caps of Permendag 23/2021."""

from datetime import date

import pytest

from services.matching.quotes.terms import Charges, findings

TODAY = date(2026, 11, 24)


def outcomes(day: date = TODAY, **charges: object) -> dict[str, str]:
    found = findings(Charges.model_validate(charges), day)
    assert all(one.source and one.text != one.text_en for one in found)
    return {one.rule: one.outcome for one in found}


@pytest.mark.parametrize(
    ("outlet", "fee", "outlets", "outcome"),
    [
        ("hypermarket", 150_000, 66, "within-cap"),
        ("hypermarket", 150_000, 67, "above-cap"),
        ("hypermarket", 150_001, 1, "above-cap"),
        ("supermarket", 75_000, 133, "within-cap"),
        ("supermarket", 75_001, 1, "above-cap"),
        ("minimarket", 50_000, 400, "within-cap"),
        ("minimarket", 50_000, 401, "above-cap"),
    ],
)
def test_a_listing_fee_is_capped_an_outlet_and_in_all(
    outlet: str, fee: int, outlets: int, outcome: str
) -> None:
    found = outcomes(outlet=outlet, listing_fee=fee, outlets=outlets)
    assert found == {"listing-fee": outcome, "small-firms-exempt": "to-be-confirmed"}


def test_trading_terms_are_capped_at_fifteen_percent() -> None:
    assert outcomes(trading_terms=1_500)["trading-terms"] == "within-cap"
    assert outcomes(trading_terms=1_501)["trading-terms"] == "above-cap"


def test_who_charges_nothing_is_told_nothing() -> None:
    assert outcomes(outlet="supermarket") == {}


def test_before_the_caps_were_law_none_is_said_to_be() -> None:
    assert outcomes(date(2021, 3, 31), outlet="supermarket", listing_fee=10**6) == {}


def test_a_buyers_kind_says_its_kind_of_outlet_where_it_does_not() -> None:
    assert Charges().of_buyer("hypermarket").outlet == "hypermarket"
    assert Charges().of_buyer("hotel").outlet is None
    assert Charges(outlet="minimarket").of_buyer("supermarket").outlet == "minimarket"


def test_a_finding_says_amounts_caps_and_source() -> None:
    charges = Charges(outlet="supermarket", listing_fee=100_000, outlets=20)
    [fee, _] = findings(charges, TODAY)
    assert fee.text == (
        "Biaya pendaftaran Rp100.000 per barang per gerai (jumlah Rp2.000.000) di atas batas untuk "
        "supermarket: Rp75.000 per gerai, paling banyak Rp10.000.000."
    )
    assert fee.source.startswith("Permendag 23/2021")
    [terms, _] = findings(Charges(trading_terms=1_750), TODAY)
    assert terms.text == (
        "Potongan syarat perdagangan 17,5\N{NO-BREAK SPACE}% di luar potongan biasa di atas batas "
        "15\N{NO-BREAK SPACE}%."
    )
