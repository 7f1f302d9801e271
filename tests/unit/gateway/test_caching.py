"""What is kept, for how long, and that nobody is ever told what is meant for somebody else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message

from contracts.catalogue import ProductWithdrawn
from contracts.fact import Fact
from kernel.clock import now
from kernel.envelope import Envelope
from services.gateway.caching import cache as module
from services.gateway.caching.answers import Answers
from services.gateway.caching.cache import Cache
from services.gateway.caching.model import (
    FRESH_SECONDS,
    SETTLING_SECONDS,
    Changes,
    Kept,
    sources_of,
    tagged,
)
from services.gateway.passthrough import PassThrough
from services.gateway.upstreams import ServiceAway, Upstreams
from tests.unit.gateway.test_breaker import Clock

E = "h2o-2026"
PRODUCTS = ("PR-1", "PR-2")
CALLERS = ("", "Bearer owner", "Bearer other")
ADDRESSES = (
    "/v1/editions",
    f"/v1/editions/{E}/products?q=kopi",
    f"/v1/editions/{E}/products/facets",
    *(f"/v1/editions/{E}/products/{code}" for code in PRODUCTS),
    f"/v1/editions/{E}/products/PR-1/completeness",
    f"/v1/editions/{E}/exhibitors/PS-1/products",
)


@pytest.mark.parametrize(
    ("target", "sources"),
    [
        ("/v1/categories", ()),
        ("/v1/editions", ("editions",)),
        (f"/v1/editions/{E}", (E,)),
        (f"/v1/editions/{E}/exhibitors?q=a&after=b", (E,)),
        (f"/v1/editions/{E}/products/facets", (E,)),
        (f"/v1/editions/{E}/products/suggestions?q=k", (E,)),
        (f"/v1/editions/{E}/products/PR-1", (f"product:{E}:PR-1",)),
        (f"/v1/editions/{E}/exhibitors/PS-1", (f"exhibitor:{E}:PS-1",)),
        (f"/v1/editions/{E}/pictures/{'0' * 32}-320.webp", ()),
        (f"/v1/editions/{E}/products/PR-1/completeness", None),
        (f"/v1/editions/{E}/products/PR-1/papers", None),
        (f"/v1/editions/{E}/products/imports/1", None),
        (f"/v1/editions/{E}/products/PR%2D1", None),
        (f"/v1/editions/{E}/products?q={'k' * 600}", None),
        ("/v1/inbox", None),
    ],
)
def test_what_everybody_is_told_alike_is_known_by_its_address(
    target: str, sources: tuple[str, ...] | None
) -> None:
    assert sources_of(target) == sources


def kept(body: bytes = b"{}", asked_at: float = 0.0, sources: tuple[str, ...] = (E,)) -> Kept:
    headers, etag = tagged([(b"content-type", b"application/json")], body)
    return Kept(200, headers, body, etag, sources, asked_at, now())


def test_an_answer_asked_for_while_a_change_settles_is_good_until_it_has_settled() -> None:
    changes = Changes()
    changes.note([E], 100.0)
    assert changes.spoil(kept(asked_at=99.9), 100.1)
    assert not changes.spoil(kept(asked_at=100.1), 100.2)
    assert changes.spoil(kept(asked_at=100.1), 100.1 + SETTLING_SECONDS)
    assert not changes.spoil(kept(asked_at=101.1), 100.1 + FRESH_SECONDS)
    assert not changes.spoil(kept(asked_at=99.9, sources=("other",)), 100.1)
    assert changes.spoil(kept(asked_at=99.9, sources=()), 100.0 + FRESH_SECONDS)


def test_changes_are_remembered_no_longer_than_an_answer_may_be_fresh() -> None:
    changes = Changes()
    for second in range(1000):
        changes.note([f"product:{second}"], float(second))
    assert len(changes._changed) < FRESH_SECONDS + SETTLING_SECONDS + 2


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5000)), max_size=60))
def test_kept_answers_never_take_more_than_their_bytes(puts: list[tuple[int, int]]) -> None:
    answers = Answers(20_000)
    for number, size in puts:
        answers.put(str(number), kept(b"x" * size))
        held = [one for number in range(10) if (one := answers.get(str(number)))]
        assert answers.size == sum(one.size + 1 for one in held) <= 20_000
        assert answers.get(str(number))


def test_a_services_own_etag_stays_as_edits_are_made_from_it() -> None:
    headers, etag = tagged([(b"etag", b'"7"'), (b"date", b"now")], b"{}")
    assert etag == b'"7"'
    assert b"date" not in dict(headers)
    assert tagged([], b"{}")[1] == tagged([], b"{}")[1] != tagged([], b"[]")[1]


@pytest.mark.parametrize(
    ("sent", "is_known"),
    [(b'"7"', True), (b'W/"7"', True), (b'"6", "7"', True), (b"*", True), (b'"6"', False)],
)
def test_who_has_the_answer_is_known_by_its_tag(sent: bytes, is_known: bool) -> None:
    headers, etag = tagged([(b"etag", b'"7"')], b"")
    assert Kept(200, headers, b"", etag, (), 0.0, now()).is_known_to(sent) is is_known


class Catalogue(Upstreams):
    """Tells its owner of a draft, everybody of a product, and each caller what is theirs alone."""

    def __init__(self) -> None:
        super().__init__({"catalogue": ""})
        self.versions = dict.fromkeys(PRODUCTS, 1)
        self.drafts: set[str] = set()
        self.is_away = False
        self.asked: list[str] = []
        self.pause = 0.0

    def says(self, target: str, caller: str) -> tuple[int, Any]:
        path = target.partition("?")[0]
        code = path.rpartition("/")[2]
        if path.endswith(("/completeness", "/PS-1/products")):
            return (200, {"for": caller}) if caller else (401, {})
        if code in self.drafts:
            return (200, {"draft": code}) if caller == "Bearer owner" else (404, {})
        return 200, {code: self.versions[code]} if code in PRODUCTS else self.versions

    @asynccontextmanager
    async def ask(
        self,
        service: str,
        method: str,
        target: str,
        headers: Any,
        body: Any = None,
        patience: float = 0,
    ) -> AsyncIterator[Any]:
        self.asked.append(target)
        await asyncio.sleep(self.pause)
        if self.is_away:
            raise ServiceAway(service)
        status, told = self.says(target, headers.get("authorization", ""))
        yield SimpleNamespace(status=status, raw_headers=[], content=_Content(orjson.dumps(told)))


class _Content:
    def __init__(self, body: bytes) -> None:
        self._body = body

    async def iter_any(self) -> AsyncIterator[bytes]:
        yield self._body


class House:
    """The door before a catalogue, under a clock that is told."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.catalogue = clock, Catalogue()
        self.cache = Cache(self.catalogue, 2**20)
        self._door = PassThrough(self.catalogue, self.cache)

    async def asks(self, target: str, caller: str = "", tag: bytes = b"") -> tuple[int, Any, str]:
        """The status, the body and the `Cache-Status` that a caller is given."""
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.request", "body": b""}

        path, _, query = f"/api{target}".partition("?")
        headers = [(b"authorization", caller.encode())] if caller else []
        headers += [(b"if-none-match", tag)] if tag else []
        scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode()}
        await self._door(
            {**scope, "query_string": query.encode(), "headers": headers}, receive, send
        )
        body = b"".join(message.get("body", b"") for message in sent)
        status = dict(sent[0]["headers"]).get(b"cache-status", b"").decode()
        return sent[0]["status"], orjson.loads(body or b"null"), status

    async def tells(self, code: str) -> None:
        fact: Fact = ProductWithdrawn(
            subject=f"product:{E}:{code}", version=1, edition=E, exhibitor=f"exhibitor:{E}:PS-1"
        )
        await self.cache.hear([Envelope.of(fact, "catalogue")])


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


STEPS = st.one_of(
    st.tuples(st.just("ask"), st.sampled_from(CALLERS), st.sampled_from(ADDRESSES)),
    st.tuples(st.just("revise"), st.sampled_from(PRODUCTS)),
    st.tuples(st.just("hide"), st.sampled_from(PRODUCTS)),
    st.tuples(st.just("publish"), st.sampled_from(PRODUCTS)),
    st.tuples(st.just("away"), st.booleans()),
    st.tuples(st.just("wait"), st.sampled_from([0.1, SETTLING_SECONDS, FRESH_SECONDS])),
)


@given(steps=st.lists(STEPS, max_size=40))
async def test_everybody_is_told_what_the_service_would_tell_them_now(
    steps: list[tuple[Any, ...]],
) -> None:
    """Only while it is away something older, marked as such, that everybody was told then."""
    with pytest.MonkeyPatch.context() as patches:
        clock = Clock()
        patches.setattr(module, "time", clock)
        house, public = House(clock), set[tuple[str, bytes]]()
        for step in steps:
            await _take(house, public, *step)


async def _take(house: House, public: set[tuple[str, bytes]], verb: str, *given: Any) -> None:
    catalogue = house.catalogue
    for target in ADDRESSES:
        status, told = catalogue.says(target, "")
        if status == 200:
            public.add((target, orjson.dumps(told)))
    house.clock.moment += 0.001
    if verb == "ask":
        caller, target = given
        await _ask(house, public, caller, target)
    elif verb == "away":
        [catalogue.is_away] = given
    elif verb == "wait":
        house.clock.moment += given[0]
    else:
        await _change(house, verb, *given)


async def _change(house: House, verb: str, code: str) -> None:
    house.catalogue.versions[code] += 1
    if verb == "hide":
        house.catalogue.drafts.add(code)
    if verb == "publish":
        house.catalogue.drafts.discard(code)
    await house.tells(code)


async def _ask(house: House, public: set[tuple[str, bytes]], caller: str, target: str) -> None:
    try:
        status, told, whence = await house.asks(target, caller)
    except ServiceAway:
        assert house.catalogue.is_away
        return
    if "ttl=-1" in whence:
        assert house.catalogue.is_away
        assert (target, orjson.dumps(told)) in public
    else:
        assert (status, told) == house.catalogue.says(target, caller)


async def test_many_who_ask_the_same_at_once_are_one_question(clock: Clock) -> None:
    house = House(clock)
    house.catalogue.pause = 0.01
    answers = await asyncio.gather(*(house.asks(ADDRESSES[1]) for _ in range(50)))
    assert {status for status, *_ in answers} == {200}
    assert len(house.catalogue.asked) == 1


async def test_who_asks_after_a_change_does_not_join_a_question_from_before_it(
    clock: Clock,
) -> None:
    house = House(clock)
    house.catalogue.pause = 0.01
    early = asyncio.create_task(house.asks(ADDRESSES[3]))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    clock.moment += 1
    await house.tells("PR-1")
    clock.moment += 1
    await house.asks(ADDRESSES[3])
    await early
    assert len(house.catalogue.asked) == 2


async def test_nobody_waits_long_for_a_new_answer_where_there_is_an_old_one(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_WITH_OLD_SECONDS", 0.02)
    house = House(clock)
    assert await house.asks(ADDRESSES[3]) == (200, {"PR-1": 1}, "pendopo; fwd=miss")
    assert await house.asks(ADDRESSES[3]) == (200, {"PR-1": 1}, "pendopo; hit")
    clock.moment += FRESH_SECONDS + 1
    house.catalogue.pause = 0.2
    house.catalogue.versions["PR-1"] = 2
    status, told, whence = await house.asks(ADDRESSES[3])
    assert (status, told, "ttl=-1" in whence) == (200, {"PR-1": 1}, True)
    await asyncio.sleep(0.25)
    assert await house.asks(ADDRESSES[3]) == (200, {"PR-1": 2}, "pendopo; hit")
