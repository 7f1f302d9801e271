"""What a request, a quote and an award allow, and what they refuse and why."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.problems import Refusal
from services.matching.quotes.awarding import AwardForm, awards_of
from services.matching.quotes.model import Rfq, RfqForm
from services.matching.quotes.quote import MOST_REVISIONS, Quote, Won
from tests.unit.matching.pairs import offer
from tests.unit.matching.quotes.asked import DEADLINE, NOON, draft, form, rfq, sent


def refused(code: str, act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.code == code
    assert caught.value.detail != caught.value.detail_en
    return caught.value


def again(**changes: Any) -> RfqForm:
    return RfqForm.model_validate({"demand_code": "KB-1", "deadline": DEADLINE} | changes)


@pytest.mark.parametrize("days", [-1, 0, 181])
def test_a_deadline_lies_ahead_but_not_too_far(days: int) -> None:
    refused("deadline-out-of-range", lambda: rfq(deadline=NOON + timedelta(days=days)))


def test_a_deadline_is_put_off_but_never_brought_forward() -> None:
    later = again(deadline=DEADLINE + timedelta(days=1))
    assert rfq().revised(later, NOON).version == 2
    earlier = again(deadline=DEADLINE - timedelta(days=1))
    refused("deadline-earlier", lambda: rfq().revised(earlier, NOON))


def test_who_was_invited_stays_invited() -> None:
    chosen = rfq(exhibitors=["PS-1"])
    assert chosen.revised(again(exhibitors=["PS-1", "PS-2"]), NOON).exhibitors == ("PS-1", "PS-2")
    assert chosen.revised(again(), NOON).exhibitors == ()
    refused("invitation-taken-back", lambda: chosen.revised(again(exhibitors=["PS-2"]), NOON))
    refused("invitation-taken-back", lambda: rfq().revised(again(exhibitors=["PS-2"]), NOON))


def test_a_name_that_was_shown_cannot_be_withheld() -> None:
    assert not rfq(anonymous=True).revised(again(), NOON).anonymous
    refused("name-already-shown", lambda: rfq().revised(again(anonymous=True), NOON))


def test_an_anonymous_request_does_not_say_itself_whose_it_is() -> None:
    terms = "Kirim ke gudang SWALAYAN Simpang Lima"
    assert rfq(terms=terms).terms == terms
    refused("name-in-text", lambda: rfq(terms=terms, anonymous=True))
    hidden = rfq(anonymous=True)
    refused("name-in-text", lambda: hidden.revised(again(anonymous=True, terms=terms), NOON))


def test_no_quote_is_taken_at_the_deadline_or_after() -> None:
    last = DEADLINE - timedelta(milliseconds=1)
    assert draft().sent_out(rfq(), last).status == "sent"
    refused("deadline-over", lambda: draft().sent_out(rfq(), DEADLINE))
    refused("deadline-over", lambda: sent().revised(form(), rfq(), offer(), DEADLINE))


def test_a_closed_request_takes_no_quotes() -> None:
    refused("rfq-closed", lambda: draft().sent_out(rfq().cancelled(), NOON))
    refused("rfq-closed", rfq().cancelled().cancelled)


def test_a_quote_keeps_what_it_said_each_time_it_was_sent() -> None:
    cheaper = form(tiers=[{"minimum": 100, "price": 11_000}])
    revised = sent().revised(cheaper, rfq(), offer(), NOON + timedelta(hours=1))
    assert [one.form.tiers[0].price for one in revised.sent] == [12_000, 11_000]
    assert (revised.status, revised.version, revised.form) == ("sent", 3, cheaper)
    assert draft().revised(cheaper, rfq(), offer(), NOON).sent == ()


def test_a_quote_is_revised_so_often_and_no_more() -> None:
    quote = sent()
    for _ in range(MOST_REVISIONS - 1):
        quote = quote.revised(form(), rfq(), offer(), NOON)
    refused("too-many-revisions", lambda: quote.revised(form(), rfq(), offer(), NOON))


def test_what_was_taken_back_can_be_offered_anew() -> None:
    back = sent().withdrawn()
    assert back.status == "withdrawn"
    assert back.revised(form(), rfq(), offer(), NOON).status == "draft"
    refused("quote-in-other-state", back.withdrawn)


def test_a_quote_is_valid_until_the_deadline_at_least() -> None:
    refused("validity-too-short", lambda: sent(valid_until=date(2026, 11, 28)))
    assert sent(valid_until=date(2026, 11, 29)).status == "sent"


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("unknown-unit", {"unit": "sloki"}),
        ("units-not-convertible", {"unit": "kg", "pack": ""}),
        ("tiers-out-of-order", {"tiers": [{"minimum": 9, "price": 2}, {"minimum": 9, "price": 1}]}),
        ("tiers-out-of-order", {"tiers": [{"minimum": 1, "price": 2}, {"minimum": 9, "price": 3}]}),
        ("month-twice", {"volumes": [{"month": 3, "volume": 1}, {"month": 3, "volume": 2}]}),
        ("smallest-order-above-volume", {"volume_per_month": 99}),
        ("sample-price", {"sample": {"kind": "free", "price": 5_000}}),
        ("sample-price", {"sample": {"kind": "paid"}}),
        ("volume-above-capacity", {"volume_per_month": 1_000_001}),
        ("volume-above-capacity", {"volumes": [{"month": 3, "volume": 1_000_001}]}),
    ],
)
def test_an_unsound_quote_is_refused(code: str, changes: dict[str, Any]) -> None:
    refused(code, lambda: draft(**changes))


def test_a_pack_that_says_what_it_holds_is_counted_in_kilos() -> None:
    assert draft(on=rfq(unit="kg"), pack="12 x 250 g").form.ratio("kg") == 3
    told = refused("units-not-convertible", lambda: draft(on=rfq(unit="kg"), pack="besar"))
    assert "“pak” (besar)" in told.detail


def award(on: Rfq, *shares: tuple[Quote, int]) -> Rfq:
    said = [
        {"product_code": q.form.product_code, "quote_version": q.version, "quantity": quantity}
        for q, quantity in shares
    ]
    awarded = AwardForm.model_validate({"shares": said, "reason": "Terbaik"})
    quotes = {quote.form.product_code: quote for quote, _ in shares}
    return on.awarding(awards_of(awarded, on, quotes, NOON))


ONE, OTHER = sent("PR-1"), sent("PR-2")


def test_an_award_is_priced_at_its_own_quantity() -> None:
    [one, other] = award(rfq(), (ONE, 1_500), (OTHER, 500)).awards
    assert (one.units, one.unit_price, one.monthly_cost) == (1_500, 11_500, 17_250_000)
    assert (other.unit_price, other.monthly_cost) == (12_000, 6_000_000)
    assert other.answer_by == NOON + timedelta(days=3)


@pytest.mark.parametrize(
    ("code", "on", "shares"),
    [
        ("more-than-wanted", rfq(), [(ONE, 1_500), (OTHER, 501)]),
        ("more-than-offered", rfq(volume=9_000), [(ONE, 3_001)]),
        ("below-smallest-order", rfq(), [(ONE, 99)]),
        ("twice", rfq(), [(ONE, 100), (ONE, 100)]),
        ("quote-in-other-state", rfq(), [(ONE.withdrawn(), 100)]),
        ("no-quote", rfq(), [(draft(), 100)]),
        ("rfq-closed", rfq().cancelled(), [(ONE, 100)]),
    ],
)
def test_an_award_that_does_not_hold_is_refused(
    code: str, on: Rfq, shares: list[tuple[Quote, int]]
) -> None:
    refused(code, lambda: award(on, *shares))


def test_a_quote_that_was_changed_or_has_expired_is_not_awarded() -> None:
    newer = ONE.revised(form(), rfq(), offer(), NOON)
    seen = AwardForm.model_validate(
        {
            "shares": [{"product_code": "PR-1", "quote_version": ONE.version, "quantity": 100}],
            "reason": "Terbaik",
        }
    )
    refused("stale-version", lambda: awards_of(seen, rfq(), {"PR-1": newer}, NOON))
    later = NOON + timedelta(days=90)
    refused("quote-expired", lambda: awards_of(seen, rfq(), {"PR-1": ONE}, later))


@given(st.lists(st.tuples(st.sampled_from([ONE, OTHER]), st.integers(1, 2_500)), max_size=8))
def test_however_a_demand_is_split_never_more_is_given_than_wanted(
    wishes: list[tuple[Quote, int]],
) -> None:
    asked = rfq()
    for quote, quantity in wishes:
        with suppress(Refusal):
            asked = award(asked, (quote, quantity))
        given_away = sum(one.quantity for one in asked.awards if one.counts)
        assert given_away + asked.remaining == asked.volume_per_month
        assert given_away <= 2_000


def test_what_is_turned_down_or_lapses_can_be_given_again() -> None:
    asked = award(rfq(), (ONE, 2_000))
    assert asked.remaining == 0
    down = asked.answered(ONE.id, False, "Bahan baku habis", NOON)
    assert (down.remaining, down.awards[0].said) == (2_000, "Bahan baku habis")
    assert asked.lapsed(ONE.id).remaining == 2_000
    assert asked.answered(ONE.id, True, "", NOON).remaining == 0


def test_an_award_is_answered_once_and_in_time() -> None:
    asked = award(rfq(), (ONE, 2_000))
    late = asked.awards[0].answer_by
    refused("award-lapsed", lambda: asked.answered(ONE.id, True, "", late))
    refused("nothing-awarded", lambda: asked.answered(OTHER.id, True, "", NOON))
    accepted = asked.answered(ONE.id, True, "", NOON)
    refused("nothing-awarded", lambda: accepted.answered(ONE.id, False, "", NOON))


def test_an_awarded_quote_is_neither_revised_nor_withdrawn() -> None:
    won = Won(buyer_name="Swalayan", quantity=100, unit="pak", answer_by=NOON)
    chosen = ONE.awarded(won)
    refused("quote-in-other-state", lambda: chosen.revised(form(), rfq(), offer(), NOON))
    refused("quote-in-other-state", chosen.withdrawn)
    assert ONE.becoming("passed-over").withdrawn().status == "withdrawn"


def test_a_name_is_shown_to_whom_it_concerns_from_the_award_on() -> None:
    hidden = rfq(anonymous=True)
    assert not hidden.shows_buyer_to(ONE.exhibitor)
    awarded = award(hidden, (ONE, 2_000))
    assert awarded.shows_buyer_to(ONE.exhibitor)
    assert not awarded.shows_buyer_to("exhibitor:uve-2026:PS-2")
    assert rfq().shows_buyer_to("exhibitor:uve-2026:PS-2")
