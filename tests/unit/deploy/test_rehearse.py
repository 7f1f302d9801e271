"""A rehearsal: what it asks of whom, and what its report says."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import web

from deploy.local.rehearse import Plan, Seen, rehearse, report
from deploy.local.trouble import SetupError
from tests.names import free_port


@pytest.fixture
async def expo() -> AsyncIterator[str]:
    """An expo of one product, whose search is broken."""

    async def editions(_: web.Request) -> web.Response:
        return web.json_response({"items": [{"id": "h2o-2026"}]})

    async def products(_: web.Request) -> web.Response:
        return web.json_response({"items": [{"code": "PRD-01"}]})

    async def page(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def broken(_: web.Request) -> web.Response:
        return web.Response(status=503)

    app, port = web.Application(), free_port()
    app.add_routes(
        [
            web.get("/", page),
            web.get("/api/v1/editions", editions),
            web.get("/api/v1/editions/h2o-2026/products", products),
            web.get("/produk", broken),
            web.get("/produk/PRD-01", page),
        ]
    )
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


async def test_visitors_look_around_and_what_fails_is_counted(expo: str) -> None:
    plan = Plan(expo, visitors=3, seconds=1)
    seen = await rehearse(plan)
    assert {"hall", "search", "list", "product"} == set(seen.times)
    assert seen.failures == {"search: 503": len(seen.times["search"])}
    told = report(plan, seen, datetime(2026, 11, 24, tzinfo=UTC))
    assert f"{seen.answers} answers" in told
    assert "x search: 503" in told


async def test_an_expo_that_does_not_answer_is_said_so() -> None:
    with pytest.raises(SetupError, match="does not answer"):
        await rehearse(Plan("http://127.0.0.1:1", visitors=1, seconds=1))


def test_a_report_names_the_time_within_which_a_share_came() -> None:
    seen = Seen()
    seen.times["hall"] = [number / 1000 for number in range(1, 101)]
    told = report(Plan("http://127.0.0.1", 1, 10), seen, datetime(2026, 11, 24, tzinfo=UTC))
    assert "| hall | 100 | 51 ms | 96 ms | 100 ms |" in told


def test_another_machine_is_rehearsed_only_when_its_owner_knows() -> None:
    with pytest.raises(SetupError, match="not this machine"):
        Plan.of({"PENDOPO_URL": "https://expo.example"})
    assert Plan.of({"PENDOPO_URL": "https://expo.example", "REHEARSE": "yes"}).visitors == 50


@pytest.mark.parametrize("wrong", [{"VISITORS": "many"}, {"SECONDS": "0"}, {"VISITORS": "-1"}])
def test_numbers_that_are_none_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(SetupError, match="whole numbers"):
        Plan.of(wrong)
