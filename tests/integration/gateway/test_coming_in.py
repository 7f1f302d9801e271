"""The pages by which people come in and are asked in, as a browser without JavaScript uses them."""

import re
from dataclasses import dataclass, field

from services.gateway.pages.language import languages
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.outline import Outline
from tests.integration.gateway.running import EDITION, ORGANISER

GOOD = "Tempe panggang di atas bukit"


@dataclass
class Shown:
    """What a page says, and where it leads on to."""

    status: int
    text: str
    onward: str
    cookies: dict[str, str] = field(default_factory=dict)


class Reader:
    """Somebody who reads pages and sends forms."""

    def __init__(self, office: Office, headers: dict[str, str] | None = None) -> None:
        self._gateway, self._headers = office.gateway, headers or {}

    async def opens(self, path: str) -> Shown:
        return await self._asks("GET", path)

    async def sends(self, path: str, **form: str) -> Shown:
        return await self._asks("POST", path, form)

    async def _asks(self, method: str, path: str, form: dict[str, str] | None = None) -> Shown:
        async with self._gateway.client.request(
            method,
            path,
            data=form,
            headers=self._headers | self._gateway.own_origin,
            allow_redirects=False,
        ) as answer:
            cookies = {name: morsel.value for name, morsel in answer.cookies.items()}
            onward = answer.headers.get("location", "")
            return Shown(answer.status, await answer.text(), onward, cookies)


async def reader(office: Office, email: str) -> Reader:
    return Reader(office, await office.gateway.cookie(email))


async def asked_in(office: Office, email: str) -> str:
    """Ask somebody in by the page; the secret of their letter."""
    organiser = await reader(office, ORGANISER)
    form = {"surel": email, "nama": "Bu Sri", "peran": "exhibitor", "kode": "KOP-09"}
    shown = await organiser.sends("/orang", **form, bahasa="id")
    assert shown.status == 303, shown.text
    return (await office.letters.next_to(email)).secret


async def test_a_letter_leads_to_a_form_and_the_form_to_the_first_page(office: Office) -> None:
    key = await asked_in(office, "halaman@koperasi.id")
    anybody = Reader(office)
    for _ in range(2):  # a mail scanner that opens the link does not use it up
        shown = await anybody.opens(f"/undangan?kunci={key}")
        assert shown.status == 200
        assert "halaman@koperasi.id" in shown.text
    form = {"kunci": key, "nama": "Sri", "bahasa": "id"}
    weak = await anybody.sends("/undangan", **form, password="pendek")
    assert weak.status == 422
    assert "Kata sandi harus 10 sampai 200" in weak.text
    assert "pendek" not in weak.text
    joined = await anybody.sends("/undangan", **form, password=GOOD)
    assert (joined.status, joined.onward) == (303, "/kesempatan")
    inside = Reader(office, {"cookie": f"pendopo_session={joined.cookies['pendopo_session']}"})
    assert (await inside.opens("/kesempatan")).status == 200
    assert (await anybody.opens(f"/undangan?kunci={key}")).status == 410


async def test_the_form_of_a_letter_is_well_made_in_both_languages(office: Office) -> None:
    key = await asked_in(office, "rapi@koperasi.id")
    for language in languages().values():
        shown = await Reader(office).opens(f"{language.path('invitation')}?kunci={key}")
        page = Outline(shown.text)
        assert page.language == language.code
        assert page.headings == ["h1"]
        assert set(page.controls) <= page.labelled
        assert not page.inline


async def test_a_spent_link_says_what_to_do(office: Office) -> None:
    shown = await Reader(office).opens("/en/invitation?kunci=nothing")
    assert shown.status == 410
    assert "Ask for a new one" in shown.text


async def test_a_broken_form_keeps_what_was_written(office: Office) -> None:
    organiser = await reader(office, ORGANISER)
    shown = await organiser.sends(
        "/orang", surel="bukan alamat", nama="Bu <b>Sri</b>", peran="exhibitor", kode="K-1"
    )
    assert shown.status == 422
    assert "Isi alamat surel lengkap" in shown.text
    assert 'value="bukan alamat"' in shown.text
    assert "<b>Sri" not in shown.text


async def test_the_list_shows_standing_and_takes_letters_again_and_back(office: Office) -> None:
    await asked_in(office, "daftar@koperasi.id")
    organiser = await reader(office, ORGANISER)
    shown = await organiser.opens("/orang?q=daftar@koperasi.id")
    assert "Diundang" in shown.text
    [form] = set(re.findall(r'action="(/orang/[0-9a-f]{24}/undangan)"', shown.text))
    again = await organiser.sends(form, tindakan="kirim", q="daftar")
    assert (again.status, again.onward) == (303, "/orang?kabar=diundang&q=daftar")
    await office.letters.next_to("daftar@koperasi.id", 2)
    await organiser.sends(form, tindakan="cabut", q="daftar")
    shown = await organiser.opens("/orang?q=daftar@koperasi.id&kabar=dicabut")
    assert "tautannya tidak berlaku lagi" in shown.text
    assert "Belum diundang</span>" in shown.text


async def test_everybody_is_asked_in_after_a_look_at_how_many(office: Office) -> None:
    organiser = await reader(office, ORGANISER)
    shown = await organiser.opens("/orang/undang-semua")
    [letters] = re.findall(r"<b>(\d+) surat akan dikirim", shown.text)
    assert int(letters) >= 2  # the two sample people of this edition, and who was taken back
    assert (await organiser.sends("/orang/undang-semua")).status == 303
    shown = await organiser.opens("/orang/undang-semua")
    assert "sudah diundang" in shown.text
    assert (await organiser.opens(f"/orang?edisi={EDITION}&status=invited")).status == 200
