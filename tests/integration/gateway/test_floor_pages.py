"""The office sets up editions and stands on the pages, before a real catalogue."""

import re
from collections.abc import AsyncIterator

import pytest

from deploy.local.backends import Backends
from tests import trade
from tests.integration.gateway.expo import Expo, opened
from tests.integration.gateway.running import VISITOR
from tests.waiting import until


@pytest.fixture(scope="module")
async def expo(backends: Backends) -> AsyncIterator[Expo]:
    async with opened(backends) as expo:
        yield expo


def _fields(text: str, action: str) -> list[tuple[str, str]]:
    """What a browser would send of the form that goes to `action`, as it stands."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}"(.*?)</form>', text, re.DOTALL)
    assert form, action
    fields = []
    for tag in re.findall(r"<input[^>]*>", form[1]):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        ticks = 'type="checkbox"' in tag
        if name and value and (not ticks or " checked" in tag):
            fields.append((name[1], value[1]))
    for name, options in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form[1], re.S
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields.append((name, chosen[1] if chosen else ""))
    return fields


async def test_an_edition_is_opened_from_a_template_after_a_look(expo: Expo) -> None:
    assert "Buka edisi baru" in await expo.reads("/edisi")
    query = "dari=templat:hibrida&kode=expo-2028&nama=Expo+2028&mulai=2028-07-10"
    text = await expo.reads(f"/edisi/baru?{query}")
    assert "belum ada yang disimpan" in text
    form = [*_fields(text, "/edisi/baru")]
    status, told = await expo.sends("/edisi/baru", form)
    assert (status, told) == (303, "/edisi/expo-2028?kabar=dibuka")
    edition = await expo.asks("GET", "/editions/expo-2028")
    assert (edition["ends"], edition["booking_opens"]) == ("2028-07-12", "2028-06-19")
    assert [hall["stands"] for hall in edition["halls"]] == [25, 20, 0]
    assert edition["halls"][0]["accessible"] == [1, 2, 3, 4, 5]
    status, told = await expo.sends("/edisi/baru", form)
    assert status == 409
    assert "sudah ada" in told


async def test_an_edition_is_revised_and_refused_as_it_was_typed(expo: Expo) -> None:
    await expo.opens("revised-here", trade.exhibitor("PS-1", stand="A-02"))
    text = await expo.reads("/edisi/revised-here")
    form = dict(_fields(text, "/edisi/revised-here"))
    status, _ = await expo.sends("/edisi/revised-here", form | {"nama": "Nama lain"})
    assert status == 303
    assert (await expo.asks("GET", "/editions/revised-here"))["name"] == "Nama lain"
    status, told = await expo.sends("/edisi/revised-here", form)
    assert status == 412
    form |= {"versi": "2", "nama": "Belum disimpan"}
    status, told = await expo.sends("/edisi/revised-here", form | {"aula-0-tutup": "2-3"})
    assert status == 409
    assert "Koperasi Tani Makmur (A-02)" in told
    assert 'value="Belum disimpan"' in told
    assert 'value="2-3"' in told
    status, told = await expo.sends("/edisi/revised-here", form | {"aula-0-tutup": "dua"})
    assert status == 422
    assert "1-5, 12" in told
    status, told = await expo.sends("/edisi/revised-here", form | {"selesai": "2026-11-01"})
    assert status == 422
    assert "Hari terakhir tidak boleh sebelum hari pertama." in told


async def test_an_edition_is_copied_with_its_exhibitors_only_when_asked(expo: Expo) -> None:
    await expo.opens("copied-from", trade.exhibitor("PS-1", stand="A-02"))
    for kode, peserta in (("copy-without", ""), ("copy-with", "1")):
        query = f"dari=edisi:copied-from&kode={kode}&nama=Lagi&mulai=2028-01-10"
        form = _fields(await expo.reads(f"/edisi/baru?{query}"), "/edisi/baru")
        status, _ = await expo.sends("/edisi/baru", [*form, ("peserta", peserta)])
        assert status == 303
        edition = await expo.asks("GET", f"/editions/{kode}")
        assert edition["halls"][0]["closed"] == [6]
        assert edition["counts"]["exhibitors"] == (1 if peserta else 0)
    status, _ = await expo.sends("/edisi/copy-without/peserta", {"dari": "copied-from"})
    assert status == 303
    joined = await expo.asks("GET", "/editions/copy-without/exhibitors/PS-1")
    assert (joined["stand"], joined["profile"]) == (None, "profile:copied-from:PS-1")
    named = {"templat": "dari-salinan", "nama_templat": "Dari salinan"}
    assert (await expo.sends("/edisi/copy-with/templat", named))[0] == 303
    assert "Dari salinan" in await expo.reads("/edisi")


async def test_the_rule_is_looked_at_and_saved_and_undone(expo: Expo) -> None:
    forms = [trade.exhibitor(f"PS-{n}", name=f"Koperasi {n}") for n in range(1, 7)]
    await expo.opens("by-the-rule", *forms)
    here = "?edisi=by-the-rule"
    text = await expo.reads(f"/denah/usulan{here}")
    assert "tidak ada stan tersisa" in text
    form = dict(_fields(text, f"/denah/usulan{here}"))
    assert set((await expo.stands()).values()) == {None}
    status, _ = await expo.sends(f"/denah/usulan{here}", form)
    assert status == 303
    assert list((await expo.stands()).values()).count(None) == 1
    assert (await expo.sends(f"/denah/usulan{here}", form))[0] == 412
    text = await expo.reads(f"/denah/atur{here}")
    assert "Koperasi 6" in text
    undo = re.search(r'action="(/denah/atur/[0-9a-f]{24}/batal[^"]*)"', text)
    assert undo
    assert (await expo.sends(undo[1], {}))[0] == 303
    assert set((await expo.stands()).values()) == {None}


async def test_whoever_wants_a_stand_by_hand_must_say_which(expo: Expo) -> None:
    await expo.opens("by-hand-here", trade.exhibitor("PS-1"))
    path = "/denah/atur?edisi=by-hand-here"
    for form in ({}, {"stan": "A-01"}, {"stan": "../x", "peserta": "PS-1"}):
        status, _ = await expo.sends(path, form | {"versi": "1", "tindakan": "tempatkan"})
        assert status == 422
    status, told = await expo.sends(path, {"stan": "A-06", "peserta": "PS-1", "versi": "1"})
    assert status == 409
    assert "ditutup" in told


async def test_everybody_sees_the_plan_and_that_the_floor_is_over(expo: Expo) -> None:
    await expo.opens("plan-for-all", trade.exhibitor("PS-1", stand="A-02"))
    async with expo.gateway.client.get("/denah?edisi=plan-for-all") as answer:
        text = await answer.text()
    assert "Koperasi Tani Makmur" in text
    assert "/peserta/PS-1?edisi=plan-for-all" in text
    assert "/denah?edisi=plan-for-all" in await expo.reads("/?edisi=plan-for-all")
    over = trade.edition("long-over", starts="2020-01-01", ends="2020-01-03")
    await expo.asks("POST", "/editions", over)
    assert "mal tetap buka" in await expo.reads("/?edisi=long-over")
    shut = trade.edition("now-shut", starts="2020-01-01", ends="2020-01-03", mall="closed")
    await expo.asks("POST", "/editions", shut)
    async with expo.gateway.client.get("/produk?edisi=now-shut") as answer:
        assert "Mal ditutup" in await answer.text()
    await expo.asks("POST", "/editions/now-shut/exhibitors", trade.exhibitor("PS-1"))
    await expo.asks("POST", "/editions/now-shut/products", trade.product())
    text = await expo.reads("/peserta/PS-1?edisi=now-shut", VISITOR)
    assert "Produknya tidak ditampilkan lagi." in text
    assert "/produk/PR-1" not in text
    assert "/produk/PR-1" in await expo.reads("/peserta/PS-1?edisi=now-shut")


async def test_an_exhibitor_says_how_it_takes_part_and_who_it_is(expo: Expo) -> None:
    await expo.opens("taking-part", trade.exhibitor("PS-1", stand="A-02"))
    email, here = await expo.knows("PS-1"), "?edisi=taking-part"
    text = await expo.reads(f"/produk-saya/keikutsertaan{here}", email)
    form = dict(_fields(text, f"/produk-saya/keikutsertaan{here}"))
    assert form["kehadiran"] == "both"
    said = form | {"kehadiran": "online", "akses": "1"}
    assert (await expo.sends(f"/produk-saya/keikutsertaan{here}", said, email))[0] == 303
    exhibitor = await expo.asks("GET", "/editions/taking-part/exhibitors/PS-1")
    assert (exhibitor["attendance"], exhibitor["stand"]) == ("online", None)
    status, told = await expo.sends(f"/produk-saya/keikutsertaan{here}", said, email)
    assert status == 412
    profile = dict(_fields(text, f"/produk-saya/profil{here}")) | {"nama": "Koperasi Baru"}
    assert (await expo.sends(f"/produk-saya/profil{here}", profile, email))[0] == 303

    async def is_renamed() -> bool:
        exhibitor = await expo.asks("GET", "/editions/taking-part/exhibitors/PS-1")
        return bool(exhibitor["name"] == "Koperasi Baru")

    await until(is_renamed)
    status, told = await expo.sends(f"/produk-saya/tawarkan-lagi{here}", {}, email)
    assert status == 404
    assert "belum pernah ikut" in told


@pytest.mark.parametrize("path", ["/edisi", "/edisi/baru", "/denah/atur", "/denah/usulan"])
async def test_only_the_office_arranges(expo: Expo, path: str) -> None:
    await expo.opens(f"only-office{path.replace('/', '-')}", trade.exhibitor("PS-1"))
    cookie = await expo.gateway.cookie(await expo.knows("PS-1"))
    async with expo.gateway.client.get(path, headers=cookie) as answer:
        assert answer.status == 403


async def test_the_office_announces_a_talk_that_everybody_takes_into_a_calendar(expo: Expo) -> None:
    await expo.opens("talks-here")
    page = "/acara?edisi=talks-here"
    said = {"judul": "Kopi yang dicari Eropa", "hari": "2026-11-12", "mulai": "09:30"}
    said |= {"selesai": "10:30", "tautan": "temu.example"}
    status, told = await expo.sends(page, said)
    assert status == 422
    assert 'value="Kopi yang dicari Eropa"' in told, "what was typed stays"
    assert re.search(r'id="tautan"[^>]*aria-invalid="true"', told), "and what is wrong is named"
    status, told = await expo.sends(page, said | {"tautan": "", "tempat": "Panggung, Aula A"})
    assert (status, told) == (303, "/acara?edisi=talks-here")
    shown = await expo.reads(page)
    for words in ("Kamis, 12 November 2026", "09.30", "10.30", "Panggung, Aula A"):
        assert words in shown
    kept = await expo.reads("/acara.ics?edisi=talks-here")
    for line in ("DTSTART:20261112T023000Z", "LOCATION:Panggung\\, Aula A", "SEQUENCE:0"):
        assert f"\r\n{line}\r\n" in kept
    [change] = re.findall(r'href="(/acara/[0-9a-f]{24}\?edisi=talks-here)"', shown)
    status, _ = await expo.sends(change, {"tindakan": "hapus", "versi": "1"})
    assert status == 303
    assert "Belum ada acara" in await expo.reads(page)
