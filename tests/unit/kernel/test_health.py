"""Readiness asks every dependency, shortly, and remembers the answer for a moment."""

import asyncio

import pytest

from kernel import health
from kernel.health import Health


class Dependency:
    """Something that can be ill, and counts how often it was asked."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.asked = error, 0

    async def check(self) -> None:
        self.asked += 1
        if self.error:
            raise self.error


async def test_a_service_is_ready_when_all_it_needs_is_well() -> None:
    checks = Health()
    checks.check("mongo", Dependency().check)
    checks.check("rabbitmq", Dependency().check)
    assert await checks.ready() == (True, {"mongo": "ok", "rabbitmq": "ok"})


async def test_one_ill_dependency_is_named_with_its_error() -> None:
    checks = Health()
    checks.check("mongo", Dependency(ConnectionError("no primary")).check)
    checks.check("rabbitmq", Dependency().check)
    ready, answers = await checks.ready()
    assert not ready
    assert answers == {"mongo": "ConnectionError: no primary", "rabbitmq": "ok"}


async def test_a_dependency_that_does_not_answer_is_ill(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.01)
    checks = Health()
    checks.check("mongo", asyncio.Event().wait)  # type: ignore[arg-type]
    ready, answers = await checks.ready()
    assert not ready
    assert answers["mongo"].startswith("TimeoutError")


async def test_many_who_ask_at_once_ask_the_dependency_once() -> None:
    dependency, checks = Dependency(), Health()
    checks.check("mongo", dependency.check)
    await asyncio.gather(*(checks.ready() for _ in range(20)))
    assert dependency.asked == 1


async def test_an_answer_is_not_remembered_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "REMEMBERED_SECONDS", 0.0)
    dependency, checks = Dependency(ConnectionError("away")), Health()
    checks.check("mongo", dependency.check)
    assert not (await checks.ready())[0]
    dependency.error = None
    assert (await checks.ready())[0]


async def test_a_service_that_drains_is_not_ready_however_well_all_is() -> None:
    checks = Health()
    checks.check("mongo", Dependency().check)
    checks.draining = True
    assert await checks.ready() == (False, {"service": "draining", "mongo": "ok"})


async def test_what_was_said_before_a_change_is_asked_anew() -> None:
    dependency, checks = Dependency(ConnectionError("still starting")), Health()
    checks.check("start", dependency.check)
    assert not (await checks.ready())[0]
    dependency.error = None
    assert not (await checks.ready())[0], "remembered"
    checks.ask_anew()
    assert (await checks.ready())[0]
