"""Requests for quotation through the door: asking, quoting, comparing, awarding, answering."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from kernel.clock import now
from kernel.envelope import Envelope
from services.matching.quotes.asking import Asking
from tests import trade
from tests.integration.matching.requests import BUYER_NAME, Market, award, offer, seen
from tests.rooms import Room
from tests.waiting import until


@pytest.fixture
async def market(matching: Room, edition: str, heard: list[Envelope]) -> Market:
    market = Market(matching, edition)
    await market.opens()
    return market


async def _capacity(market: Market, number: int) -> set[int]:
    page = await market.exhibitor(number).gets(f"/editions/{market.edition}/capacity")
    return {month["promised"] for item in page["items"] for month in item["months"]}


async def test_from_a_demand_to_a_split_award_that_is_accepted(market: Market) -> None:
    asked = await market.asks(sample_wanted=True, terms="Bayar 14 hari")
    assert (asked.status, asked.body["invited"], asked.body["takes_quotes"]) == (201, 3, True)
    one = await market.quotes(1)
    other = await market.quotes(2, tiers=[{"minimum": 10, "price": 11_900}])
    await market.exhibitor(3).posts(f"{market.rfqs}/KB-1/quotes", offer("PR-3"))

    compared = await market.buyer.gets(f"{market.rfqs}/KB-1/comparison")
    assert [
        (line["quote"]["product_code"], line["price"], line["monthly_cost"], line["covers"])
        for line in compared["lines"]
    ] == [("PR-1", 11_500, 23_000_000, 1.0), ("PR-2", 11_900, 23_800_000, 1.0)]
    assert compared["lines"][0]["best"] == ["price", "cost", "cover", "lead-time", "valid-until"]

    trial = await market.awards((one, 1_500), (other, 500), trial="true")
    assert trial.status == 201
    assert trial.body["monthly_cost"] == 1_500 * 11_500 + 500 * 11_900
    assert (await market.buyer.gets(f"{market.rfqs}/KB-1"))["awards"] == []

    made = await market.awards((one, 1_500), (other, 500))
    assert (made.status, made.body["rfq"]["remaining"]) == (201, 0)
    assert await _capacity(market, 1) == {1_500}
    path = f"{market.rfqs}/KB-1/quotes"
    accepted = await market.exhibitor(1).posts(f"{path}/PR-1/acceptance", {})
    assert accepted.body["status"] == "accepted"
    assert accepted.body["won"]["buyer_name"] == BUYER_NAME
    down = await market.exhibitor(2).posts(f"{path}/PR-2/refusal", {"said": "Mesin rusak"})
    assert down.body["status"] == "declined"
    assert (await _capacity(market, 1), await _capacity(market, 2)) == ({1_500}, set())
    rfq = await market.buyer.gets(f"{market.rfqs}/KB-1")
    assert [(one["state"], one["said"]) for one in rfq["awards"]] == [
        ("accepted", ""),
        ("declined", "Mesin rusak"),
    ]
    assert rfq["remaining"] == 500
    matches = await market.buyer.gets(f"/editions/{market.edition}/matches", demand="KB-1")
    met = {match["product_code"] for match in matches["items"] if match["standing"] == "met"}
    assert met == {"PR-1"}, "who has agreed has met"


async def test_drafts_are_nobodys_business(market: Market) -> None:
    await market.asks()
    path = f"{market.rfqs}/KB-1/quotes"
    assert (await market.exhibitor(1).posts(path, offer())).status == 201
    assert (await market.buyer.gets(f"{market.rfqs}/KB-1/comparison"))["lines"] == []
    quotes = f"/editions/{market.edition}/quotes"
    assert (await market.organiser.gets(quotes))["items"] == []
    assert len((await market.exhibitor(1).gets(quotes))["items"]) == 1
    again = await market.exhibitor(1).posts(path, offer())
    assert (again.status, again.code) == (409, "quote-exists")


async def test_a_sent_quote_is_revised_from_the_version_that_was_seen(market: Market) -> None:
    await market.asks()
    quote = await market.quotes(1)
    path = f"{market.rfqs}/KB-1/quotes/PR-1"
    cheaper = offer(tiers=[{"minimum": 100, "price": 11_000}])
    blind = await market.exhibitor(1).asks("PUT", path, json=cheaper)
    assert (blind.status, blind.code) == (428, "version-required")
    changed = await market.exhibitor(1).asks("PUT", path, json=cheaper, headers=seen(quote))
    assert (changed.status, changed.headers["etag"], len(changed.body["sent"])) == (200, '"3"', 2)
    late = await market.exhibitor(1).asks("PUT", path, json=cheaper, headers=seen(quote))
    assert (late.status, late.code) == (412, "stale-version")
    stale = await market.awards((quote, 2_000))
    assert (stale.status, stale.code) == (412, "stale-version")


async def test_each_side_reaches_its_own_alone(market: Market) -> None:
    await market.asks(exhibitors=["PS-1", "PS-2"])
    quote = await market.quotes(1)
    rfq, path = f"{market.rfqs}/KB-1", f"{market.rfqs}/KB-1/quotes"
    stranger = market.exhibitor(3)
    for method, where, code in [
        ("GET", rfq, "no-rfq"),
        ("POST", path, "no-rfq"),
        ("GET", f"{path}/PR-1", "no-quote"),
        ("PUT", f"{path}/PR-1", "no-quote"),
        ("POST", f"{path}/PR-1/sending", "no-quote"),
        ("POST", f"{path}/PR-1/withdrawal", "no-quote"),
        ("POST", f"{path}/PR-1/acceptance", "no-quote"),
    ]:
        body = {} if "acceptance" in where else offer("PR-1" if "PR-1" in where else "PR-3")
        answer = await stranger.asks(method, where, json=body, headers=seen(quote))
        assert (answer.status, answer.code) == (404, code), where
    theirs = await market.exhibitor(2).posts(path, offer("PR-3"))
    assert (theirs.status, theirs.code) == (403, "forbidden")
    assert (await stranger.gets(market.rfqs))["items"] == []
    assert (await stranger.gets(f"/editions/{market.edition}/quotes"))["items"] == []

    for method, where in [
        ("GET", rfq),
        ("GET", f"{rfq}/comparison"),
        ("POST", f"{rfq}/cancellation"),
        ("POST", f"{rfq}/awards"),
    ]:
        chosen = award((quote, 100))
        answer = await market.other_buyer.asks(method, where, json=chosen, headers=seen(quote))
        assert (answer.status, answer.code) == (403, "forbidden"), where
    assert (await market.other_buyer.gets(market.rfqs))["items"] == []
    for who, status in ((market.room.by("visitor"), 403), (market.room.anybody, 401)):
        assert (await who.asks("GET", rfq)).status == status
        assert (await who.asks("GET", market.rfqs)).status == status
    assert (await market.exhibitor(1).asks("GET", f"{rfq}/comparison")).status == 403


async def test_only_who_matches_is_asked_unless_exhibitors_were_chosen(market: Market) -> None:
    await market.asks()
    newcomer = market.exhibitor(4)
    assert (await newcomer.asks("GET", f"{market.rfqs}/KB-1")).status == 404
    listed = trade.listed("PR-4", of=market.edition, exhibitor_code="PS-4")
    await market.room.hears(listed)
    assert (await newcomer.gets(f"{market.rfqs}/KB-1"))["code"] == "KB-1"
    assert [rfq["code"] for rfq in (await newcomer.gets(market.rfqs))["items"]] == ["KB-1"]
    await market.quotes(4)


async def test_a_withheld_name_is_in_nothing_that_an_exhibitor_gets(
    market: Market, heard: list[Envelope]
) -> None:
    asked = await market.asks(anonymous=True)
    assert asked.body["buyer_name"] == BUYER_NAME
    quote = await market.quotes(1)
    await market.quotes(2)

    async def shown(number: int) -> str:
        exhibitor, rfq = market.exhibitor(number), f"{market.rfqs}/KB-1"
        own = f"/editions/{market.edition}"
        paths = [rfq, market.rfqs, f"{rfq}/quotes/PR-{number}", f"{own}/quotes", f"{own}/matches"]
        return json.dumps([await exhibitor.gets(path) for path in paths], ensure_ascii=False)

    for number in (1, 2):
        assert BUYER_NAME not in await shown(number)
        assert "PB-1" not in await shown(number)
    assert (await market.awards((quote, 2_000))).status == 201
    assert BUYER_NAME in await shown(1)
    assert BUYER_NAME not in await shown(2)

    def naming_the_buyer() -> set[str]:
        facts = [fact for fact in heard if fact.edition == market.edition]
        return {fact.type for fact in facts if BUYER_NAME in fact.to_bytes().decode()}

    async def all_are_told() -> bool:
        return "matching.quote.awarded.v1" in naming_the_buyer()

    await until(all_are_told)
    assert naming_the_buyer() == {"matching.buyer.registered.v1", "matching.quote.awarded.v1"}


async def test_a_demand_can_be_anonymous_before_quotes_are_asked_for(
    matching: Room, edition: str
) -> None:
    market = Market(matching, edition)
    await market.opens(anonymous=True, end_buyer="Toko Oen")
    matches = await market.exhibitor(1).gets(f"/editions/{edition}/matches")
    assert [(one["buyer_name"], one["buyer"]) for one in matches["items"]] == [("", "")]
    assert (await market.asks()).body["anonymous"] is True
    assert (await market.exhibitor(1).gets(f"{market.rfqs}/KB-1"))["end_buyer"] is None
    told = await market.asks(terms="Untuk Toko Oen")
    assert (told.status, told.code) == (409, "rfq-exists")


async def test_a_broker_asks_for_its_end_buyers(matching: Room, edition: str) -> None:
    market = Market(matching, edition)
    await market.opens(end_buyer="Toko Oen Amsterdam")
    market.buyer = matching.by("broker", f"buyer:{edition}:PB-1")
    assert (await market.asks()).body["end_buyer"] == "Toko Oen Amsterdam"
    shown = await market.exhibitor(1).gets(f"{market.rfqs}/KB-1")
    assert (shown["buyer_name"], shown["end_buyer"]) == (BUYER_NAME, "Toko Oen Amsterdam")
    stranger = await matching.by("broker", f"buyer:{edition}:PB-2").asks(
        "GET", f"{market.rfqs}/KB-1"
    )
    assert stranger.status == 403


async def test_of_awards_at_the_same_moment_one_counts(market: Market) -> None:
    await market.asks()
    quotes = [await market.quotes(number) for number in (1, 2, 3)]
    rfq = await market.buyer.gets(f"{market.rfqs}/KB-1")
    answers = await asyncio.gather(
        *(
            market.buyer.asks(
                "POST",
                f"{market.rfqs}/KB-1/awards",
                headers=seen(rfq),
                json=award((quote, 2_000)),
            )
            for quote in quotes
        )
    )
    assert sorted(answer.status for answer in answers) == [201, 412, 412]
    after = await market.buyer.gets(f"{market.rfqs}/KB-1")
    assert len(after["awards"]) == 1
    compared = await market.buyer.gets(f"{market.rfqs}/KB-1/comparison")
    statuses = sorted(line["quote"]["status"] for line in compared["lines"])
    assert statuses == ["awarded", "passed-over", "passed-over"]


async def test_a_quote_revised_while_it_is_awarded_is_one_or_the_other(market: Market) -> None:
    await market.asks()
    quote = await market.quotes(1)
    dearer = offer(tiers=[{"minimum": 100, "price": 13_000}])
    path = f"{market.rfqs}/KB-1/quotes/PR-1"
    awarded, revised = await asyncio.gather(
        market.awards((quote, 2_000)),
        market.exhibitor(1).asks("PUT", path, json=dearer, headers=seen(quote)),
    )
    assert (awarded.status, revised.status) in {(201, 409), (201, 412), (412, 200)}
    after = await market.exhibitor(1).gets(path)
    [*awards] = (await market.buyer.gets(f"{market.rfqs}/KB-1"))["awards"]
    assert (after["status"], len(awards)) == (
        ("awarded", 1) if awarded.status == 201 else ("sent", 0)
    )


async def test_no_quote_slips_in_beside_an_award(market: Market) -> None:
    await market.asks()
    quote = await market.quotes(1)
    drafted = await market.exhibitor(2).posts(f"{market.rfqs}/KB-1/quotes", offer("PR-2"))
    sending = f"{market.rfqs}/KB-1/quotes/PR-2/sending"
    awarded, sent = await asyncio.gather(
        market.awards((quote, 2_000)),
        market.exhibitor(2).asks("POST", sending, headers=seen(drafted.body)),
    )
    assert awarded.status == 201
    after = await market.exhibitor(2).gets(f"{market.rfqs}/KB-1/quotes/PR-2")
    assert after["status"] == ("passed-over" if sent.status == 200 else "draft")


async def test_capacity_that_was_promised_is_not_awarded_again(market: Market) -> None:
    await market.asks()
    quote = await market.quotes(1)
    assert (await market.awards((quote, 2_000))).status == 201
    second = trade.demand("KB-2", title="Keripik lagi", buyer_code="PB-2")
    await market.organiser.makes(f"/editions/{market.edition}/demands", second)
    market.buyer = market.other_buyer
    await market.asks(demand_code="KB-2", exhibitors=["PS-1"])
    path = f"{market.rfqs}/KB-2"
    drafted = await market.exhibitor(1).posts(f"{path}/quotes", offer())
    sent = await market.exhibitor(1).asks(
        "POST", f"{path}/quotes/PR-1/sending", headers=seen(drafted.body)
    )
    answer = await market.buyer.asks(
        "POST", f"{path}/awards", headers={"if-match": "1"}, json=award((sent.body, 2_000))
    )
    assert (answer.status, answer.code) == (409, "capacity-promised")
    assert (await market.exhibitor(1).gets(f"{path}/quotes/PR-1"))["status"] == "sent"


async def test_an_award_that_nobody_answers_lapses_and_frees_its_capacity(market: Market) -> None:
    await market.asks()
    quote = await market.quotes(1)
    await market.awards((quote, 2_000))
    overdue = (now() - timedelta(minutes=1)).isoformat()
    await market.room.service.mongo["rfqs"].update_one(
        {"_id": f"rfq:{market.edition}:KB-1"},
        {"$set": {"awards.0.answer_by": overdue, "next_lapse": now() - timedelta(minutes=1)}},
    )
    path = f"{market.rfqs}/KB-1/quotes/PR-1"
    late = await market.exhibitor(1).posts(f"{path}/acceptance", {})
    assert late.code in ("award-lapsed", "nothing-awarded")
    asking = market.room.provided(Asking)
    await asyncio.gather(asking.lapse(), asking.lapse())

    async def has_lapsed() -> bool:
        return bool((await market.exhibitor(1).gets(path))["status"] == "lapsed")

    await until(has_lapsed)
    assert await _capacity(market, 1) == set()
    assert (await market.buyer.gets(f"{market.rfqs}/KB-1"))["remaining"] == 2_000


async def test_who_was_passed_over_may_still_be_chosen(market: Market) -> None:
    await market.asks()
    one, _ = await market.quotes(1), await market.quotes(2)
    await market.awards((one, 2_000))
    await market.exhibitor(1).posts(f"{market.rfqs}/KB-1/quotes/PR-1/refusal", {})
    other = await market.exhibitor(2).gets(f"{market.rfqs}/KB-1/quotes/PR-2")
    assert other["status"] == "passed-over"
    assert (await market.awards((other, 2_000))).status == 201


async def test_a_closed_demand_closes_its_request(market: Market) -> None:
    await market.asks()
    path = f"/editions/{market.edition}/demands/KB-1/withdrawal"
    assert (await market.buyer.posts(path)).status == 200

    async def is_cancelled() -> bool:
        return bool((await market.buyer.gets(f"{market.rfqs}/KB-1"))["status"] == "cancelled")

    await until(is_cancelled)
    again = await market.asks()
    assert (again.status, again.code) == (409, "demand-closed")


async def test_a_cancelled_request_can_be_opened_again(market: Market) -> None:
    await market.asks()
    assert (await market.buyer.posts(f"{market.rfqs}/KB-1/cancellation")).status == 200
    closed = await market.exhibitor(1).posts(f"{market.rfqs}/KB-1/quotes", offer())
    assert (closed.status, closed.code) == (409, "rfq-closed")
    again = await market.asks()
    assert (again.status, again.body["version"], again.body["status"]) == (201, 3, "open")
    await market.quotes(1)


async def test_charges_above_the_caps_are_flagged_beside_the_terms(market: Market) -> None:
    await market.asks(charges={"listing_fee": 100_000, "outlets": 10, "trading_terms": 1_200})
    shown = await market.exhibitor(1).gets(f"{market.rfqs}/KB-1")
    assert shown["charges"]["outlet"] == "supermarket"
    assert [(one["rule"], one["outcome"]) for one in shown["fairness"]] == [
        ("listing-fee", "above-cap"),
        ("trading-terms", "within-cap"),
        ("small-firms-exempt", "to-be-confirmed"),
    ]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("invalid", {"deadline": "besok"}),
        ("invalid", {"deadline": "2027-01-01T00:00:00"}),
        ("deadline-out-of-range", {"deadline": "2020-01-01T00:00:00Z"}),
        ("invalid", {"exhibitors": ["a b"]}),
        ("invalid", {"charges": {"listing_fee": -1}}),
    ],
)
async def test_a_broken_request_is_refused(market: Market, code: str, said: Any) -> None:
    answer = await market.asks(**said)
    assert (answer.status, answer.code) == (422, code)
    assert (await market.buyer.gets(market.rfqs))["items"] == []


async def test_an_assistant_quotes_for_whom_it_acts_and_knows_no_more(market: Market) -> None:
    await market.asks(anonymous=True)
    helper = market.room.by("assistant", f"exhibitor:{market.edition}:PS-1")
    drafted = await helper.posts(f"{market.rfqs}/KB-1/quotes", offer())
    assert drafted.status == 201
    assert (await market.exhibitor(1).gets(f"{market.rfqs}/KB-1/quotes/PR-1"))["status"] == "draft"
    own = f"/editions/{market.edition}"
    paths = [f"{market.rfqs}/KB-1", market.rfqs, f"{own}/quotes"]
    shown = [await helper.gets(path) for path in paths]
    shown.append(await helper.gets(f"{own}/matches", exhibitor="PS-1"))
    assert BUYER_NAME not in json.dumps(shown)
    compared = await helper.asks("GET", f"{market.rfqs}/KB-1/comparison")
    assert (compared.status, compared.code) == (403, "forbidden")
    nobody = await market.room.by("assistant").posts(f"{market.rfqs}/KB-1/quotes", offer())
    assert (nobody.status, nobody.code) == (403, "forbidden")
    assert (await market.room.by("assistant").gets(f"{market.rfqs}/KB-1"))["awards"] == []
