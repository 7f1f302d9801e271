"""The office looks at an announcement before it is made, and everybody reads it in the hall."""

from tests.integration.gateway.behind import Behind
from tests.integration.gateway.running import ORGANISER, Gateway

FORM = {"isi": "Pintu dibuka pukul 08.30.", "isi_en": "", "kepada": "everyone"}


async def test_an_announcement_is_looked_at_then_made_and_taken_back(
    gateway: Gateway, behind: Behind
) -> None:
    headers = {**await gateway.cookie(ORGANISER), **gateway.own_origin}
    form = {**FORM, "kode": "64b0000000000000000000b2", "hari": "2026-11-12", "jam": "08:00"}

    async def send(path: str, **typed: str) -> tuple[int, str, str]:
        async with gateway.client.post(
            path, headers=headers, data={**form, **typed}, allow_redirects=False
        ) as answer:
            return answer.status, answer.headers.get("location", ""), await answer.text()

    status, _, text = await send("/pengumuman")
    assert status == 200
    assert "133 orang mendapatnya di kotak masuk" in text
    assert "12 Nov 2026 08.00 WIB" in text
    assert not behind.said

    status, where, _ = await send("/pengumuman", tindakan="umumkan")
    assert (status, where) == (303, "/pengumuman?kabar=diumumkan")
    assert behind.said[-1][2] == {
        "text": FORM["isi"],
        "text_en": "",
        "audience": "everyone",
        "starts": "2026-11-12T08:00:00+07:00",
    }
    for wrong in ({"isi": "Ya"}, {"jam": ""}, {"kepada": "saya"}):
        status, _, text = await send("/pengumuman", tindakan="umumkan", **wrong)
        assert status == 422, wrong
        assert 'role="alert"' in text
    status, where, _ = await send(f"/pengumuman/{form['kode']}/tarik")
    assert (status, where) == (303, "/pengumuman?kabar=ditarik")


async def test_everybody_reads_it_in_the_hall(gateway: Gateway) -> None:
    for path, words in (("/", "Pintu dibuka pukul 09.00"), ("/en", "Doors open at 9")):
        async with gateway.client.get(path) as answer:
            assert words in await answer.text()
