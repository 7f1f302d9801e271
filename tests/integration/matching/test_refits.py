"""An edition is matched anew in the background: by other weights, by other rules, as days pass."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kernel.clock import now
from services.matching.editions import Editions
from services.matching.refits import actions
from services.matching.refits.model import Refit
from services.matching.refits.store import LeaseLost, Refits
from services.matching.refits.work import Refitting
from services.matching.weights import Weights
from tests import trade
from tests.integration.matching.desks import Desk
from tests.unit.matching.pairs import paper

PRICE_ALONE = Weights(goods=0, volume=0, price=1, papers=0, place=0, terms=0, time=0)
CODES = tuple(f"KB-{n:02}" for n in range(12))


async def _weigh_by_price(desk: Desk) -> Refit:
    await desk.provided(Editions).note([trade.EDITION])
    _, refit = await actions.weigh_by(
        trade.EDITION,
        PRICE_ALONE,
        0,
        desk.provided(Editions),
        desk.provided(Refits),
        desk.mongo,
    )
    return refit


async def _claimed(desk: Desk) -> Refit:
    refit = await desk.provided(Refits).claim()
    assert refit is not None
    return refit


async def _let_leases_run_out(desk: Desk) -> None:
    await desk.mongo["refits"].update_many({}, {"$set": {"lease_until": now()}})


async def _market(desk: Desk) -> None:
    demands = [trade.demand(code) for code in CODES]
    offers = [trade.listed("PR-1"), trade.listed("PR-2", price=15_000)]
    await desk.hears(*await desk.posts(*demands), *offers)


async def test_other_weights_reach_every_match(desk: Desk) -> None:
    await _market(desk)
    queued = await _weigh_by_price(desk)
    await desk.provided(Refitting).finish(await _claimed(desk))
    expected = {(code, "PR-1"): 1.0 for code in CODES} | {(code, "PR-2"): 0.6 for code in CODES}
    assert await desk.matches() == expected
    done = await desk.provided(Refits).get(trade.EDITION, queued.id)
    assert (done.state, done.progress, done.settled, done.total) == ("done", 1, 12, 12)
    assert await desk.provided(Refits).claim() is None


async def test_how_long_matching_lies_behind_is_known_until_it_has_caught_up(desk: Desk) -> None:
    await _market(desk)
    refits = desk.provided(Refits)
    assert await refits.oldest_wait() == timedelta()
    await _weigh_by_price(desk)
    assert await refits.oldest_wait() > timedelta()
    await desk.provided(Refitting).finish(await _claimed(desk))
    assert await refits.oldest_wait() == timedelta()


async def test_what_comes_after_other_weights_is_weighed_by_them(desk: Desk) -> None:
    await _weigh_by_price(desk)
    await desk.hears(*await desk.posts(trade.demand("KB-1")), trade.listed("PR-1", price=15_000))
    assert await desk.matches() == {("KB-1", "PR-1"): 0.6}


async def test_a_refit_goes_on_where_another_replica_was_killed(
    desk: Desk, other_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _market(desk)
    await _weigh_by_price(desk)
    refitting, refit = desk.provided(Refitting), await _claimed(desk)
    settled: list[str] = []
    settle = refitting._settle_next

    async def die_at_the_third(refit: Refit) -> list[str]:
        if len(settled) > 5:
            raise RuntimeError("killed")
        settled.extend(await settle(refit))
        return settled[-5:]

    monkeypatch.setattr(refitting, "_settle_next", die_at_the_third)
    with pytest.raises(RuntimeError):
        await refitting.finish(refit)
    assert await other_desk.provided(Refits).claim() is None

    await _let_leases_run_out(desk)
    versions = await desk.versions()
    taken_over = await _claimed(other_desk)
    assert (taken_over.cursor, taken_over.settled) == (f"demand:{trade.EDITION}:KB-09", 10)
    await other_desk.provided(Refitting).finish(taken_over)
    assert set((await desk.matches()).values()) == {1.0, 0.6}
    again = {pair for pair, version in (await desk.versions()).items() if version > versions[pair]}
    assert {code for code, _ in again} == {"KB-10", "KB-11"}


async def test_who_was_taken_over_settles_nothing_more(desk: Desk, other_desk: Desk) -> None:
    await _market(desk)
    await _weigh_by_price(desk)
    slow = await _claimed(desk)
    await _let_leases_run_out(desk)
    await _claimed(other_desk)
    before = await desk.matches()
    with pytest.raises(LeaseLost):
        await desk.provided(Refitting).finish(slow)
    assert await desk.matches() == before


async def test_a_refit_tells_what_means_something_else_once(desk: Desk) -> None:
    await desk.hears(*await desk.posts(trade.demand("KB-1")), trade.listed("PR-1", price=15_000))
    for _ in range(2):
        await desk.provided(Refits).queue(trade.EDITION, "rules")
        await desk.provided(Refitting).finish(await _claimed(desk))
    assert await desk.told("KB-1", "PR-1") == [("found", 1)]
    await _weigh_by_price(desk)
    await desk.provided(Refitting).finish(await _claimed(desk))
    assert await desk.told("KB-1", "PR-1") == [("found", 1), ("found", 2)]


@pytest.fixture
def tomorrow(monkeypatch: pytest.MonkeyPatch) -> date:
    """From now on it is the day after."""
    later = now() + timedelta(days=1)

    def then() -> datetime:
        return later

    for module in ("actions", "refits.work"):
        monkeypatch.setattr(f"services.matching.{module}.now", then)
    return later.date()


async def _start_this_day(desk: Desk) -> None:
    await desk.provided(Editions).note([trade.EDITION])
    await desk.provided(Refitting).start_what_is_due()
    while refit := await desk.provided(Refits).claim():
        await desk.provided(Refitting).finish(refit)


async def test_a_new_day_touches_what_ends_with_the_old_one_alone(
    desk: Desk, request: pytest.FixtureRequest
) -> None:
    today = now().date()
    demands: list[dict[str, Any]] = [
        trade.demand("KB-1", papers=["PIRT"]),
        trade.demand("KB-2", ends=today.isoformat()),
    ]
    held = [paper("PIRT", expires=today), paper("PIRT", expires=today + timedelta(days=9))]
    await desk.hears(*await desk.posts(*demands), trade.listed("PR-1", papers=held[:1]))
    await desk.hears(trade.listed("PR-2", papers=held[1:]))
    await _start_this_day(desk)
    before, versions = await desk.matches(), await desk.versions()
    assert len(before) == 4

    request.getfixturevalue("tomorrow")
    await _start_this_day(desk)
    after = await desk.matches()
    assert after.keys() == {("KB-1", "PR-1"), ("KB-1", "PR-2")}
    assert after["KB-1", "PR-1"] == pytest.approx(before["KB-1", "PR-1"] - 0.1)
    assert (await desk.versions())["KB-1", "PR-2"] == versions["KB-1", "PR-2"]
    latest, *_ = await desk.provided(Refits).latest(trade.EDITION, 1)
    assert (latest.why, latest.settled, latest.total) == ("day", 2, 2)


async def test_one_day_is_started_once_by_two_replicas(desk: Desk, other_desk: Desk) -> None:
    await desk.provided(Editions).note([trade.EDITION])
    for one in (desk, other_desk, desk):
        await one.provided(Refitting).start_what_is_due()
    queued = await desk.provided(Refits).latest(trade.EDITION, 10)
    assert sorted(refit.why for refit in queued) == ["day", "rules"]
