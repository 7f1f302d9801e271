"""A pool from its proposal to the last agreement, and what happens when somebody leaves."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from contracts.catalogue import EditionOpened
from kernel.clock import now
from kernel.ids import new_id
from services.matching.capacity.months import following, month_of, months_from
from services.matching.capacity.store import Books
from services.matching.pools.model import Proposal
from services.matching.pools.store import Pools
from services.matching.pools.upkeep import Upkeep
from tests import trade
from tests.rooms import Answer, Person, Room
from tests.waiting import until

FIRST = following(month_of(now().date()))
SECOND = following(FIRST)
STARTS, ENDS = f"{FIRST}-01", f"{SECOND}-28"


class Market:
    """An edition with a buyer of 2,000 packs a month, and cooperatives that can make some each."""

    def __init__(self, room: Room, edition: str) -> None:
        self.room, self.edition = room, edition
        self.path = f"/editions/{edition}"
        self.buyer = room.by("buyer", f"buyer:{edition}:PB-1")

    def cooperative(self, number: int) -> Person:
        return self.room.by("exhibitor", f"exhibitor:{self.edition}:PS-{number}")

    async def opens(self, *capacities: int) -> None:
        """Product PR-n of exhibitor PS-n, each a hundred rupiah dearer than the one before."""
        opened = trade.edition(self.edition)
        del opened["id"]
        await self.room.hears(
            EditionOpened(subject=self.edition, version=1, edition=self.edition, **opened)
        )
        organiser = self.room.by("organiser")
        await organiser.makes(f"{self.path}/buyers", trade.buyer())
        await organiser.makes(f"{self.path}/demands", trade.demand(starts=STARTS, ends=ENDS))
        await self.room.hears(
            *(self.listed(number, capacity) for number, capacity in enumerate(capacities, 1))
        )
        await until(lambda: self._has_matches(len(capacities)))

    async def _has_matches(self, number: int) -> bool:
        summary = await self.room.anybody.gets(f"{self.path}/matches/summary")
        return bool(summary["matches"] == number)

    def listed(self, number: int, capacity: int, version: int = 1) -> Any:
        return trade.listed(
            f"PR-{number}",
            version=version,
            of=self.edition,
            exhibitor_code=f"PS-{number}",
            capacity_per_month=capacity,
            price=11_000 + 100 * number,
        )

    async def proposes(self, **form: Any) -> Any:
        answer = await self.buyer.posts(f"{self.path}/pools", {"demand": "KB-1", **form})
        assert answer.status == 201, answer
        await self.is_reckoned(answer.body["code"])
        return await self.pool(answer.body["code"])

    async def invites(self) -> Any:
        pool = await self.proposes()
        answer = await self.acts(self.buyer, pool["code"], "invitations", pool["version"])
        assert answer.status == 200, answer
        return answer.body

    async def acts(self, who: Person, code: str, what: str, seen: int) -> Answer:
        return await who.asks(
            "POST", f"{self.path}/pools/{code}/{what}", {"If-Match": f'"{seen}"'}, json={}
        )

    async def answers(self, number: int, code: str, what: str = "acceptance") -> Answer:
        who, part = self.cooperative(number), f"members/PR-{number}"
        own = await who.gets(f"{self.path}/pools/{code}/{part}")
        return await self.acts(who, code, f"{part}/{what}", own["own"]["version"])

    async def pool(self, code: str) -> Any:
        return await self.buyer.gets(f"{self.path}/pools/{code}")

    async def promised(self) -> dict[str, dict[str, int]]:
        books = await self.room.provided(Books).promising(self.edition)
        return {book.code: dict(book.promised(now())) for book in books}

    async def is_reckoned(self, code: str) -> None:
        async def nothing_to_do() -> bool:
            return not (await self.pool(code))["is_reckoning"]

        await until(nothing_to_do)


@pytest.fixture
def market(matching: Room) -> Market:
    return Market(matching, f"uve-{new_id()}")


def shares(pool: Any) -> dict[str, tuple[str, list[int]]]:
    return {
        member["product_code"]: (member["state"], [one["units"] for one in member["deliveries"]])
        for member in pool["members"]
    }


def state(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.code


async def test_a_pool_is_the_cheapest_with_its_costs_and_its_proof(market: Market) -> None:
    await market.opens(900, 800, 700, 600)
    pool = await market.proposes()
    assert shares(pool) == {
        "PR-1": ("proposed", [900, 900]),
        "PR-2": ("proposed", [800, 800]),
        "PR-3": ("proposed", [300, 300]),
    }
    assert pool["months"] == list(months_from(FIRST, SECOND, 2))
    assert pool["goods"] == 2 * (900 * 11_100 + 800 * 11_200 + 300 * 11_300)
    assert pool["fixed"] == 3 * (500_000 + 2 * 150_000)
    assert pool["total"] == pool["goods"] + pool["carriage"] + pool["fixed"]
    assert pool["carriage"] > 0
    assert (pool["gap"], pool["missing"], pool["candidates"]) == (0, [], 4)
    assert pool["proof_en"].startswith("It is proven to be the cheapest: of 4 offers")
    assert pool["lead"] == f"product:{market.edition}:PR-1"


async def test_what_cannot_be_filled_is_stated_month_by_month(market: Market) -> None:
    await market.opens(900, 800)
    pool = await market.proposes()
    assert pool["missing"] == [
        {"month": FIRST, "volume": 300.0},
        {"month": SECOND, "volume": 300.0},
    ]
    fewer = await market.proposes(members_at_most=1)
    assert [one["volume"] for one in fewer["missing"]] == [1_100.0, 1_100.0]
    assert (await market.pool(pool["code"]))["state"] == "dissolved"


async def test_where_one_offer_suffices_or_none_is_there_nothing_is_pooled(
    market: Market,
) -> None:
    await market.opens(900, 2_500)
    path, form = f"{market.path}/pools", {"demand": "KB-1"}
    assert state(await market.buyer.posts(path, form)) == (409, "one-suffices")
    await market.room.hears(market.listed(1, 0, 2), market.listed(2, 0, 2))
    assert state(await market.buyer.posts(path, form)) == (409, "no-candidates")


async def test_everybody_agrees_and_capacity_is_promised_for_good(market: Market) -> None:
    await market.opens(900, 800, 700)
    code = (await market.invites())["code"]
    assert (await market.answers(1, code)).body["own"]["state"] == "accepted"
    assert await market.promised() == {"PR-1": {FIRST: 900, SECOND: 900}}
    assert (await market.answers(1, code)).status == 200
    assert (await market.answers(2, code)).body["pool_state"] == "inviting"
    assert (await market.answers(3, code)).body["pool_state"] == "complete"
    pool = await market.pool(code)
    assert pool["state"] == "complete"
    assert (await market.promised())["PR-3"] == {FIRST: 300, SECOND: 300}
    books = await market.room.provided(Books).promising(market.edition)
    assert {one.state for book in books for one in book.reservations} == {"firm"}
    path = f"{market.path}/pools"
    assert state(await market.buyer.posts(path, {"demand": "KB-1"})) == (409, "pool-open")
    await market.acts(market.buyer, code, "dissolution", pool["version"])
    assert await market.promised() == {}
    again = await market.acts(market.buyer, code, "dissolution", 1)
    assert (again.status, again.body["state"]) == (200, "dissolved")


async def test_who_leaves_is_replaced_and_those_who_agreed_keep_their_shares(
    market: Market,
) -> None:
    await market.opens(900, 800, 700, 600)
    code = (await market.invites())["code"]
    await market.answers(1, code)
    await market.answers(3, code)
    assert (await market.answers(2, code, "refusal")).body["own"]["state"] == "declined"
    await market.is_reckoned(code)
    pool = await market.pool(code)
    assert shares(pool) == {
        "PR-1": ("accepted", [900, 900]),
        "PR-2": ("declined", [800, 800]),
        "PR-3": ("accepted", [300, 300]),
        "PR-4": ("invited", [600, 600]),
    }
    assert [one["volume"] for one in pool["missing"]] == [200.0, 200.0]
    assert pool["history"][-1]["text_en"] == (
        "Replacements are invited: Koperasi Tani Makmur. 400 pak are still missing."
    )
    assert (await market.answers(4, code)).body["pool_state"] == "complete"
    assert sorted(await market.promised()) == ["PR-1", "PR-3", "PR-4"]


async def test_who_had_agreed_may_leave_until_the_pool_is_complete(market: Market) -> None:
    await market.opens(900, 800, 700)
    code = (await market.invites())["code"]
    await market.answers(1, code)
    await market.answers(1, code, "refusal")
    assert await market.promised() == {}
    await market.is_reckoned(code)
    for number in (2, 3):
        await market.answers(number, code)
    assert (await market.pool(code))["state"] == "complete"
    assert state(await market.answers(2, code, "refusal")) == (409, "pool-complete")


async def test_who_does_not_answer_in_time_is_replaced(market: Market) -> None:
    await market.opens(900, 800, 700, 600)
    code = (await market.invites())["code"]
    await market.answers(1, code)
    pools = market.room.provided(Pools)
    pool = await pools.get(market.edition, code)
    late = pool.member("PR-2").model_copy(update={"deadline": now() - timedelta(seconds=1)})
    await pools.save([pool.model_copy(update={"members": pool.with_member(late)})])
    upkeep = market.room.provided(Upkeep)
    await asyncio.gather(upkeep.look(), upkeep.look())

    async def is_replaced() -> bool:
        found = shares(await market.pool(code))
        return found["PR-2"][0] == "expired" and "PR-4" in found

    await until(is_replaced)
    assert state(await market.answers(2, code)) == (409, "not-invited")


async def test_a_repair_that_was_cut_off_is_done_again(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    await market.opens(900, 800, 700, 600)
    code = (await market.invites())["code"]
    planner = market.room.provided(Upkeep)._planner
    plan, cut_off = planner.plan, [ConnectionError("the process is gone")]

    async def cut_off_once(*asked: Any, **more: Any) -> Proposal:
        if cut_off:
            raise cut_off.pop()
        return await plan(*asked, **more)

    monkeypatch.setattr(planner, "plan", cut_off_once)
    await market.answers(2, code, "refusal")
    await market.is_reckoned(code)
    assert not cut_off
    assert shares(await market.pool(code))["PR-4"] == ("invited", [400, 400])


async def test_a_share_is_agreed_to_as_it_was_seen(market: Market) -> None:
    await market.opens(900, 800, 700)
    code = (await market.invites())["code"]
    path = "members/PR-1/acceptance"
    stale = await market.acts(market.cooperative(1), code, path, 1)
    assert state(stale) == (412, "stale-version")
    other = await market.acts(market.cooperative(2), code, path, 2)
    assert state(other) == (403, "forbidden")


async def test_capacity_that_went_elsewhere_cannot_be_agreed_to(market: Market) -> None:
    await market.opens(900, 800, 700)
    code = (await market.invites())["code"]
    await market.room.hears(market.listed(1, 500, 2))
    assert state(await market.answers(1, code)) == (409, "capacity-promised")
    assert (await market.pool(code))["members"][0]["state"] == "invited"
    assert await market.promised() == {}


async def test_a_pool_ends_with_its_demand_unless_it_is_complete(market: Market) -> None:
    await market.opens(900, 800, 700)
    code = (await market.invites())["code"]
    await market.answers(1, code)
    await market.buyer.makes(f"{market.path}/demands/KB-1/withdrawal", None)

    async def is_dissolved() -> bool:
        return bool((await market.pool(code))["state"] == "dissolved")

    await until(is_dissolved)
    assert await market.promised() == {}


async def test_a_cooperative_may_propose_and_sees_its_own_part_alone(market: Market) -> None:
    await market.opens(900, 800, 700, 600)
    one = market.cooperative(1)
    answer = await one.posts(f"{market.path}/pools", {"demand": "KB-1"})
    assert answer.body == {"code": "KB-1-1", "members": 3, "is_included": True, "is_short": False}
    assert (await one.gets(f"{market.path}/pool-invitations"))["items"] == []
    await market.is_reckoned("KB-1-1")
    pool = await market.pool("KB-1-1")
    await market.acts(market.buyer, "KB-1-1", "invitations", pool["version"])
    [own] = (await one.gets(f"{market.path}/pool-invitations"))["items"]
    assert (own["pool"], own["others"], own["own"]["product_code"]) == ("KB-1-1", 2, "PR-1")
    for path in ("pools", "pools/KB-1-1", "pools/KB-1-1/members/PR-2"):
        assert state(await one.asks("GET", f"{market.path}/{path}")) == (403, "forbidden")
    stranger = market.cooperative(9)
    refused = await stranger.posts(f"{market.path}/pools", {"demand": "KB-1"})
    assert state(refused) == (403, "forbidden")
    rival = market.room.by("buyer", f"buyer:{market.edition}:PB-2")
    assert state(await rival.asks("GET", f"{market.path}/pools/KB-1-1")) == (403, "forbidden")
    assert (await rival.gets(f"{market.path}/pools"))["items"] == []
