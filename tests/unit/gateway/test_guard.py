"""For whom a request counts, how many there may be, and who is turned away first."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from pydantic import HttpUrl
from starlette.requests import Request

from kernel.problems import Unauthenticated
from services.gateway.cookies import Cookies
from services.gateway.partners.actions import Partners
from services.gateway.sessions.actions import SignIns
from services.gateway.throttling.allowances import A_NETWORK_IS, Allowances
from services.gateway.throttling.load import Load, TooBusy, priority_of
from services.gateway.throttling.marks import Marks
from services.gateway.throttling.origins import Proxies
from services.gateway.throttling.store import MarkKeys
from services.gateway.throttling.whose import Counting, Whose


class Keyring:
    """One key; counts how often a signature was looked at."""

    looked = 0

    async def get_or_add(self, fresh: bytes) -> bytes:
        return b"k" * 32

    async def caller(self, token: str) -> Any:
        self.looked += 1
        if token != "good":
            raise Unauthenticated("tidak", "no")
        return SimpleNamespace(account="a-1")

    def remembered(self, secret: str) -> str:
        return {"open": "a-2"}.get(secret, "")


@pytest.fixture
async def marks() -> Marks:
    marks = Marks(cast("MarkKeys", Keyring()))
    await marks.prepare()
    return marks


@pytest.fixture
def keyring() -> Keyring:
    return Keyring()


@pytest.fixture
def counting(marks: Marks, keyring: Keyring) -> Counting:
    cookies = Cookies(HttpUrl("http://127.0.0.1"))
    known = SimpleNamespace(remembered=lambda secret: {"pendopo_1": "partner:1"}.get(secret, ""))
    return Counting(cookies, Proxies(0), marks, cast("SignIns", keyring), cast("Partners", known))


def request(keyring: Keyring, address: str = "203.0.113.9", **headers: str) -> Request:
    app = SimpleNamespace(state=SimpleNamespace(keys=keyring))
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "headers": raw, "client": (address, 1), "app": app})


async def test_an_account_counts_before_a_browser_and_that_before_the_network(
    counting: Counting, marks: Marks, keyring: Keyring
) -> None:
    mark = marks.new()
    device = f"pendopo_device={mark}"
    cases = [
        ({"authorization": "Bearer good", "cookie": device}, Whose("account", "a-1")),
        ({"cookie": f"pendopo_session=open; {device}"}, Whose("account", "a-2")),
        ({"cookie": f"pendopo_session=gone; {device}"}, Whose("device", mark)),
        ({"authorization": "Bearer forged", "cookie": device}, Whose("device", mark)),
        ({"authorization": "Bearer pendopo_1", "cookie": device}, Whose("key", "partner:1")),
        ({"authorization": "Bearer pendopo_2"}, Whose("network", "203.0.113.0/24")),
        ({}, Whose("network", "203.0.113.0/24")),
    ]
    for headers, expected in cases:
        assert await counting.whose(request(keyring, **headers)) == expected, headers


async def test_whoever_makes_up_marks_and_tokens_stays_one_network(
    counting: Counting, marks: Marks, keyring: Keyring
) -> None:
    names = {
        await counting.whose(request(keyring, f"2001:db8:1:2::{n}", cookie=cookie))
        for n, cookie in enumerate(
            ["", "pendopo_device=x", "pendopo_device=a.b", f"pendopo_device={marks.new()[:-1]}"]
        )
    }
    names.add(await counting.whose(request(keyring, "2001:db8:1:99::", authorization="Bearer z")))
    assert names == {Whose("network", "2001:db8:1::/56")}


async def test_a_token_is_looked_at_once_and_a_forged_one_every_time(
    counting: Counting, keyring: Keyring
) -> None:
    for _ in range(3):
        await counting.whose(request(keyring, authorization="Bearer good"))
    assert keyring.looked == 1
    for _ in range(3):
        await counting.whose(request(keyring, authorization="Bearer forged"))
    assert keyring.looked == 4


async def test_so_many_requests_a_minute_and_what_is_left_is_told() -> None:
    allowances = Allowances(3)
    whose = Whose("device", "d")
    spent = [await allowances.spend(whose) for _ in range(4)]
    assert [is_allowed for is_allowed, _ in spent] == [True, True, True, False]
    assert [allowance.left for _, allowance in spent] == [2, 1, 0, 0]
    policy, left = (value.decode() for _, value in spent[0][1].headers)
    assert policy == '"device";q=3;w=60'
    assert left.startswith('"device";r=2;t=')
    assert 0 < spent[3][1].seconds <= 60
    network = Whose("network", "n")
    assert all([(await allowances.spend(network))[0] for _ in range(3 * A_NETWORK_IS)])
    assert not (await allowances.spend(network))[0]


@pytest.mark.parametrize(
    ("method", "path", "is_known", "priority"),
    [
        ("POST", "/api/v1/check-ins", False, "entering"),
        ("POST", "/api/v1/sessions", False, "entering"),
        ("POST", "/api/v1/sessions/refresh", False, "entering"),
        ("POST", "/masuk", False, "entering"),
        ("GET", "/en/sign-in", False, "entering"),
        ("GET", "/api/v1/sessionsx", False, "looking"),
        ("GET", "/produk", False, "looking"),
        ("GET", "/produk", True, "working"),
        ("POST", "/api/v1/editions/x/deals", False, "working"),
    ],
)
def test_coming_in_goes_before_work_and_work_before_looking_around(
    method: str, path: str, is_known: bool, priority: str
) -> None:
    assert priority_of(method, path, is_known) == priority


def test_under_load_looking_around_is_turned_away_first_and_coming_in_last() -> None:
    load = Load({"looking": 1, "working": 2, "entering": 3})
    with load.carrying("looking"):
        with pytest.raises(TooBusy), load.carrying("looking"):
            pass
        with load.carrying("working"):
            with pytest.raises(TooBusy), load.carrying("working"):
                pass
            with load.carrying("entering"), pytest.raises(TooBusy), load.carrying("entering"):
                pass
    with load.carrying("looking"):
        pass
