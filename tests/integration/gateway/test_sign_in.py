"""Signing in to the API and to the pages, with a real database and a real server."""

import asyncio
from http.cookies import Morsel
from typing import Any

import aiohttp
import pytest

from contracts.gateway import AccountOpened
from kernel.bus import Bus
from kernel.callers import Caller, Keys
from kernel.envelope import Envelope
from kernel.mongo import Mongo
from kernel.problems import Unauthenticated
from services.gateway.model import Account, Person
from services.gateway.passwords import Passwords
from services.gateway.store import Accounts
from tests.integration.gateway.behind import Behind
from tests.integration.gateway.running import (
    BUYER,
    OPS,
    ORGANISER,
    PASSWORD,
    VISITOR,
    Gateway,
)
from tests.waiting import until


async def _attempt(gateway: Gateway, email: str, password: str) -> tuple[int, Any]:
    given = {"email": email, "password": password}
    async with gateway.client.post("/api/v1/sessions", json=given) as answer:
        return answer.status, await answer.json()


@pytest.mark.parametrize("email", [ORGANISER, OPS, VISITOR, BUYER.email])
async def test_demo_and_sample_accounts_sign_in(gateway: Gateway, email: str) -> None:
    status, body = await _attempt(gateway, f" {email.upper()} ", PASSWORD)
    assert status == 201
    assert set(body) == {"token", "expires_at", "refresh_token", "refresh_expires_at"}


async def test_an_unknown_mail_is_answered_exactly_as_a_wrong_password(gateway: Gateway) -> None:
    unknown = await _attempt(gateway, "siapa@example.invalid", PASSWORD)
    wrong = await _attempt(gateway, ORGANISER, "salah")
    assert unknown == wrong
    assert unknown[0] == 401
    assert unknown[1]["code"] == "sign-in-refused"


async def test_a_real_account_signs_in_with_its_own_password_alone(gateway: Gateway) -> None:
    passwords, accounts = gateway.provided(Passwords), gateway.provided(Accounts)
    person = Person(email="sri@koperasi.id", name="Sri", role="exhibitor")
    own = Account.of(person, "sri").model_copy(
        update={"password_hash": await passwords.hashed("rahasia Sri")}
    )
    await accounts.save([own])
    assert (await _attempt(gateway, person.email, "rahasia Sri"))[0] == 201
    assert (await _attempt(gateway, person.email, PASSWORD))[0] == 401


async def test_an_account_without_a_password_opens_to_nobody(gateway: Gateway) -> None:
    await gateway.opens(Person(email="baru@koperasi.id", name="Baru", role="exhibitor"))
    for password in ("", PASSWORD):
        assert (await _attempt(gateway, "baru@koperasi.id", password))[0] == 401


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"email": "a"}'])
async def test_broken_credentials_are_a_problem_not_a_crash(gateway: Gateway, body: bytes) -> None:
    async with gateway.client.post("/api/v1/sessions", data=body) as answer:
        assert answer.status == 422
        assert answer.content_type == "application/problem+json"


async def test_credentials_larger_than_anybodys_are_refused(gateway: Gateway) -> None:
    async with gateway.client.post("/api/v1/sessions", data=b"x" * 70_000) as answer:
        assert answer.status == 413


async def test_every_service_believes_the_token(gateway: Gateway) -> None:
    keys = Keys(gateway.settings.keys_url)
    token = (await gateway.bearer(BUYER.email))["authorization"].removeprefix("Bearer ")
    caller = await keys.caller(token)
    assert caller == Caller(
        account=caller.account,
        role="buyer",
        party=BUYER.party,
        name=BUYER.name,
        session=caller.session,
    )
    with pytest.raises(Unauthenticated):
        await keys.caller(token[:-6] + "AAAAAA")


async def test_me_says_who_is_asking(gateway: Gateway) -> None:
    async with gateway.client.get(
        "/api/v1/me", headers=await gateway.bearer(BUYER.email)
    ) as answer:
        me = await answer.json()
    assert (me["role"], me["party"], me["name"]) == ("buyer", BUYER.party, BUYER.name)
    async with gateway.client.get("/api/v1/me") as answer:
        assert answer.status == 401


async def test_tokens_go_on_working_while_keys_are_replaced(gateway: Gateway) -> None:
    keys, old = Keys(gateway.settings.keys_url), await gateway.bearer(BUYER.email)
    async with gateway.client.post("/api/v1/keys", headers=old) as answer:
        assert answer.status == 403
    async with gateway.client.post("/api/v1/keys", headers=await gateway.bearer(OPS)) as answer:
        assert answer.status == 201
        added = await answer.json()
    async with gateway.client.get("/.well-known/jwks.json") as answer:
        published = [key["kid"] for key in (await answer.json())["keys"]]
    assert len(published) == 2
    assert published[1] == added["kid"]
    assert (await keys.caller(old["authorization"].removeprefix("Bearer "))).is_known


async def test_a_second_gateway_uses_the_same_keys_and_accounts(
    gateway: Gateway, mongo_url: str, amqp_url: str, database_name: str
) -> None:
    async with Gateway(mongo_url=mongo_url, amqp_url=amqp_url, database=database_name) as second:
        token = (await second.bearer(ORGANISER))["authorization"].removeprefix("Bearer ")
        assert (await Keys(gateway.settings.keys_url).caller(token)).role == "organiser"
        assert await second.provided(Mongo)["accounts"].count_documents({"email": ORGANISER}) == 1


async def test_an_account_is_told_of_when_it_opens_and_when_it_changes_alone(
    gateway: Gateway, amqp_url: str
) -> None:
    told: list[Envelope] = []

    async def hear(envelopes: Any) -> None:
        told.extend(envelopes)

    bus = Bus(amqp_url, "listener")
    await bus.connect()
    await bus.listen([AccountOpened.type], hear)
    person = Person(email="slamet@example.invalid", name="Slamet", role="visitor")
    for name in ("Slamet", "Slamet", "Slamet R."):
        await gateway.opens(person.model_copy(update={"name": name}))

    async def both() -> bool:
        return len([fact for fact in told if fact.data["email"] == person.email]) >= 2

    await until(both)
    await asyncio.sleep(0.2)
    await bus.close()
    versions = [(f.version, f.data["name"]) for f in told if f.data["email"] == person.email]
    assert versions == [(1, "Slamet"), (2, "Slamet R.")]
    assert "password" not in str([fact.data for fact in told])


async def _sign_in(
    gateway: Gateway, headers: dict[str, str], path: str = "/masuk", **form: str
) -> tuple[aiohttp.ClientResponse, str]:
    async with gateway.client.post(
        path, data=form, headers=headers, allow_redirects=False
    ) as answer:
        return answer, await answer.text()


async def test_the_pages_cookie_is_for_the_server_alone(gateway: Gateway) -> None:
    answer, _ = await _sign_in(gateway, gateway.own_origin, email=BUYER.email, password=PASSWORD)
    assert (answer.status, answer.headers["location"]) == (303, "/temu")
    cookie: Morsel[str] = answer.cookies["pendopo_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "lax"
    assert not cookie["secure"]
    assert int(cookie["max-age"]) == 12 * 3600
    kept = await gateway.provided(Mongo)["sessions"].find_one({})
    assert kept
    assert cookie.value not in str(kept)


async def test_on_an_encrypted_address_the_cookie_is_for_this_host_alone(
    mongo_url: str, amqp_url: str, database_name: str, behind: Behind
) -> None:
    async with Gateway(
        mongo_url=mongo_url,
        amqp_url=amqp_url,
        database=database_name,
        catalogue_url=behind.url,
        public_url="https://expo.example",
    ) as gateway:
        answer, _ = await _sign_in(
            gateway, gateway.own_origin, email=BUYER.email, password=PASSWORD
        )
        cookie: Morsel[str] = answer.cookies["__Host-pendopo_session"]
        assert cookie["secure"]
        assert cookie["httponly"]
        assert (cookie["path"], cookie["domain"]) == ("/", "")
        assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
        for name, status in (("__Host-pendopo_session", 200), ("pendopo_session", 401)):
            sent = {"cookie": f"{name}={cookie.value}"}
            async with gateway.client.get("/akun", headers=sent) as page:
                assert page.status == status


async def test_a_refused_sign_in_keeps_the_mail_and_says_why(gateway: Gateway) -> None:
    answer, page = await _sign_in(
        gateway, gateway.own_origin, "/en/sign-in", email=BUYER.email, password="salah"
    )
    assert answer.status == 401
    assert "do not belong together" in page
    assert f'value="{BUYER.email}"' in page
    assert "salah" not in page
    assert "pendopo_session" not in answer.cookies


async def test_another_site_cannot_sign_anybody_in(gateway: Gateway) -> None:
    answer, _ = await _sign_in(
        gateway, {"origin": "https://evil.example"}, email=BUYER.email, password=PASSWORD
    )
    assert answer.status == 403
    assert "pendopo_session" not in answer.cookies


@pytest.mark.parametrize(
    ("onward", "place"),
    [
        ("/kotak", "/kotak"),
        ("/produk?q=kopi", "/produk?q=kopi"),
        ("https://evil.example", "/temu"),
        ("//evil.example", "/temu"),
        ("/\\evil.example", "/temu"),
        ("javascript:alert(1)", "/temu"),
        ("/a\r\nset-cookie: x=y", "/temu"),
    ],
)
async def test_after_signing_in_one_stays_on_our_pages(
    gateway: Gateway, onward: str, place: str
) -> None:
    answer, _ = await _sign_in(
        gateway, gateway.own_origin, email=BUYER.email, password=PASSWORD, lanjut=onward
    )
    assert answer.headers["location"] == place


async def test_signing_out_ends_the_session(gateway: Gateway) -> None:
    cookie = await gateway.cookie(BUYER.email)
    async with gateway.client.get("/temu", headers=cookie) as answer:
        assert answer.status == 200
    async with gateway.client.post(
        "/keluar", headers={**cookie, **gateway.own_origin}, allow_redirects=False
    ) as answer:
        assert answer.status == 303
    async with gateway.client.get("/temu", headers=cookie) as answer:
        assert answer.status == 401


async def test_an_invented_cookie_signs_nobody_in(gateway: Gateway) -> None:
    async with gateway.client.get("/temu", headers={"cookie": "pendopo_session=x"}) as answer:
        assert answer.status == 401
