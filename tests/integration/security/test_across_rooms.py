"""What passes through several rooms: answers that the gateway keeps, and traces."""

from collections.abc import AsyncIterator, Iterator

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from deploy.local.backends import Backends
from kernel import tracing
from kernel.otlp import OtlpSpans
from services.gateway.caching.model import sources_of
from tests import trade
from tests.integration.security.callers import ASKERS
from tests.integration.security.house import House, opened
from tests.waiting import until

TRACE, CLICK = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.fixture(scope="module")
async def house(backends: Backends) -> AsyncIterator[House]:
    """One of its own, in which nobody has asked for every withdrawal and thrown every switch."""
    async with opened(backends) as house:
        yield house


async def test_what_is_kept_is_told_to_everybody_alike(house: House) -> None:
    catalogue, compared = house.rooms["catalogue"].client, 0
    for route in house.routes:
        address = route.address(house.examples)
        if route.service != "catalogue" or route.method != "GET" or sources_of(address) is None:
            continue
        answers = set()
        for name, asker in ASKERS.items():
            headers = asker.headers(house.keys, house.accounts.get(name, ""))
            async with catalogue.get(address, headers=headers) as answer:
                answers.add((answer.status, await answer.read()))
        assert len(answers) == 1, f"{route.name} depends on who asks and may not be kept"
        compared += 1
    assert compared >= 10


@pytest.fixture
def exporter() -> Iterator[InMemorySpanExporter]:
    kept = InMemorySpanExporter()
    tracing.send_to(OtlpSpans("pendopo", SimpleSpanProcessor(kept)))
    yield kept
    tracing.close()


def _of_the_click(exporter: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    spans = [s for s in exporter.get_finished_spans() if s.context]
    return {f"{s.context.span_id:016x}": s for s in spans if f"{s.context.trace_id:032x}" == TRACE}


async def test_a_trace_goes_from_the_click_to_the_news(
    house: House, exporter: InMemorySpanExporter
) -> None:
    organiser = ASKERS["organiser"].headers(house.keys, house.accounts["organiser"])
    path = f"/api/v1/editions/{trade.EDITION}/products"
    headers = organiser | {"traceparent": f"00-{TRACE}-{CLICK}-01"}
    async with house.rooms["gateway"].client.post(
        path, headers=headers, json=trade.product("PR-9")
    ) as answer:
        assert answer.status == 201, await answer.text()

    async def is_news() -> bool:
        names = {span.name for span in _of_the_click(exporter).values()}
        return "notifications.inbox matching.match.found.v1" in names

    await until(is_news, seconds=60)
    spans = _of_the_click(exporter)
    names = {span.name for span in spans.values()}
    assert names >= {
        "POST /v1/editions/{edition}/products",
        "catalogue.product.listed.v1",
        "matching.fit catalogue.product.listed.v1",
        "POST /api → catalogue",
        "matching.match.found.v1",
    }
    parents = {f"{span.parent.span_id:016x}" for span in spans.values() if span.parent}
    assert parents <= {CLICK, *spans}, "no step is missing between two others"
    assert all(span.parent for span in spans.values())
