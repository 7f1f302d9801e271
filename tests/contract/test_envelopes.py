"""On the wire a fact is a CloudEvent, and who reads it gets what was told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.fact import Fact
from contracts.matching import MatchLost
from docs.generate.language import facts
from kernel.envelope import Envelope, Undecodable
from kernel.events import Events
from kernel.inbox import Inbox
from kernel.mongo import Mongo
from tests.contract.strategies import any_fact

REQUIRED_BY_CLOUDEVENTS = {"specversion", "id", "source", "type"}
unhurried = settings(deadline=None)  # other work may share the machine
LOST = MatchLost(
    subject="m1", version=3, edition="h2o", demand="d1", buyer="b1", product="p1", exhibitor="e1"
)


class _Memory:
    """Stands in for database and inbox: work is done at once."""

    async def transaction(self, work: Any) -> Any:
        return await work()

    async def remember(self, _queue: str, envelopes: Sequence[Envelope]) -> None:
        """Every fact is new, so none is refused."""


async def _heard(*bodies: bytes) -> list[Fact]:
    """What handlers of every fact are called with when these bytes come in."""
    heard: list[Fact] = []
    door, memory = Events("test.everything"), _Memory()

    async def hear(told: Sequence[Fact]) -> None:
        heard.extend(told)

    for fact in facts():
        door.on(fact)(hear)
    handle = door.handle_with(cast("Mongo", memory), cast("Inbox", memory), {})
    await handle([Envelope.from_bytes(body) for body in bodies])
    return heard


def _event(**changes: object) -> dict[str, Any]:
    event: dict[str, Any] = orjson.loads(Envelope.of(LOST, "matching").to_bytes())
    return event | changes


@unhurried
@given(any_fact())
async def test_a_handler_hears_what_was_told(fact: Fact) -> None:
    assert await _heard(Envelope.of(fact, "test").to_bytes()) == [fact]


@unhurried
@given(any_fact())
def test_an_envelope_survives_the_wire(fact: Fact) -> None:
    envelope = Envelope.of(fact, "test")
    read = Envelope.from_bytes(envelope.to_bytes())
    assert read.to_bytes() == envelope.to_bytes()
    assert read.time == envelope.time


@unhurried
@given(any_fact())
def test_a_fact_on_the_wire_is_a_cloud_event(fact: Fact) -> None:
    event = orjson.loads(Envelope.of(fact, "test").to_bytes())
    assert event["specversion"] == "1.0"
    assert all(isinstance(event[name], str) and event[name] for name in REQUIRED_BY_CLOUDEVENTS)
    assert datetime.fromisoformat(event["time"]).utcoffset() == timedelta(0)
    assert all(name.isascii() and name.isalnum() and name.islower() for name in event)
    assert event["type"] == fact.type
    assert event["aggregateversion"] == fact.version
    assert not {"subject", "version", "edition"} & event["data"].keys()


async def test_a_reader_ignores_what_a_later_producer_adds() -> None:
    event = _event(rank=7)
    event["data"] |= {"mood": "hopeful"}
    assert await _heard(orjson.dumps(event)) == [LOST]


async def test_a_fact_without_trace_is_still_a_fact() -> None:
    event = _event()
    del event["traceparent"], event["correlationid"]
    assert await _heard(orjson.dumps(event)) == [LOST]


@pytest.mark.parametrize(
    "missing",
    ["id", "source", "type", "time", "subject", "aggregateversion", "edition", "data"],
)
def test_an_event_without_a_needed_attribute_is_undecodable(missing: str) -> None:
    event = _event()
    del event[missing]
    with pytest.raises(Undecodable, match=missing):
        Envelope.from_bytes(orjson.dumps(event))


@pytest.mark.parametrize(
    "change",
    [
        {"time": "yesterday"},
        {"time": "2026-01-01T00:00:00"},
        {"time": 12},
        {"aggregateversion": "first"},
        {"data": []},
        {"id": 5},
        {"source": None},
        {"type": ""},
        {"specversion": "0.3"},
    ],
)
def test_an_attribute_of_another_kind_is_undecodable(change: dict[str, object]) -> None:
    with pytest.raises(Undecodable):
        Envelope.from_bytes(orjson.dumps(_event(**change)))


@unhurried
@given(st.binary(max_size=200) | st.sampled_from([b"[]", b"{}", b"null", b"7", b'"fact"']))
def test_garbage_is_undecodable(body: bytes) -> None:
    with pytest.raises(Undecodable):
        Envelope.from_bytes(body)


async def test_a_fact_that_a_queue_does_not_take_is_undecodable() -> None:
    with pytest.raises(Undecodable, match=r"street\.door\.opened\.v1"):
        await _heard(orjson.dumps(_event(type="street.door.opened.v1")))
