"""What surrounds a fact when it is told."""

from datetime import UTC, timedelta
from typing import ClassVar

import orjson

from contracts.fact import Fact
from kernel import context
from kernel.clock import now
from kernel.envelope import Envelope


class BellRung(Fact):
    """Somebody rang."""

    type: ClassVar[str] = "test.bell.rung.v1"
    lasting: ClassVar[bool] = False

    loud: int


RUNG = BellRung(subject="bell-1", version=4, edition="h2o", loud=7)


def test_a_fact_is_told_now_under_an_id_of_its_own() -> None:
    before = now()
    first, second = Envelope.of(RUNG, "tower"), Envelope.of(RUNG, "tower")
    assert first.id != second.id
    assert before <= first.time <= before + timedelta(seconds=5)
    assert first.time.tzinfo is UTC


def test_a_fact_is_split_into_what_orders_it_and_what_it_says() -> None:
    told = Envelope.of(RUNG, "tower")
    assert (told.source, told.type) == ("tower", "test.bell.rung.v1")
    assert (told.subject, told.version, told.edition) == ("bell-1", 4, "h2o")
    assert told.data == {"loud": 7}
    assert not told.lasting


def test_a_fact_belongs_to_the_trace_in_which_it_is_told() -> None:
    with context.continued("", "order-7"):
        told = Envelope.of(RUNG, "tower")
        assert told.correlation_id == "order-7"
        assert told.traceparent[3:35] == context.traceparent.get()[3:35]
        assert told.traceparent != context.traceparent.get()


def test_a_fact_on_the_wire_looks_like_this() -> None:
    told = Envelope.of(RUNG, "tower")
    assert orjson.loads(told.to_bytes()) == {
        "specversion": "1.0",
        "id": told.id,
        "source": "tower",
        "type": "test.bell.rung.v1",
        "time": told.time.isoformat().replace("+00:00", "Z"),
        "subject": "bell-1",
        "datacontenttype": "application/json",
        "aggregateversion": 4,
        "edition": "h2o",
        "correlationid": "",
        "traceparent": told.traceparent,
        "data": {"loud": 7},
    }
