"""The API does what its merged document says, whoever asks and whatever they send."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

import pytest

from deploy.local.backends import Backends
from tests import trade
from tests.integration.security.callers import ASKERS
from tests.integration.security.fuzzing import Report, asked_of_everything
from tests.integration.security.house import House, opened

SECONDS = 12.0
ROLES = ("nobody", "visitor", "buyer", "exhibitor", "assistant", "organiser", "ops")
ENDLESS = ("gateway_stream",)


@pytest.fixture(scope="module")
async def house(backends: Backends) -> AsyncIterator[House]:
    """One of its own: whatever can be changed or deleted may be gone after made-up requests."""
    async with opened(backends) as house:
        yield house


async def _document(house: House) -> dict[str, Any]:
    async with house.rooms["gateway"].client.get("/api/openapi.json") as answer:
        assert answer.status == 200, await answer.text()
        document: dict[str, Any] = await answer.json()
        return document


async def test_the_gateway_merges_what_its_services_say_now(house: House) -> None:
    document = await _document(house)
    assert "/api/v1/editions/{edition}/products" in document["paths"]
    assert {name.partition(".")[0] for name in document["components"]["schemas"]} == {
        *("Problem", "catalogue", "gateway", "matching", "notifications")
    }


async def _asked(house: House, document: dict[str, Any], *roles: str, **more: Any) -> Report:
    port = house.rooms["gateway"].service.settings.port
    askers = {
        name: ASKERS[name].headers(house.keys, house.accounts.get(name, "")) for name in roles
    }
    known = {"edition": trade.EDITION, **house.examples}
    url = f"http://127.0.0.1:{port}"
    ask = partial(asked_of_everything, document, url, askers, known=known, without=ENDLESS, **more)
    # In a process of its own: the rooms draw at random too, which hypothesis would take for its
    # strategies' doing, in this test and in those after it.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        return await asyncio.get_running_loop().run_in_executor(elsewhere, ask)


async def test_no_answer_is_an_error_of_ours_or_undocumented(house: House) -> None:
    """One made-up request for as many operations as fit the time, as roles that take turns."""
    report = await _asked(house, await _document(house), *ROLES, seconds=SECONDS)
    assert not report.wrong, "\n\n".join(report.wrong)
    assert report.operations > 0


async def test_people_read_every_operation_with_its_examples(house: House) -> None:
    client = house.rooms["gateway"].client
    async with client.get("/pengembang") as answer:
        assert 'href="/pengembang/catalogue_add_product"' in await answer.text()
    async with client.get("/en/developers/catalogue_add_product") as answer:
        text = await answer.text()
    assert "POST /api/v1/editions/{edition}/products" in text
    assert "&#34;exhibitor_code&#34;: &#34;KOP-001&#34;" in text
    async with client.get("/pengembang/catalogue_nothing") as answer:
        assert answer.status == 404


async def test_an_answer_that_is_not_documented_is_noticed(house: House) -> None:
    document = await _document(house)
    [operation] = document["paths"]["/api/v1/me"].values()
    operation["responses"] = {"404": operation["responses"]["4XX"]}
    document["paths"] = {"/api/v1/me": {"get": operation}}
    report = await _asked(house, document, "nobody", "buyer", seconds=SECONDS)
    assert ["401" in wrong or "200" in wrong for wrong in report.wrong] == [True, True]
