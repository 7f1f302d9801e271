"""Everybody reads the inbox of their own party, over HTTP."""

from typing import Any

import pytest

from contracts.notifications import EntryWritten
from kernel.bus import Bus
from kernel.envelope import Envelope
from tests.integration.notifications.facts import (
    account,
    buyer,
    exhibitor,
    expiring,
    found,
    lost,
    sent,
    taken_back,
)
from tests.integration.notifications.running import Room
from tests.signing import KeyServer
from tests.waiting import until

Headers = dict[str, str]


@pytest.fixture
def lina(keys: KeyServer) -> Headers:
    return keys.bearer("buyer", buyer(1), account="account-lina")


async def inbox(room: Room, headers: Headers, **query: Any) -> dict[str, Any]:
    async with room.client.get("/v1/inbox", headers=headers, params=query) as answer:
        assert answer.status == 200, await answer.text()
        shown: dict[str, Any] = await answer.json()
        return shown


async def read(room: Room, headers: Headers, entry: str) -> int:
    async with room.client.post(f"/v1/inbox/{entry}/reading", headers=headers) as answer:
        return answer.status


async def test_a_buyer_sees_one_entry_a_demand_in_both_languages(room: Room, lina: Headers) -> None:
    await room.hears(found(2, 1), found(2, 2, score=0.9))
    shown = await inbox(room, lina)
    assert shown["unread"] == 1
    assert shown["next"] is None
    (entry,) = shown["items"]
    assert entry["occasion"] == "demand-matches"
    assert entry["count"] == 2
    assert entry["title"] == "2 produk cocok dengan kebutuhan “Keripik 2”"
    assert entry["title_en"] == "2 products fit the demand “Chips 2”"
    assert entry["text"] == "Paling cocok: Tempe 2 dari KSU 2; Tempe 1 dari KSU 1."
    assert entry["link"] == "/temu/DEM-02"
    assert entry["read"] is False


async def test_an_exhibitor_sees_its_products_folded_by_demand(room: Room, keys: KeyServer) -> None:
    await room.hears(found(2, 1), found(2, 11), found(3, 1), found(2, 4))
    shown = await inbox(room, keys.bearer("exhibitor", exhibitor(1)))
    assert {(entry["count"], entry["link"]) for entry in shown["items"]} == {
        (2, "/kesempatan"),
        (1, "/kesempatan"),
    }


async def test_reading_is_everybodys_own_and_ends_when_something_is_added(
    room: Room, lina: Headers, keys: KeyServer
) -> None:
    colleague = keys.bearer("assistant", buyer(1), account="account-tono")
    await room.hears(found(2, 1))
    entry = (await inbox(room, lina))["items"][0]["id"]

    assert await read(room, lina, entry) == 204
    assert (await inbox(room, lina))["items"][0]["read"] is True
    assert (await inbox(room, lina))["unread"] == 0
    assert (await inbox(room, colleague))["unread"] == 1

    await room.hears(lost(2, 1), found(2, 1, version=1))
    assert (await inbox(room, colleague))["unread"] == 0
    await room.hears(found(2, 2))
    assert (await inbox(room, lina))["unread"] == 1


async def test_nobody_reads_the_inbox_of_another_party(
    room: Room, lina: Headers, keys: KeyServer
) -> None:
    await room.hears(found(2, 1))
    entry = (await inbox(room, lina))["items"][0]["id"]
    other = keys.bearer("buyer", buyer(2))
    assert (await inbox(room, other))["items"] == []
    assert await read(room, other, entry) == 404
    assert await read(room, keys.bearer("organiser"), entry) == 404
    assert (await inbox(room, keys.bearer("organiser")))["items"] == []


@pytest.mark.parametrize("path", ["/v1/inbox", "/v1/preferences", "/v1/ops/deliveries"])
async def test_who_is_not_signed_in_sees_nothing(room: Room, path: str) -> None:
    async with room.client.get(path) as answer:
        assert answer.status == 401
        assert (await answer.json())["code"] == "unauthenticated"


async def test_pages_follow_each_other_without_gap_or_repeat(room: Room, keys: KeyServer) -> None:
    headers = keys.bearer("exhibitor", exhibitor(1))
    await room.hears(*(found(demand, 1) for demand in range(7)))
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 3}
    while True:
        shown = await inbox(room, headers, **query)
        assert shown["unread"] == 7
        seen += [entry["id"] for entry in shown["items"]]
        if shown["next"] is None:
            break
        query["after"] = shown["next"]
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize("cursor", ["nonsense", "eB95"])
async def test_a_made_up_cursor_is_refused(room: Room, lina: Headers, cursor: str) -> None:
    async with room.client.get("/v1/inbox", headers=lina, params={"after": cursor}) as answer:
        assert answer.status == 422
        assert (await answer.json())["code"] == "unknown-cursor"


async def test_preferences_start_from_the_account_and_outlive_its_changes(
    room: Room, lina: Headers
) -> None:
    await room.hears(account("lina", buyer(1), language="en"))
    async with room.client.get("/v1/preferences", headers=lina) as answer:
        assert await answer.json() == {"mail": True, "language": "en"}
    wanted = {"mail": False, "language": "id"}
    async with room.client.put("/v1/preferences", headers=lina, json=wanted) as answer:
        assert await answer.json() == wanted
    await room.hears(account("lina", buyer(1), version=2, language="en"))
    async with room.client.get("/v1/preferences", headers=lina) as answer:
        assert await answer.json() == wanted


async def test_a_language_without_templates_is_refused(room: Room, lina: Headers) -> None:
    wanted = {"mail": True, "language": "fr"}
    async with room.client.put("/v1/preferences", headers=lina, json=wanted) as answer:
        assert answer.status == 422


async def test_every_change_of_an_entry_is_told_to_whoever_listens(
    room: Room, amqp_url: str
) -> None:
    heard: list[Envelope] = []

    async def hear(envelopes: Any) -> None:
        heard.extend(envelopes)

    async def told_twice() -> bool:
        return [envelope.data["party"] for envelope in heard].count(buyer(1)) == 2

    bus = Bus(amqp_url, "listener")
    await bus.connect()
    await bus.listen([EntryWritten.type], hear)
    await room.hears(found(2, 1))
    await room.hears(lost(2, 1))
    await until(told_twice)
    await bus.close()

    first, second = (envelope for envelope in heard if envelope.data["party"] == buyer(1))
    assert (first.version, first.data["count"]) == (1, 1)
    assert first.data["title_en"] == "1 product fits the demand “Chips 2”"
    assert (second.version, second.data["count"]) == (2, 0)
    assert first.subject == second.subject


async def test_quotes_are_folded_by_request_beside_the_matches(
    room: Room, lina: Headers, keys: KeyServer
) -> None:
    await room.hears(found(2, 1), sent(1), taken_back(2), sent(2), sent(3), sent(1))
    shown = await inbox(room, lina)
    entries = {entry["occasion"]: entry for entry in shown["items"]}
    assert entries.keys() == {"demand-matches", "quotes-received"}
    received = entries["quotes-received"]
    assert (received["count"], received["link"]) == (2, "/permintaan/DEM-02")
    assert received["text"] == ("Dari: KSU 1 (Tempe 1); KSU 1 (Tempe 3). Bandingkan berdampingan.")
    assert (await inbox(room, keys.bearer("exhibitor", exhibitor(1))))["unread"] == 1


async def test_an_exhibitor_is_warned_of_papers_that_end_soon(room: Room, keys: KeyServer) -> None:
    await room.hears(expiring("PIRT", 1, 80), expiring("HALAL", 2, 29), expiring("PIRT", 2, 30))
    shown = await inbox(room, keys.bearer("exhibitor", exhibitor(8)))
    [entry] = [item for item in shown["items"] if item["kind"] == "paper"]
    assert (entry["count"], entry["title"]) == (2, "2 dokumen Anda segera berakhir")
    assert entry["text"].startswith("HALAL untuk Tempe berlaku sampai 1 Mei 2027; PIRT untuk")
