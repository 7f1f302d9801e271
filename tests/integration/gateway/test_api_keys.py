"""A partner's program comes by a key: made once, good for its scopes, counted, revoked, expired."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import jwt

from contracts.webhooks import PUBLIC_FACTS
from kernel.callers import Keys, caller_of
from kernel.clock import now
from kernel.mongo import Mongo
from services.gateway.partners.actions import REMEMBERED, Partners
from tests.integration.gateway import hooks
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.running import EDITION, OPS, ORGANISER

E = f"/api/v1/editions/{EDITION}"
PAGE, MESSAGE = f"/webhook/{hooks.WEBHOOK['id']}", hooks.MESSAGE
STATISTICS, PRODUCTS = f"{E}/readiness/statistics?market=LM", f"{E}/products"


async def asks(
    office: Office, method: str, path: str, headers: dict[str, str], body: Any = None
) -> tuple[int, Any]:
    async with office.gateway.client.request(method, path, headers=headers, json=body) as answer:
        return answer.status, await answer.json() if answer.content_length else None


async def made(office: Office, *scopes: str, days: int = 30) -> tuple[dict[str, Any], Any]:
    """A new key, and the header of whoever holds it."""
    bearer = await office.gateway.bearer(ORGANISER)
    form = {"name": "Pasar Mitra (contoh)", "scopes": scopes, "days": days}
    status, key = await asks(office, "POST", "/api/v1/api-keys", bearer, form)
    assert status == 201, key
    return key, {"authorization": f"Bearer {key['secret']}"}


async def test_a_room_is_asked_with_a_short_token_of_the_scopes_and_never_with_the_key(
    office: Office,
) -> None:
    key, holder = await made(office, "statistics:read", "catalogue:read")
    status, _ = await asks(office, "GET", STATISTICS, holder)
    assert status == 200
    [sent] = [one for one in office.behind.requests if one.path.endswith("/statistics")][-1:]
    token = sent.headers["authorization"].removeprefix("Bearer ")
    assert key["secret"] not in str(sent.headers)
    partner = await Keys(office.gateway.settings.keys_url).caller(token)
    assert (partner.role, partner.account) == ("partner", f"partner:{key['id']}")
    assert partner.scopes == ("catalogue:read", "statistics:read")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] <= 15 * 60
    assert not caller_of(claims).party


async def test_a_key_is_good_for_its_scopes_and_nothing_else(office: Office) -> None:
    _, holder = await made(office, "catalogue:read")
    assert (await asks(office, "GET", PRODUCTS, holder))[0] == 200
    before = len(office.behind.requests)
    for method, path, needed in (
        ("GET", STATISTICS, "statistics:read"),
        ("GET", f"{E}/feed", "feed:read"),
        ("POST", PRODUCTS, None),
        ("GET", "/api/v1/me", None),
        ("GET", "/api/v1/inbox", None),
        ("POST", "/api/v1/api-keys", None),
        ("GET", f"{E}/products/%2e%2e/deals", None),
    ):
        status, problem = await asks(office, method, path, holder)
        refused = (status, problem["code"], problem.get("scope"))
        unsafe = (400, "unsafe-path", None)
        assert refused in ((403, "scope-missing", needed), unsafe), (method, path, problem)
    assert len(office.behind.requests) == before


async def test_a_wrong_a_revoked_and_an_expired_key_open_nothing(office: Office) -> None:
    key, holder = await made(office, "catalogue:read", days=1)
    assert (await asks(office, "GET", PRODUCTS, holder))[0] == 200
    wrong = {
        "authorization": f"Bearer {key['secret'][:-1]}{'A' if key['secret'][-1] != 'A' else 'B'}"
    }
    status, problem = await asks(office, "GET", PRODUCTS, wrong)
    assert (status, problem["code"]) == (401, "key-refused")
    tomorrow = now() + timedelta(days=1)
    with patch("services.gateway.partners.actions.now", lambda: tomorrow):
        assert (await asks(office, "GET", PRODUCTS, holder))[0] == 401
    assert (await asks(office, "GET", PRODUCTS, holder))[0] == 200
    bearer = await office.gateway.bearer(OPS)
    assert (await asks(office, "DELETE", f"/api/v1/api-keys/{key['id']}", bearer))[0] == 204
    status, problem = await asks(office, "GET", PRODUCTS, holder)
    assert (status, problem["code"]) == (401, "key-refused")
    _, listed = await asks(office, "GET", "/api/v1/api-keys", bearer)
    [shown] = [one for one in listed["items"] if one["id"] == key["id"]]
    assert shown["standing"] == "revoked"
    assert shown["used_at"] is not None


async def test_a_key_that_another_replica_revoked_is_refused_once_it_is_looked_up_anew(
    office: Office,
) -> None:
    key, holder = await made(office, "catalogue:read")
    assert (await asks(office, "GET", PRODUCTS, holder))[0] == 200
    keys = office.gateway.provided(Mongo)["api_keys"]
    await keys.update_one({"_id": key["id"]}, {"$set": {"revoked_at": now()}})
    later = now() + REMEMBERED + timedelta(seconds=1)
    with patch("services.gateway.partners.actions.now", lambda: later):
        assert (await asks(office, "GET", PRODUCTS, holder))[0] == 401


async def test_requests_are_counted_by_key_and_a_key_is_kept_as_a_digest(office: Office) -> None:
    key, holder = await made(office, "catalogue:read")
    partners = office.gateway.provided(Partners)
    assert not partners.remembered(key["secret"])
    for kind in ("network", "key"):
        async with office.gateway.client.get(PRODUCTS, headers=holder) as answer:
            assert answer.headers["ratelimit-policy"].startswith(f'"{kind}"')
    [kept] = [
        one async for one in office.gateway.provided(Mongo)["api_keys"].find({"_id": key["id"]})
    ]
    assert key["secret"] not in str(kept)


async def test_the_office_makes_and_revokes_keys_on_its_page(office: Office) -> None:
    headers = await office.gateway.cookie(ORGANISER) | office.gateway.own_origin
    client = office.gateway.client
    form = {"nama": "Lokapasar (contoh)", "hari": "90"}
    async with client.post("/kunci-api", data=form, headers=headers) as page:
        assert page.status == 422
        assert "pilih sedikitnya satu lingkup" in await page.text()
    chosen = form | {"lingkup": "feed:read"}
    async with client.post("/en/api-keys", data=chosen, headers=headers) as page:
        text = await page.text()
        assert page.status == 200, text
    secret = text.partition("<code")[2].partition(">")[2].partition("<")[0]
    assert secret.startswith("pendopo_")
    async with client.get("/kunci-api", headers=headers) as page:
        text = await page.text()
        assert secret not in text
        assert f"…</span>{secret[-4:]}" in text or f"…{secret[-4:]}" in text
    address = text.partition('action="/kunci-api/')[2].partition('"')[0]
    async with client.post(
        f"/kunci-api/{address}", headers=headers, allow_redirects=False
    ) as answer:
        assert answer.status == 303
    async with client.get("/kunci-api", headers=headers) as page:
        assert "Dicabut" in await page.text()


async def test_the_office_registers_and_tends_a_partners_address_on_its_pages(
    office: Office,
) -> None:
    headers = await office.gateway.cookie(ORGANISER) | office.gateway.own_origin
    form = {"nama": "Pasar", "alamat": "https://mitra.example/kait", "fakta": PUBLIC_FACTS[2]}
    async with office.gateway.client.post("/webhook", data=form, headers=headers) as page:
        assert page.status == 200
        assert hooks.SECRET in await page.text()
    assert office.behind.said[-1][2] == {
        "name": "Pasar",
        "address": "https://mitra.example/kait",
        "facts": [PUBLIC_FACTS[2]],
    }
    async with office.gateway.client.get(PAGE, headers=headers) as page:
        shown = await page.text()
    assert hooks.SECRET not in shown
    assert "ditolak" in shown
    for act, method, path in (
        ({"tindakan": "uji"}, "POST", "/tests"),
        ({"tindakan": "aktifkan"}, "POST", "/activation"),
        ({"tindakan": "ulang", "pesan": MESSAGE}, "POST", f"/deliveries/{MESSAGE}/repetition"),
        ({"tindakan": "hapus"}, "DELETE", ""),
    ):
        await _acts(office, headers, act, 303)
        sent = office.behind.requests[-1]
        assert (sent.method, sent.path) == (method, f"/v1/webhooks/{hooks.WEBHOOK['id']}{path}")
    assert hooks.SECRET in await _acts(office, headers, {"tindakan": "rahasia"}, 200)
    before = len(office.behind.requests)
    await _acts(office, headers, {"tindakan": "ulang", "pesan": "../../ops"}, 422)
    await _acts(office, headers, {"tindakan": "lain"}, 422)
    assert [one.method for one in office.behind.requests[before:]].count("POST") == 0


async def _acts(office: Office, headers: dict[str, str], act: dict[str, str], status: int) -> str:
    """Press a button of the webhook's page; what is answered."""
    async with office.gateway.client.post(
        f"{PAGE}/tindakan", data=act, headers=headers, allow_redirects=False
    ) as answer:
        assert answer.status == status, act
        return await answer.text()
