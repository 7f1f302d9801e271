"""Who guesses waits longer and longer, and cannot make anybody else wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from unittest.mock import patch

import aiohttp
from limits import RateLimitItemPerMinute

from kernel.clock import now
from kernel.mongo import Mongo
from services.gateway.throttling.model import FREE
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.desks import BETTER, GOOD, newcomer

HERE, ELSEWHERE, VENUE = "127.0.10.1", "127.0.20.1", "127.0.30.1"


class Browser:
    """Somebody at an address of a network, with whatever cookies they were given."""

    def __init__(self, office: Office, client: aiohttp.ClientSession) -> None:
        self._gateway, self._client = office.gateway, client
        self.cookies: dict[str, str] = {}

    async def signs_in(self, email: str, password: str) -> tuple[int, str]:
        """The status, and after how many seconds to try again."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        async with self._client.post(
            "/masuk",
            data={"email": email, "password": password},
            headers={"cookie": cookie, **self._gateway.own_origin},
            allow_redirects=False,
        ) as answer:
            self.cookies |= {name: morsel.value for name, morsel in answer.cookies.items()}
            return answer.status, answer.headers.get("retry-after", "")

    async def forgets_password(self, email: str) -> tuple[int, str]:
        path = "/api/v1/password-resets"
        async with self._client.post(path, json={"email": email}) as answer:
            return answer.status, answer.headers.get("retry-after", "")

    async def guesses(self, email: str, times: int) -> list[int]:
        return [(await self.signs_in(email, f"tebakan {n}"))[0] for n in range(times)]


@asynccontextmanager
async def browser(office: Office, address: str) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession(
        office.gateway.url,
        connector=aiohttp.TCPConnector(local_addr=(address, 0)),
        cookie_jar=aiohttp.DummyCookieJar(),
    ) as client:
        yield Browser(office, client)


async def test_who_guesses_waits_and_is_told_how_long(office: Office) -> None:
    await newcomer(office, "ditebak@koperasi.id")
    async with browser(office, HERE) as guesser:
        assert await guesser.guesses("ditebak@koperasi.id", FREE) == [401] * FREE
        status, wait = await guesser.signs_in("Ditebak@koperasi.id", GOOD)
        assert (status, 0 < int(wait) <= 5) == (429, True)
        soon = now() + timedelta(seconds=6)
        with patch("services.gateway.throttling.actions.now", lambda: soon):
            assert (await guesser.signs_in("ditebak@koperasi.id", "salah"))[0] == 401
            status, wait = await guesser.signs_in("ditebak@koperasi.id", GOOD)
        assert (status, 5 < int(wait) <= 10) == (429, True)


async def test_strangers_in_the_same_network_cannot_lock_the_owner_out(office: Office) -> None:
    await newcomer(office, "pemilik@koperasi.id")
    async with browser(office, VENUE) as owner, browser(office, VENUE) as stranger:
        assert (await owner.signs_in("pemilik@koperasi.id", GOOD))[0] == 303
        guesses = await stranger.guesses("pemilik@koperasi.id", FREE + 3)
        assert guesses[-1] == 429
        assert (await owner.signs_in("pemilik@koperasi.id", GOOD))[0] == 303
        async with browser(office, ELSEWHERE) as another_phone:
            assert (await another_phone.signs_in("pemilik@koperasi.id", GOOD))[0] == 303


async def test_a_device_known_to_one_account_is_a_stranger_to_another(office: Office) -> None:
    await newcomer(office, "satu@koperasi.id")
    await newcomer(office, "dua@koperasi.id")
    async with browser(office, "127.0.40.1") as guesser, browser(office, "127.0.40.1") as other:
        assert (await guesser.signs_in("satu@koperasi.id", GOOD))[0] == 303
        await guesser.guesses("dua@koperasi.id", FREE)
        assert (await other.signs_in("dua@koperasi.id", GOOD))[0] == 429


async def test_a_guess_at_nobody_waits_just_the_same(office: Office) -> None:
    async with browser(office, HERE) as guesser:
        guesses = await guesser.guesses("tidak.ada@koperasi.id", FREE + 1)
    assert guesses == [401] * FREE + [429]


async def test_guesses_side_by_side_are_counted_each(office: Office) -> None:
    await newcomer(office, "serentak@koperasi.id")
    async with browser(office, "127.0.50.1") as guesser:
        answers = await asyncio.gather(
            *(guesser.signs_in("serentak@koperasi.id", f"tebakan {n}") for n in range(12))
        )
    assert sorted(status for status, _ in answers) == [401] * FREE + [429] * 7


async def test_the_right_password_is_taken_as_often_as_it_is_given(office: Office) -> None:
    await newcomer(office, "sering@koperasi.id")
    async with browser(office, "127.0.60.1") as person:
        await person.guesses("sering@koperasi.id", FREE - 1)
        answers = await asyncio.gather(
            *(person.signs_in("sering@koperasi.id", GOOD) for _ in range(8))
        )
        assert {status for status, _ in answers} == {303}
        assert await person.guesses("sering@koperasi.id", FREE - 1) == [401] * (FREE - 1)


async def test_guessing_the_present_password_waits_too(office: Office) -> None:
    person = await newcomer(office, "sekarang@koperasi.id")
    wrong = {"old": "salah", "new": BETTER}
    answers = [await person.asks("PUT", "accounts/me/password", wrong) for _ in range(FREE + 1)]
    assert [status for status, _ in answers] == [403] * FREE + [429]
    assert answers[-1][1]["code"] == "too-many-tries"


async def test_a_network_asks_for_so_many_letters_a_minute(office: Office) -> None:
    few = {"letter": RateLimitItemPerMinute(3)}
    with patch.dict("services.gateway.throttling.actions.A_NETWORK", few):
        async with browser(office, "127.0.70.1") as asker:
            answers = [await asker.forgets_password(f"x{n}@koperasi.id") for n in range(5)]
    assert [status for status, _ in answers] == [202, 202, 202, 429, 429]
    assert 0 < int(answers[-1][1]) <= 60


async def test_nothing_of_who_tried_can_be_read_from_the_counts(office: Office) -> None:
    async with browser(office, HERE) as guesser:
        await guesser.guesses("rahasia@koperasi.id", 1)
    mongo = office.gateway.provided(Mongo)
    for collection in ("failures", "known_devices"):
        kept = "".join([str(one) async for one in mongo[collection].find()])
        assert "@" not in kept
        assert "127.0" not in kept
