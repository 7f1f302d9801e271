"""Operations' page: who sees it, and what its buttons tell the services."""

import pytest

from tests.integration.gateway import watched
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.running import BUYER, OPS, ORGANISER
from tests.waiting import until

REASON = "basis data dipindahkan"


async def _page(office: Office, path: str, email: str) -> tuple[int, str]:
    headers = await office.gateway.cookie(email)
    async with office.gateway.client.get(path, headers=headers) as answer:
        return answer.status, await answer.text()


async def _sends(office: Office, path: str, email: str = OPS, **form: str) -> tuple[int, str]:
    headers = await office.gateway.cookie(email) | office.gateway.own_origin
    async with office.gateway.client.post(
        path, data=form, headers=headers, allow_redirects=False
    ) as answer:
        return answer.status, answer.headers.get("location", await answer.text())


async def test_operations_see_every_service_and_what_waits(office: Office) -> None:
    status, text = await _page(office, "/operasi", OPS)
    assert status == 200
    for name in ("catalogue", "matching", "notifications", "gateway"):
        assert name in text
    assert "cannot stand it" in text
    assert "250 / 601" in text


@pytest.mark.parametrize("email", [ORGANISER, BUYER.email])
async def test_others_do_not(office: Office, email: str) -> None:
    assert (await _page(office, "/operasi", email))[0] == 403
    refused, _ = await _sends(office, "/operasi/sakelar/read-only", email, posisi="nyala")
    assert refused == 403


async def test_a_service_that_is_away_is_said_to_be(office: Office) -> None:
    await office.behind.go()
    try:
        status, text = await _page(office, "/operasi", OPS)
    finally:
        await office.behind.come()
    assert (status, text.count("Tidak menjawab")) == (200, 3)


async def test_a_letter_is_handed_back_with_the_reason(office: Office) -> None:
    form = {"surat": watched.LETTER["id"], "alasan": REASON, "tindakan": "ulang"}
    status, location = await _sends(office, "/operasi/surat-mati/matching", **form)  # type: ignore[arg-type]
    assert (status, location) == (303, "/operasi?kabar=surat")
    said = ("POST", "/v1/ops/dead-letters/replay", {"letter": form["surat"], "reason": REASON})
    assert said in office.behind.said


async def test_an_edition_is_told_again(office: Office) -> None:
    assert (await _sends(office, "/operasi/cerita-ulang"))[0] == 303


async def test_a_switch_without_a_reason_is_refused(office: Office) -> None:
    status, text = await _sends(office, "/operasi/sakelar/read-only", posisi="nyala", alasan="")
    assert status == 422
    assert "Tulis alasannya" in text


async def test_while_read_only_everybody_is_told_and_nothing_is_taken(office: Office) -> None:
    switch = "/operasi/sakelar/read-only"
    assert (await _sends(office, switch, posisi="nyala", alasan=REASON))[0] == 303
    told = ("PUT", "/v1/ops/switches/read-only", {"on": True, "reason": REASON})
    assert office.behind.said.count(told) == 3

    async with office.gateway.client.get("/") as answer:
        assert "untuk sementara tidak ada yang dapat diubah" in await answer.text()
    refused, text = await _sends(office, "/akun/bahasa", BUYER.email, bahasa="en")
    assert refused == 503
    assert "pemeliharaan" in text
    headers = await office.gateway.bearer(BUYER.email)
    async with office.gateway.client.post("/api/v1/editions", json={}, headers=headers) as answer:
        assert (answer.status, (await answer.json())["code"]) == (503, "read-only")

    assert (await _sends(office, switch, posisi="mati", alasan="selesai"))[0] == 303

    async def is_taken_again() -> bool:
        status, _ = await _sends(office, "/akun/bahasa", BUYER.email, bahasa="id")
        return status == 303

    await until(is_taken_again)
