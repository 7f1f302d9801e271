"""A buyer's list of matches: what was left out, and where each match stands with it."""

from tests.integration.gateway.behind import Behind
from tests.integration.gateway.running import BUYER, ORGANISER, Gateway

EDITION = "/v1/editions/h2o-2026"


async def _open(gateway: Gateway, path: str, email: str) -> str:
    async with gateway.client.get(path, headers=await gateway.cookie(email)) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_a_list_says_what_was_left_out_and_why(gateway: Gateway) -> None:
    text = await _open(gateway, "/temu/KEB-01", BUYER.email)
    assert "1 produk tidak dimasukkan" in text
    assert "Harga lebih dari dua kali lipat." in text
    english = await _open(gateway, "/en/matches/KEB-01", BUYER.email)
    assert "1 product was left out" in english
    assert "More than twice." in english


async def test_only_its_buyer_s_look_counts_as_seen(gateway: Gateway, behind: Behind) -> None:
    await _open(gateway, "/temu/KEB-01", ORGANISER)
    assert behind.said == []
    await _open(gateway, "/temu/KEB-01", BUYER.email)
    seen = {"products": ["PRD-01", "PRD-02"]}
    assert behind.said == [("POST", f"{EDITION}/demands/KEB-01/sightings", seen)]


async def test_a_buyer_puts_a_product_aside_with_its_reason(
    gateway: Gateway, behind: Behind
) -> None:
    headers = await gateway.cookie(BUYER.email) | gateway.own_origin
    async with gateway.client.post(
        "/temu/KEB-01/PRD-01/kedudukan",
        headers=headers,
        data={"kedudukan": "dismissed", "alasan": "Terlalu manis"},
        allow_redirects=False,
    ) as answer:
        assert (answer.status, answer.headers["location"]) == (303, "/temu/KEB-01")
    path = f"{EDITION}/demands/KEB-01/matches/PRD-01/standing"
    assert behind.said == [("PUT", path, {"standing": "dismissed", "why": "Terlalu manis"})]
