"""Two replicas handle an offer and the demand for it at the same moment."""

import asyncio
import contextvars
from collections.abc import Coroutine, Sequence
from typing import Any

import pytest

from services.matching.match import Match
from services.matching.matches import Matches
from tests import trade
from tests.integration.matching.desks import Desk, enveloped

TIMES = 30
CRISPS = ("KB-1", "PR-1")


@pytest.mark.parametrize("edition", [trade.EDITION, None], ids=["known", "new"])
async def test_an_offer_and_a_demand_at_the_same_moment_never_miss_each_other(
    desk: Desk, other_desk: Desk, edition: str | None
) -> None:
    wanted = set()
    for number in range(TIMES):
        of, code = edition or f"uve-{number}", f"{number:02}"
        demand = trade.demand(f"KB-{code}", keywords=[f"keripik{code} singkong{code}"])
        listed = trade.listed(f"PR-{code}", of=of, name=f"Keripik{code} singkong{code}")

        async def post(demand: dict[str, Any] = demand, of: str = of) -> None:
            await desk.hears(*await desk.posts(demand, of=of))

        await asyncio.gather(post(), other_desk.hears(listed))
        wanted.add((f"KB-{code}", f"PR-{code}"))
    assert (await desk.matches()).keys() == wanted


async def test_a_demand_that_comes_while_an_offer_is_being_handled_is_not_missed(
    desk: Desk, other_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The offer has looked for demands, in vain, and is not there for others to see yet."""
    matches = other_desk.provided(Matches)
    settle = matches.settle
    posting: list[asyncio.Task[None]] = []

    async def post() -> None:
        await desk.hears(*await desk.posts(trade.demand("KB-1")))

    async def settle_later(side: str, ids: Sequence[str], found: Sequence[Match]) -> None:
        if not posting:
            posting.append(_apart(post()))
            await asyncio.wait(posting, timeout=1)
        await settle(side, ids, found)

    monkeypatch.setattr(matches, "settle", settle_later)
    await other_desk.hears(trade.listed("PR-1"))
    await posting[0]
    assert (await desk.matches()).keys() == {CRISPS}


def _apart(work: Coroutine[None, None, None]) -> asyncio.Task[None]:
    """Another request's task, which knows nothing of the transaction at hand."""
    return asyncio.create_task(work, context=contextvars.Context())


async def test_one_fact_at_two_replicas_at_once_takes_effect_once(
    desk: Desk, other_desk: Desk
) -> None:
    await desk.hears(*await desk.posts(trade.demand("KB-1")))
    for version in range(1, 11):
        told = enveloped(
            trade.listed("PR-1", version=version, price=12_000 if version % 2 else 15_000)
        )
        await asyncio.gather(desk.handles(told), other_desk.handles(told))
    assert await desk.versions() == {CRISPS: 10}
    assert len(await desk.told(*CRISPS)) == 10
