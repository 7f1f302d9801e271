"""Assistants act for whom they are assigned, visibly; owners look after their team."""

import asyncio
from typing import Any

import jwt

from contracts.gateway import AccountClosed, AccountOpened
from kernel.callers import Caller, Keys
from services.gateway.model import Person
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.desks import GOOD, KOP, Desk, accepts, desk, newcomer, signed_in
from tests.integration.gateway.running import EDITION, EXHIBITOR, ORGANISER
from tests.integration.gateway.test_coming_in import Reader, reader
from tests.waiting import until

FIRST, SECOND, OTHER = (f"exhibitor:{EDITION}:KOP-{n}" for n in (11, 12, 13))


async def assistant(office: Office, email: str, *parties: str) -> tuple[Desk, str]:
    """Somebody who assists, with a session, and their id."""
    person = await newcomer(office, email, role="assistant", party="")
    _, me = await person.asks("GET", "me")
    organiser = await desk(office)
    path = f"people/{me['account']}/parties"
    status, body = await organiser.asks("PUT", path, {"parties": list(parties)})
    assert (status, body["parties"]) == (200, list(parties))
    return await signed_in(office, email, GOOD), me["account"]


async def speaks_of(office: Office, token: str) -> Caller:
    return await Keys(office.gateway.settings.keys_url).caller(token)


async def test_a_token_says_who_acts_and_for_whom(office: Office) -> None:
    person, account = await assistant(office, "damping@koperasi.id", FIRST, SECOND)
    first = await speaks_of(office, person.session["token"])
    assert (first.account, first.role, first.party) == (account, "exhibitor", FIRST)
    assert first.actor == "assistant"
    status, body = await person.asks("PUT", "sessions/current/party", {"party": SECOND})
    assert status == 200
    second = await speaks_of(office, body["token"])
    assert (second.account, second.role, second.party) == (account, "exhibitor", SECOND)
    assert second.session == first.session
    refresh = {"refresh_token": person.session["refresh_token"]}
    _, refreshed = await Desk(office, {}).asks("POST", "sessions/refresh", refresh)
    assert (await speaks_of(office, refreshed["token"])).party == SECOND


async def test_nobody_acts_for_whom_they_are_not_assigned(office: Office) -> None:
    person, _ = await assistant(office, "batas@koperasi.id", FIRST)
    path = "sessions/current/party"
    status, body = await person.asks("PUT", path, {"party": OTHER})
    assert (status, body["code"]) == (403, "not-assigned")
    exhibitor = await desk(office, EXHIBITOR.email)
    status, body = await exhibitor.asks("PUT", path, {"party": FIRST})
    assert (status, body["code"]) == (403, "not-assigned")
    assert (await person.asks("PUT", path, {"party": "organiser"}))[0] == 422


async def test_an_assignment_that_was_taken_back_is_spoken_of_no_more(office: Office) -> None:
    person, account = await assistant(office, "tarik@koperasi.id", FIRST, SECOND)
    await person.asks("PUT", "sessions/current/party", {"party": SECOND})
    organiser = await desk(office)
    await organiser.asks("PUT", f"people/{account}/parties", {"parties": [FIRST]})
    refresh = {"refresh_token": person.session["refresh_token"]}
    _, refreshed = await Desk(office, {}).asks("POST", "sessions/refresh", refresh)
    assert (await speaks_of(office, refreshed["token"])).party == FIRST
    await organiser.asks("PUT", f"people/{account}/parties", {"parties": []})
    refresh = {"refresh_token": refreshed["refresh_token"]}
    _, refreshed = await Desk(office, {}).asks("POST", "sessions/refresh", refresh)
    nobodys = await speaks_of(office, refreshed["token"])
    assert (nobodys.role, nobodys.party, nobodys.actor) == ("visitor", "", "assistant")


async def test_only_assistants_are_assigned_and_only_by_the_office(office: Office) -> None:
    owner = await newcomer(office, "pemilik-tim@koperasi.id")
    _, me = await owner.asks("GET", "me")
    path, wanted = f"people/{me['account']}/parties", {"parties": [FIRST]}
    status, body = await (await desk(office)).asks("PUT", path, wanted)
    assert (status, body["code"]) == (409, "not-an-assistant")
    assert (await owner.asks("PUT", path, wanted))[0] == 403


async def test_every_page_says_for_whom_and_lets_one_change(office: Office) -> None:
    await assistant(office, "spanduk@koperasi.id", FIRST, SECOND)
    form = {"email": "spanduk@koperasi.id", "password": GOOD}
    inside = await Reader(office).sends("/masuk", **form)
    me = Reader(office, {"cookie": f"pendopo_session={inside.cookies['pendopo_session']}"})
    for path in ("/", "/produk", "/kesempatan"):
        assert 'Anda bertindak untuk <b class="code">KOP-11</b>' in (await me.opens(path)).text
    changed = await me.sends("/bertindak", pihak=SECOND, lanjut="/produk")
    assert (changed.status, changed.onward) == (303, "/produk")
    assert 'Anda bertindak untuk <b class="code">KOP-12</b>' in (await me.opens("/produk")).text
    away = await me.sends("/bertindak", pihak=SECOND, lanjut="//evil.example")
    assert away.onward == "/kesempatan"
    assert (await me.sends("/bertindak", pihak=OTHER)).status == 403


async def test_the_office_assigns_by_codes_on_a_persons_page(office: Office) -> None:
    _, account = await assistant(office, "kode@koperasi.id")
    organiser = await reader(office, ORGANISER)
    sent = await organiser.sends(f"/orang/{account}/pihak", kode="KOP-11, KOP-12 KOP-11")
    assert (sent.status, sent.onward) == (303, f"/orang/{account}?kabar=ditugaskan")
    assert 'value="KOP-11, KOP-12"' in (await organiser.opens(sent.onward)).text
    assert (await organiser.sends(f"/orang/{account}/pihak", kode="a/b")).status == 422


async def test_an_owner_removes_a_member_whose_sessions_end(office: Office) -> None:
    owner = await newcomer(office, "ketua@koperasi.id")
    await owner.invites("staf@koperasi.id")
    await accepts(office, (await office.letters.next_to("staf@koperasi.id")).secret)
    member = await signed_in(office, "staf@koperasi.id", GOOD)
    _, team = await owner.asks("GET", "team")
    people = {person["email"]: person for person in team["items"]}
    assert people["staf@koperasi.id"]["member"]
    assert not people["ketua@koperasi.id"]["member"]
    status, body = await member.asks("DELETE", f"people/{people['ketua@koperasi.id']['id']}")
    assert status == 404
    status, body = await owner.asks("DELETE", f"people/{people['staf@koperasi.id']['id']}")
    assert (status, body["standing"]) == (200, "closed")
    given = {"email": "staf@koperasi.id", "password": GOOD}
    assert (await Desk(office, {}).asks("POST", "sessions", given))[0] == 401
    refresh = {"refresh_token": member.session["refresh_token"]}
    assert (await Desk(office, {}).asks("POST", "sessions/refresh", refresh))[0] == 401
    status, body = await owner.asks("DELETE", f"people/{people['ketua@koperasi.id']['id']}")
    assert (status, body["code"]) == (409, "own-account")


async def test_a_closed_account_is_told_of_and_opens_again_by_an_invitation(
    office: Office,
) -> None:
    person = await newcomer(office, "tutup@koperasi.id")
    _, me = await person.asks("GET", "me")
    organiser = await desk(office)
    await organiser.asks("DELETE", f"people/{me['account']}")
    told = [AccountOpened.type, AccountOpened.type, AccountClosed.type]
    await heard(office, me["account"], told)
    await office.gateway.opens(
        Person(email="tutup@koperasi.id", name="Diimpor lagi", role="exhibitor", party=KOP)
    )
    await heard(office, me["account"], [*told, AccountClosed.type])
    await organiser.invites("tutup@koperasi.id")
    await heard(office, me["account"], [*told, AccountClosed.type, AccountOpened.type])
    assert (await person.asks("DELETE", "sessions"))[0] == 200


async def heard(office: Office, account: str, types: list[str]) -> None:
    """Wait until exactly this was told of an account, in versions that only grow."""

    def told() -> list[Any]:
        return sorted(office.letters.told_of(account), key=lambda envelope: envelope.version)

    async def as_much() -> bool:
        return len(told()) >= len(types)

    await until(as_much)
    await asyncio.sleep(0.05)
    assert [envelope.type for envelope in told()] == types
    assert "email" not in next(e for e in told() if e.type == AccountClosed.type).data


async def test_owners_see_their_team_on_a_page_and_members_cannot_change_it(
    office: Office,
) -> None:
    boss = await reader(office, EXHIBITOR.email)
    asked = await boss.sends("/tim", surel="rekan@koperasi.id", nama="Rekan", bahasa="id")
    assert asked.status == 303
    shown = await boss.opens("/tim?kabar=diundang")
    assert "rekan@koperasi.id" in shown.text
    assert "Keluarkan" in shown.text
    await accepts(office, (await office.letters.next_to("rekan@koperasi.id")).secret)
    inside = await Reader(office).sends("/masuk", email="rekan@koperasi.id", password=GOOD)
    member = Reader(office, {"cookie": f"pendopo_session={inside.cookies['pendopo_session']}"})
    shown = await member.opens("/tim")
    assert "pemilik" in shown.text
    assert "Keluarkan" not in shown.text
    refused = await member.sends("/tim", surel="z@koperasi.id", nama="Z", bahasa="id")
    assert refused.status == 403


async def test_claims_of_a_token_are_these_and_no_more(office: Office) -> None:
    person = await newcomer(office, "klaim@koperasi.id")
    claims = jwt.decode(person.session["token"], options={"verify_signature": False})
    assert set(claims) == {"iss", "sub", "role", "party", "name", "sid", "iat", "exp"}
