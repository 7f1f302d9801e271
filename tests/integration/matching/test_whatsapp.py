"""Hand-offs to WhatsApp: a number by its own consent, shown to whoever says who they are."""

import pytest

from kernel.envelope import Envelope
from tests.integration.matching.requests import Market
from tests.rooms import Room

NUMBER = {"number": "0812 3456 7890", "consent": {"text_version": "2026-11"}}
AGREED = {"consent": {"text_version": "wa-2026-11"}}


@pytest.fixture
async def market(matching: Room, edition: str, heard: list[Envelope]) -> Market:
    market = Market(matching, edition)
    await market.opens()
    return market


async def test_who_is_handed_over_is_a_lead_with_a_receipt(market: Market, matching: Room) -> None:
    edition, path = f"/editions/{market.edition}", f"/editions/{market.edition}/whatsapp/PS-1"
    assert await market.buyer.gets(f"{path}/offer") == {"offered": False}
    assert (await market.buyer.posts(f"{path}/handoffs", AGREED)).code == "no-number"
    given = await market.exhibitor(1).asks("PUT", path, json=NUMBER)
    assert (given.status, given.body["number"]) == (200, "+6281234567890")
    assert await market.buyer.gets(f"{path}/offer") == {"offered": True}
    handed = (await market.buyer.posts(f"{path}/handoffs", AGREED)).body
    assert handed["number"] == "+6281234567890"
    [lead] = (await market.exhibitor(1).gets(f"{edition}/leads"))["items"]
    assert [touch["channel"] for touch in lead["channels"]] == ["whatsapp"]
    assert (lead["contact"]["phone"], lead["request"]) == ("", None), "a name, and nothing asked"
    receipts = (await market.buyer.gets("/receipts"))["items"]
    [receipt] = [one for one in receipts if one["code"] == handed["receipt"]]
    assert "WhatsApp" in receipt["text"]
    await market.exhibitor(1).asks("DELETE", path)
    assert await market.buyer.gets(f"{path}/offer") == {"offered": False}


async def test_a_contact_that_was_agreed_to_before_stays(market: Market) -> None:
    edition, path = f"/editions/{market.edition}", f"/editions/{market.edition}/whatsapp/PS-1"
    await market.exhibitor(1).asks("PUT", path, json=NUMBER)
    wish = {"exhibitor_code": "PS-1", "consent": {"text_version": "2026-11"}}
    await market.buyer.posts(f"{edition}/leads/requests", wish | {"contact": {"phone": "0812"}})
    await market.buyer.posts(f"{path}/handoffs", AGREED)
    [lead] = (await market.exhibitor(1).gets(f"{edition}/leads"))["items"]
    assert lead["contact"]["phone"] == "0812"


async def test_neither_number_nor_hand_over_without_a_text_that_was_shown(market: Market) -> None:
    path, none = f"/editions/{market.edition}/whatsapp/PS-1", {"text_version": "1999-01"}
    refused = await market.exhibitor(1).asks("PUT", path, json=NUMBER | {"consent": none})
    assert (refused.status, refused.code) == (422, "no-consent-text")
    other = await market.exhibitor(2).asks("PUT", path, json=NUMBER)
    assert (other.status, other.code) == (403, "not-yours")
