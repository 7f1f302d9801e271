"""The OWASP API Security Top 10 (2023) point by point, on the whole house.

Points that other tests show at length are shown here once more by their plainest case: the matrix
of every route and role (1, 5), what one may ask for at once (4: the gateway's `test_guard.py`),
guesses and letters (6), hostile requests (7, 8: its `test_hostile_requests.py`).
"""

import asyncio
import base64
import json
import time
from typing import Any

import aiohttp
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.webhooks import PUBLIC_FACTS
from kernel.callers import ISSUER
from tests import trade
from tests.integration.security.asking import Route
from tests.integration.security.callers import ASKERS
from tests.integration.security.house import House

E = f"/api/v1/editions/{trade.EDITION}"


def door(house: House) -> aiohttp.ClientSession:
    return house.rooms["gateway"].client


def as_(house: House, name: str) -> dict[str, str]:
    return ASKERS[name].headers(house.keys, house.accounts.get(name, ""))


async def status(house: House, name: str, method: str, path: str, **how: Any) -> int:
    headers = as_(house, name) | how.pop("headers", {})
    async with door(house).request(method, path, headers=headers, **how) as answer:
        return answer.status


async def test_api1_nobody_reaches_an_object_of_somebody_else(house: House) -> None:
    for name in ("other_buyer", "far_buyer", "exhibitor"):
        assert await status(house, name, "GET", f"{E}/demands/KB-1") in (403, 404), name
    for name in ("other_exhibitor", "far_exhibitor", "buyer"):
        path = f"{E}/products/PR-1"
        sent = {"json": trade.product(), "headers": {"if-match": '"1"'}}
        assert await status(house, name, "PUT", path, **sent) == 403, name


def _forged(house: House) -> list[str]:
    claims = {
        "iss": ISSUER,
        "sub": "x",
        "role": "organiser",
        "iat": int(time.time()),
        "exp": int(time.time()) + 60,
    }
    stranger = Ed25519PrivateKey.generate()
    kid = {"kid": "test"}
    good = house.keys.bearer("organiser")["authorization"].removeprefix("Bearer ")
    head, body, signature = good.split(".")
    promoted = json.loads(base64.urlsafe_b64decode(body + "==")) | {"role": "ops"}
    swapped = base64.urlsafe_b64encode(json.dumps(promoted).encode()).decode().rstrip("=")
    return [
        jwt.encode(claims, "", algorithm="none", headers=kid),
        jwt.encode(claims, "k" * 32, algorithm="HS256", headers=kid),
        jwt.encode(claims, stranger, algorithm="EdDSA", headers=kid),
        jwt.encode(claims, stranger, algorithm="EdDSA", headers={"kid": "../../etc/passwd"}),
        f"{head}.{swapped}.{signature}",
        f"{head}.{body}.",
    ]


async def test_api2_no_service_believes_a_forged_token(house: House) -> None:
    paths = {
        "catalogue": f"/v1/editions/{trade.EDITION}/papers",
        "matching": f"/v1/editions/{trade.EDITION}/demands",
        "notifications": "/v1/inbox",
        "gateway": "/api/v1/me",
    }
    for token in _forged(house):
        for room, path in paths.items():
            headers = {"authorization": f"Bearer {token}"}
            async with house.rooms[room].client.get(path, headers=headers) as answer:
                assert answer.status == 401, (room, token)


async def test_api3_nobody_sets_a_property_that_is_not_theirs_to_set(house: House) -> None:
    sly = trade.product("PR-API3") | {
        "exhibitor": f"exhibitor:{trade.EDITION}:PS-2",
        "edition": "lain-2026",
        "version": 99,
        "status": "withdrawn",
    }
    headers = as_(house, "exhibitor")
    async with door(house).post(f"{E}/products", json=sly, headers=headers) as answer:
        made = await answer.json()
        if answer.status == 422:
            return
        assert answer.status == 201, made
    assert made["exhibitor"] == f"exhibitor:{trade.EDITION}:PS-1"
    assert (made["edition"], made["version"], made["status"]) == (trade.EDITION, 1, "listed")


async def test_api4_nobody_asks_for_more_than_a_page_or_sends_more_than_a_form(
    house: House,
) -> None:
    lists = [route for route in house.routes if "limit" in _queries(route)]
    assert len(lists) > 20
    statuses = await asyncio.gather(*(_asks_for_all(house, route) for route in lists))
    assert [one.name for one, status in zip(lists, statuses, strict=True) if status != 422] == []
    large = b'{"name": "' + b"x" * 2**16 + b'"}'
    for path in ("/api/v1/sessions", "/api/v1/api-keys"):
        assert await status(house, "organiser", "POST", path, data=large) == 413, path


async def _asks_for_all(house: House, route: Route) -> int:
    """What the office is answered that wants the whole of a list at once."""
    address = route.address(house.examples)
    joined = "&" if "?" in address else "?"
    async with house.rooms[route.service].client.request(
        route.method, f"{address}{joined}limit=100000", headers=as_(house, "organiser")
    ) as answer:
        return answer.status


def _queries(route: Route) -> set[str]:
    return {each["name"] for each in route.operation.get("parameters", ()) if each["in"] == "query"}


async def test_api5_nobody_does_what_is_for_another_role(house: House) -> None:
    for name in ("visitor", "buyer", "exhibitor", "ops"):
        sent = {"json": trade.edition() | {"id": "palsu-2026"}}
        assert await status(house, name, "POST", "/api/v1/editions", **sent) == 403, name
    assert await status(house, "organiser", "POST", "/api/v1/keys") == 403


async def test_api6_letters_are_not_asked_for_without_end(house: House) -> None:
    """120 a minute; where a minute ends meanwhile, a few more before the window has slid."""
    answers = [
        await status(
            house,
            "nobody",
            "POST",
            "/api/v1/sign-in-links",
            json={"email": f"x{n}@example.invalid"},
        )
        for n in range(150)
    ]
    assert answers[0] == 202
    assert answers[-1] == 429


async def test_api7_no_address_that_somebody_gives_is_asked(house: House) -> None:
    async with door(house).get("/api/v1/editions/@127.0.0.1:1/products") as answer:
        assert answer.status in (404, 422)
    asked_as = {
        "host": "127.0.0.1:1",
        "x-forwarded-host": "127.0.0.1:1",
        "forwarded": "host=127.0.0.1:1",
    }
    async with door(house).get("/api/v1/categories", headers=asked_as) as answer:
        assert answer.status == 200
    for address in ("http://mitra.example", "https://127.0.0.1:1", "https://169.254.169.254/"):
        form = {"name": "x", "address": address, "facts": [PUBLIC_FACTS[0]]}
        assert await status(house, "organiser", "POST", "/api/v1/webhooks", json=form) == 422


async def test_api8_an_answer_says_nothing_of_what_answers_it(house: House) -> None:
    for path in ("/api/v1/nothing", "/api/v1/me", f"{E}/products/none", "/nowhere", "/docs"):
        async with door(house).get(path) as answer:
            told = (await answer.text()).lower()
            assert answer.status in (200, 401, 404), path
            for word in ("traceback", "mongodb://", "amqp://", "pymongo", 'file "'):
                assert word not in told, (path, word)
            assert "x-powered-by" not in answer.headers


async def test_api9_there_is_one_version_and_every_route_of_it_is_listed(house: House) -> None:
    for path in ("/api/v0/editions", "/api/v2/editions", "/api/editions", "/v1/editions"):
        assert await status(house, "organiser", "GET", path) == 404, path


@pytest.mark.parametrize("file", ["csv", "xlsx"])
async def test_api10_what_comes_from_elsewhere_is_looked_at_before_it_is_used(
    house: House, file: str
) -> None:
    headers = as_(house, "organiser")
    path = f"{E}/products/imports?filename=x.{file}"
    async with door(house).post(path, data=b"\x00\xff" * 100, headers=headers) as answer:
        job = await answer.json()
        assert answer.status in (202, 415, 422), job
