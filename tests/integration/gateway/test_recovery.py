"""Another password, and signing in by a letter: once, soon, and without telling who has one."""

import asyncio
from datetime import timedelta
from unittest.mock import patch

import pytest

from kernel.clock import now
from kernel.mongo import Mongo
from services.gateway.letters.model import BETWEEN_TWO
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.desks import BETTER, GOOD, Desk, newcomer, signs_in
from tests.integration.gateway.running import Gateway
from tests.integration.gateway.test_coming_in import Reader
from tests.waiting import until


async def wanted_is_empty(gateway: Gateway) -> None:
    async def nothing_waits() -> bool:
        return not await gateway.provided(Mongo)["wanted_letters"].count_documents({})

    await until(nothing_waits)


@pytest.mark.parametrize("path", ["password-resets", "sign-in-links"])
async def test_the_answer_is_the_same_whether_or_not_anybody_has_the_address(
    office: Office, path: str
) -> None:
    """The same code path too: a note is left, and who reads it is looked up afterwards."""
    await newcomer(office, f"ada-{path}@koperasi.id")
    anybody = Desk(office, {})
    addresses = (f"ada-{path}@koperasi.id", "tidak.ada@koperasi.id", "not an address", "")
    with patch("services.gateway.store.Accounts.with_email", side_effect=AssertionError):
        answers = [await anybody.asks("POST", path, {"email": email}) for email in addresses]
    assert answers == [(202, None)] * 4
    letter = await office.letters.next_to(f"ada-{path}@koperasi.id", 2)
    await wanted_is_empty(office.gateway)
    assert letter.purpose in ("reset", "sign-in")
    assert not office.letters.to("tidak.ada@koperasi.id")


async def test_a_reset_changes_the_password_and_ends_every_session(office: Office) -> None:
    person = await newcomer(office, "lupa@koperasi.id")
    await Desk(office, {}).asks("POST", "password-resets", {"email": "Lupa@Koperasi.id "})
    key = (await office.letters.next_to("lupa@koperasi.id", 2)).secret
    anybody = Desk(office, {})
    weak = {"key": key, "password": "lupa koperasi"}
    status, body = await anybody.asks("POST", "password-resets/completion", weak)
    assert (status, body["code"]) == (422, "weak-password")
    good = {"key": key, "password": BETTER}
    answers = await asyncio.gather(
        *(anybody.asks("POST", "password-resets/completion", good) for _ in range(3))
    )
    assert sorted(status for status, _ in answers) == [204, 410, 410]
    assert await signs_in(office, "lupa@koperasi.id", GOOD) == 401
    assert await signs_in(office, "lupa@koperasi.id", BETTER) == 201
    refresh = {"refresh_token": person.session["refresh_token"]}
    assert (await anybody.asks("POST", "sessions/refresh", refresh))[0] == 401


async def test_a_link_signs_in_once_and_only_for_its_purpose(office: Office) -> None:
    await newcomer(office, "tautan@koperasi.id")
    anybody = Desk(office, {})
    await anybody.asks("POST", "sign-in-links", {"email": "tautan@koperasi.id"})
    key = (await office.letters.next_to("tautan@koperasi.id", 2)).secret
    wrong = {"key": key, "password": BETTER}
    assert (await anybody.asks("POST", "password-resets/completion", wrong))[0] == 410
    assert (await anybody.asks("POST", "sessions/link", {"key": key}))[0] == 201
    status, body = await anybody.asks("POST", "sessions/link", {"key": key})
    assert (status, body["code"]) == (410, "link-spent")


async def test_who_keeps_asking_neither_floods_the_owner_nor_shuts_the_first_link(
    office: Office,
) -> None:
    await newcomer(office, "banjir@koperasi.id")
    anybody = Desk(office, {})
    for _ in range(4):
        await anybody.asks("POST", "sign-in-links", {"email": "banjir@koperasi.id"})
    first = await office.letters.next_to("banjir@koperasi.id", 2)
    await wanted_is_empty(office.gateway)
    await asyncio.sleep(0.2)
    assert len(office.letters.to("banjir@koperasi.id")) == 2
    after = now() + BETWEEN_TWO + timedelta(seconds=1)
    with patch("services.gateway.letters.writing.now", lambda: after):
        await anybody.asks("POST", "sign-in-links", {"email": "banjir@koperasi.id"})
        await office.letters.next_to("banjir@koperasi.id", 3)
    assert (await anybody.asks("POST", "sessions/link", {"key": first.secret}))[0] == 201


async def test_a_changed_password_ends_the_other_sessions(office: Office) -> None:
    person = await newcomer(office, "ganti@koperasi.id")
    _, other = await Desk(office, {}).asks(
        "POST", "sessions", {"email": "ganti@koperasi.id", "password": GOOD}
    )
    path = "accounts/me/password"
    status, body = await person.asks("PUT", path, {"old": "salah", "new": BETTER})
    assert (status, body["code"]) == (403, "wrong-password")
    status, body = await person.asks("PUT", path, {"old": GOOD, "new": "pendek"})
    assert (status, body["code"]) == (422, "weak-password")
    assert (await person.asks("PUT", path, {"old": GOOD, "new": BETTER}))[0] == 204
    for token, expected in ((other["refresh_token"], 401), (person.session["refresh_token"], 200)):
        status, _ = await Desk(office, {}).asks(
            "POST", "sessions/refresh", {"refresh_token": token}
        )
        assert status == expected
    assert await signs_in(office, "ganti@koperasi.id", GOOD) == 401


async def test_the_pages_lead_through_a_letter_to_the_inside(office: Office) -> None:
    await newcomer(office, "halaman-lupa@koperasi.id")
    anybody = Reader(office)
    for email in ("halaman-lupa@koperasi.id", "tidak.ada@koperasi.id"):
        shown = await anybody.sends("/masuk/lupa", email=email, untuk="masuk")
        assert shown.status == 200
        assert "Bila alamat itu punya akun" in shown.text
        assert email not in shown.text
    key = (await office.letters.next_to("halaman-lupa@koperasi.id", 2)).secret
    for _ in range(2):
        assert (await anybody.opens(f"/masuk/tautan?kunci={key}")).status == 200
    inside = await anybody.sends("/masuk/tautan", kunci=key)
    assert (inside.status, inside.onward) == (303, "/kesempatan")
    assert (await anybody.opens(f"/masuk/tautan?kunci={key}")).status == 410


async def test_the_page_for_another_password_signs_in_with_it(office: Office) -> None:
    await newcomer(office, "halaman-sandi@koperasi.id")
    anybody = Reader(office)
    await anybody.sends(
        "/en/sign-in/forgotten", email="halaman-sandi@koperasi.id", untuk="kata-sandi"
    )
    key = (await office.letters.next_to("halaman-sandi@koperasi.id", 2)).secret
    assert "halaman-sandi@koperasi.id" in (await anybody.opens(f"/kata-sandi?kunci={key}")).text
    weak = await anybody.sends("/kata-sandi", kunci=key, password="pendek")
    assert weak.status == 422
    changed = await anybody.sends("/kata-sandi", kunci=key, password=BETTER)
    assert changed.status == 303
    assert await signs_in(office, "halaman-sandi@koperasi.id", BETTER) == 201


async def test_ones_own_account_on_the_pages(office: Office) -> None:
    await newcomer(office, "saya@koperasi.id")
    form = {"email": "saya@koperasi.id", "password": GOOD}
    inside = await Reader(office).sends("/masuk", **form)
    me = Reader(office, {"cookie": f"pendopo_session={inside.cookies['pendopo_session']}"})
    shown = await me.opens("/akun")
    assert shown.status == 200
    assert shown.text.count("Akhiri<span") == 1  # the API session, not this one
    refused = await me.sends("/akun/kata-sandi", lama="salah", password=BETTER)
    assert refused.status == 403
    assert "yang sekarang tidak cocok" in refused.text
    changed = await me.sends("/akun/kata-sandi", lama=GOOD, password=BETTER)
    assert (changed.status, changed.onward) == (303, "/akun?kabar=sandi")
    shown = await me.opens("/akun?kabar=sandi")
    assert "Akhiri<span" not in shown.text
    assert (await me.sends("/akun/bahasa", bahasa="en")).status == 303
    assert (await me.sends("/akun/bahasa", bahasa="xx")).status == 422
    assert (await me.sends("/akun/sesi")).status == 303
    assert (await me.sends(f"/akun/sesi/{'0' * 24}")).status == 404
    assert (await Reader(office).opens("/akun")).status == 401
