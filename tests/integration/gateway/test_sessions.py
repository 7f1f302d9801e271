"""Sessions by the API: refreshed, found stolen, looked at and ended; keys replaced meanwhile."""

import asyncio
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import jwt

from kernel.callers import Keys
from kernel.clock import now
from kernel.mongo import Mongo
from services.gateway.sessions.model import GRACE
from services.gateway.tokens import SETTLING, Signer
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.desks import GOOD, Desk, newcomer, signed_in
from tests.integration.gateway.running import BUYER, PASSWORD


async def refreshes(office: Office, refresh_token: str) -> tuple[int, Any]:
    return await Desk(office, {}).asks("POST", "sessions/refresh", {"refresh_token": refresh_token})


def later(time: timedelta) -> Any:
    moment = now() + time
    return patch("services.gateway.sessions.actions.now", lambda: moment)


async def test_a_refresh_token_is_exchanged_for_the_next(office: Office) -> None:
    person = await signed_in(office, BUYER.email, PASSWORD)
    tokens = [person.session["refresh_token"]]
    for _ in range(3):
        status, body = await refreshes(office, tokens[-1])
        assert status == 200, body
        tokens.append(body["refresh_token"])
        bearer = {"authorization": f"Bearer {body['token']}"}
        assert (await Desk(office, bearer).asks("GET", "me"))[0] == 200
    assert len(set(tokens)) == 4


async def test_sent_twice_at_a_time_it_is_answered_the_same(office: Office) -> None:
    person = await signed_in(office, BUYER.email, PASSWORD)
    answers = await asyncio.gather(
        *(refreshes(office, person.session["refresh_token"]) for _ in range(5))
    )
    assert {status for status, _ in answers} == {200}
    [following] = {body["refresh_token"] for _, body in answers}
    assert (await refreshes(office, following))[0] == 200


async def test_a_used_one_that_comes_back_ends_the_session_and_its_person_is_told(
    office: Office,
) -> None:
    person = await newcomer(office, "dicuri@koperasi.id")
    stolen = person.session["refresh_token"]
    _, body = await refreshes(office, stolen)
    with later(GRACE + timedelta(seconds=1)):
        answers = await asyncio.gather(*(refreshes(office, stolen) for _ in range(3)))
    assert {(status, body["code"]) for status, body in answers} == {(401, "refresh-refused")}
    assert (await refreshes(office, body["refresh_token"]))[0] == 401
    letter = await office.letters.next_to("dicuri@koperasi.id", 2)
    assert (letter.purpose, letter.secret) == ("session-ended", "")
    await asyncio.sleep(0.7)
    assert len(office.letters.to("dicuri@koperasi.id")) == 2


async def test_an_older_one_is_known_even_within_the_grace_of_the_last(office: Office) -> None:
    person = await signed_in(office, BUYER.email, PASSWORD)
    first = person.session["refresh_token"]
    _, second = await refreshes(office, first)
    _, third = await refreshes(office, second["refresh_token"])
    assert (await refreshes(office, first))[0] == 401
    assert (await refreshes(office, third["refresh_token"]))[0] == 401


async def test_a_made_up_one_is_refused_and_ends_nothing(office: Office) -> None:
    person = await signed_in(office, BUYER.email, PASSWORD)
    good = person.session["refresh_token"]
    session_id = good.partition(".")[0]
    for forged in ("", "x", f"{session_id}.", f"{session_id}.AAAA", good[:-2], f"{good}x"):
        status, body = await refreshes(office, forged)
        assert (status, body["code"]) == (401, "refresh-refused")
    assert (await refreshes(office, good))[0] == 200


async def test_the_secret_of_the_pages_refreshes_nothing(office: Office) -> None:
    cookie = await office.gateway.cookie(BUYER.email)
    secret = cookie["cookie"].partition("=")[2]
    found = await office.gateway.provided(Mongo)["sessions"].find_one({"kind": "pages"})
    assert found
    assert (await refreshes(office, f"{found['_id']}.{secret}"))[0] == 401


async def test_a_session_ends_after_thirty_days(office: Office) -> None:
    person = await signed_in(office, BUYER.email, PASSWORD)
    with later(timedelta(days=30, seconds=1)):
        assert (await refreshes(office, person.session["refresh_token"]))[0] == 401


async def test_one_sees_where_one_is_signed_in_and_ends_it(office: Office) -> None:
    person = await newcomer(office, "sesi@koperasi.id")
    second = await signed_in(office, "sesi@koperasi.id", GOOD)
    _, body = await person.asks("GET", "sessions")
    assert [session["current"] for session in body["items"]] == [False, True]
    assert set(body["items"][0]) == {
        "id", "kind", "device", "created_at", "seen_at", "ends_at", "current",
    }  # fmt: skip
    other = body["items"][0]["id"]
    stranger = await signed_in(office, BUYER.email, PASSWORD)
    assert (await stranger.asks("DELETE", f"sessions/{other}"))[0] == 404
    assert (await person.asks("DELETE", f"sessions/{other}"))[0] == 204
    assert (await person.asks("DELETE", f"sessions/{other}"))[0] == 404
    assert (await refreshes(office, second.session["refresh_token"]))[0] == 401
    assert (await refreshes(office, person.session["refresh_token"]))[0] == 200


async def test_one_ends_all_other_sessions_at_once(office: Office) -> None:
    person = await newcomer(office, "semua@koperasi.id")
    others = [await signed_in(office, "semua@koperasi.id", GOOD) for _ in range(2)]
    assert await person.asks("DELETE", "sessions") == (200, {"ended": 2})
    for other in others:
        assert (await refreshes(office, other.session["refresh_token"]))[0] == 401
    assert (await refreshes(office, person.session["refresh_token"]))[0] == 200


async def test_tokens_of_both_keys_pass_where_the_old_ones_were_cached(office: Office) -> None:
    gateway = office.gateway
    elsewhere = Keys(gateway.settings.keys_url)
    before = (await gateway.bearer(BUYER.email))["authorization"].removeprefix("Bearer ")
    assert (await elsewhere.caller(before)).is_known
    signer = gateway.provided(Signer)
    added = await signer.rotate()
    long_ago = {"$set": {"made_at": now() - SETTLING}}
    await gateway.provided(Mongo)["signing_keys"].update_one({"kid": added.kid}, long_ago)
    await signer.prepare()  # reads them again, as happens once a minute
    after = (await gateway.bearer(BUYER.email))["authorization"].removeprefix("Bearer ")
    assert jwt.get_unverified_header(after)["kid"] == added.kid
    with patch("kernel.callers.REFETCH_SECONDS", 0):
        assert (await elsewhere.caller(after)).is_known
    assert (await elsewhere.caller(before)).is_known


async def test_no_secret_of_a_session_is_kept(office: Office) -> None:
    person = await signed_in(office, BUYER.email, PASSWORD)
    secret = person.session["refresh_token"].partition(".")[2]
    kept = [str(one) async for one in office.gateway.provided(Mongo)["sessions"].find()]
    assert secret not in "".join(kept)
