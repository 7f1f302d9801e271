"""Pools in pages: proposed and looked at by buyers, answered by cooperatives."""

from typing import Any

import pytest

from tests.integration.gateway.behind import Behind
from tests.integration.gateway.running import BUYER, EXHIBITOR, ORGANISER, Gateway

EDITION = "/v1/editions/h2o-2026"
POOL = "/gabungan/KEB-01-1"


async def _send(gateway: Gateway, path: str, email: str, **form: Any) -> tuple[int, str]:
    """Status, and where to go on."""
    headers = await gateway.cookie(email) | gateway.own_origin
    async with gateway.client.post(
        path, headers=headers, data=form, allow_redirects=False
    ) as answer:
        return answer.status, answer.headers.get("location", "")


async def _open(gateway: Gateway, path: str, email: str) -> str:
    async with gateway.client.get(path, headers=await gateway.cookie(email)) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_a_buyer_sees_shares_costs_gaps_and_the_proof(gateway: Gateway) -> None:
    text = await _open(gateway, POOL, BUYER.email)
    for words in ("Rp523.020.000", "Des 2026", "3.800", "Paling jauh 0,4 %", "1 hal kurang"):
        assert words in text
    for words in ("Tani Kopi Sindoro", "Ketua", "Menunggu jawaban", "Label kemasan"):
        assert words in text
    assert '<rect class="share-1" x="62.5" width="32.5" height="4"/>' in text
    english = await _open(gateway, "/en/pools/KEB-01-1", BUYER.email)
    for words in ("Rp523,020,000", "Dec 2026", "at most 0.4% above", "1 thing lacking"):
        assert words in english


async def test_only_a_proposal_can_be_sent_out(gateway: Gateway) -> None:
    assert "Undang semua anggota" not in await _open(gateway, POOL, BUYER.email)
    assert "Undang semua anggota" in await _open(gateway, "/gabungan/KEB-01-2", ORGANISER)


async def test_a_buyer_proposes_and_invites(gateway: Gateway, behind: Behind) -> None:
    sent = await _send(gateway, "/temu/KEB-01/gabungan", BUYER.email, anggota="5")
    assert sent == (303, POOL)
    sent = await _send(gateway, f"{POOL}/undang", BUYER.email, hari="10", versi="3")
    assert sent == (303, f"{POOL}?kabar=undang")
    assert behind.said == [
        ("POST", f"{EDITION}/pools", {"demand": "KEB-01", "members_at_most": 5}),
        ("POST", f"{EDITION}/pools/KEB-01-1/invitations", {"days_to_answer": 10}),
    ]
    assert [one.headers["if-match"] for one in behind.requests if "invitations" in one.path] == [
        '"3"'
    ]
    assert (await _send(gateway, f"{POOL}/bubarkan", BUYER.email, versi="3"))[0] == 303


@pytest.mark.parametrize(("most", "news"), [("", "termasuk"), ("1", "tidak-termasuk")])
async def test_a_cooperative_proposes_and_learns_whether_it_is_in(
    gateway: Gateway, most: str, news: str
) -> None:
    sent = await _send(gateway, "/temu/KEB-01/gabungan", EXHIBITOR.email, anggota=most)
    assert sent == (303, f"/gabungan?kabar={news}")
    assert "Usulan dikirim ke pembeli" in await _open(gateway, sent[1], EXHIBITOR.email)


async def test_a_cooperative_answers_for_its_own_share(gateway: Gateway, behind: Behind) -> None:
    text = await _open(gateway, "/gabungan", EXHIBITOR.email)
    for words in ("5.000 kg", "Rp342.500.000", "Setuju", "Mundur", "Harga anggota lain tidak"):
        assert words in text
    assert "Mitra" in text
    yes = await _send(gateway, f"{POOL}/PRD-01/setuju", EXHIBITOR.email, versi="2")
    assert yes == (303, "/gabungan?kabar=setuju")
    no = await _send(gateway, f"{POOL}/PRD-01/tolak", EXHIBITOR.email, versi="2", alasan="Penuh")
    assert no == (303, "/gabungan?kabar=tolak")
    part = f"{EDITION}/pools/KEB-01-1/members/PRD-01"
    assert behind.said == [
        ("POST", f"{part}/acceptance", None),
        ("POST", f"{part}/refusal", {"reason": "Penuh"}),
    ]
