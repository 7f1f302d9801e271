"""Leads through the door: from devices that send twice, from people who ask, for exhibitors."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from contracts.gateway import BadgeBound, ErasureRequested
from kernel.clock import now
from kernel.envelope import Envelope
from kernel.ids import new_id
from tests.integration.matching.requests import Market, seen
from tests.rooms import Room
from tests.waiting import until


@pytest.fixture
async def market(matching: Room, edition: str, heard: list[Envelope]) -> Market:
    market = Market(matching, edition)
    await market.opens()
    return market


def scan(sequence: int = 1, **said: Any) -> dict[str, Any]:
    return {
        "channel": "scan",
        "person": "badge:A1",
        "device": "hp-1",
        "sequence": sequence,
        "seen_at": (now() - timedelta(minutes=5)).isoformat(),
        **said,
    }


def wish(**said: Any) -> dict[str, Any]:
    return {
        "exhibitor_code": "PS-1",
        "message": "Minta katalog",
        "consent": {"text_version": "2026-11"},
        "contact": {"phone": "0812-0000-0001"},
        **said,
    }


async def test_a_note_sent_over_and_over_makes_one_lead_seen_once(market: Market) -> None:
    path = f"/editions/{market.edition}/leads"
    answers = await asyncio.gather(*(market.exhibitor(1).posts(path, scan()) for _ in range(6)))
    assert {answer.status for answer in answers} == {201}
    assert len({answer.body["code"] for answer in answers}) == 1
    [lead] = (await market.exhibitor(1).gets(path))["items"]
    assert [(touch["channel"], touch["times"]) for touch in lead["channels"]] == [("scan", 1)]
    await market.exhibitor(1).posts(path, scan(2))
    await market.exhibitor(1).posts(path, scan(3, channel="meeting"))
    [lead] = (await market.exhibitor(1).gets(path))["items"]
    assert {touch["channel"]: touch["times"] for touch in lead["channels"]} == {
        "scan": 2,
        "meeting": 1,
    }


async def test_without_consent_no_contact_is_shown(market: Market) -> None:
    path = f"/editions/{market.edition}/leads"
    contact = {"name": "Bu Rina", "phone": "0812-0000-0001"}
    bare = await market.exhibitor(1).posts(path, scan(contact=contact))
    assert (bare.body["contact"], bare.body["consent"]) == (None, None)
    agreed = await market.exhibitor(1).posts(
        path, scan(2, contact=contact, consent={"text_version": "2026-11"})
    )
    assert agreed.body["contact"] == contact | {"mail": ""}


async def test_a_wish_to_be_contacted_is_told_and_answered(
    market: Market, heard: list[Envelope]
) -> None:
    path = f"/editions/{market.edition}/leads"
    visitor = market.room.by("visitor")
    assert (await visitor.posts(f"{path}/requests", wish())).status == 201
    assert (await visitor.posts(f"{path}/requests", wish(message="Lagi"))).status == 201
    [lead] = (await market.exhibitor(1).gets(path))["items"]
    assert (lead["request"], lead["message"]) == ("waiting", "Minta katalog")
    assert lead["contact"]["name"] == "Test visitor"
    answered = await market.exhibitor(1).posts(f"{path}/{lead['code']}/answer")
    assert answered.body["request"] == "answered"
    assert (await visitor.gets(f"{path}/requests/PS-1"))["request"] == "answered"
    again = await market.exhibitor(1).posts(f"{path}/{lead['code']}/answer")
    assert (again.status, again.code) == (409, "nothing-asked")

    def told() -> list[Envelope]:
        return [f for f in heard if f.subject == f"lead:{market.edition}:{lead['code']}"]

    async def all_is_told() -> bool:
        return len(told()) == 3

    await until(all_is_told)
    assert [fact.data["waits"] for fact in told()] == [True, True, False]
    assert all(secret not in str(told()) for secret in ("0812", "Test visitor", "katalog"))


async def test_a_buyer_is_one_lead_whichever_of_its_people_asks(market: Market) -> None:
    path = f"/editions/{market.edition}/leads"
    await market.buyer.posts(f"{path}/requests", wish())
    met = scan(person=f"buyer:{market.edition}:PB-1", channel="meeting")
    await market.exhibitor(1).posts(path, met)
    [lead] = (await market.exhibitor(1).gets(path))["items"]
    assert {touch["channel"] for touch in lead["channels"]} == {"request", "meeting"}


async def test_a_badge_and_its_buyer_are_one_lead_whenever_it_turns_out_whose_it_is(
    market: Market,
) -> None:
    path, buyer = f"/editions/{market.edition}/leads", f"buyer:{market.edition}:PB-1"
    badge = f"R{market.edition}"
    contact = {"name": "Bu Rina"}
    known = {"person": f"badge:{badge}", "contact": contact, "consent": {"text_version": "a"}}
    scanned = await market.exhibitor(1).posts(path, scan(1, **known))
    await market.exhibitor(1).asks(
        "PUT", f"{path}/{scanned.body['code']}", seen(scanned.body), json={"notes": "Minat"}
    )
    await market.buyer.posts(f"{path}/requests", wish())
    assert len((await market.exhibitor(1).gets(path))["items"]) == 2
    bound = BadgeBound(subject=badge, version=2, edition=market.edition, person=buyer)
    await market.room.hears(bound)
    await market.room.hears(bound)
    await market.exhibitor(1).posts(path, scan(2, person=f"badge:{badge}"))
    [lead] = (await market.exhibitor(1).gets(path))["items"]
    assert {touch["channel"]: touch["times"] for touch in lead["channels"]} == {
        "request": 1,
        "scan": 2,
    }
    assert (lead["request"], lead["notes"]) == ("waiting", "Minat")
    assert lead["contact"]["phone"] == "0812-0000-0001"
    pair = {"_id": f"{buyer}|exhibitor:{market.edition}:PS-1"}
    acquainted = await market.room.service.mongo["acquaintances"].find_one(pair)
    assert acquainted is not None
    assert acquainted["standing"] == "met"


async def test_scans_and_the_binding_of_their_badge_at_once_leave_one_lead(market: Market) -> None:
    path, buyer = f"/editions/{market.edition}/leads", f"buyer:{market.edition}:PB-1"
    badge = f"S{market.edition}"
    scans = (scan(n, person=f"badge:{badge}") for n in range(6))
    await asyncio.gather(
        *(market.exhibitor(1).posts(path, note) for note in scans),
        market.room.hears(
            BadgeBound(subject=badge, version=2, edition=market.edition, person=buyer)
        ),
    )
    [lead] = (await market.exhibitor(1).gets(path))["items"]
    assert [(touch["channel"], touch["times"]) for touch in lead["channels"]] == [("scan", 6)]


async def test_what_was_noted_of_somebodys_badge_goes_when_they_were_erased(
    market: Market,
) -> None:
    path, badge, account = f"/editions/{market.edition}/leads", f"T{market.edition}", new_id()
    await market.exhibitor(1).posts(path, scan(1, person=f"badge:{badge}"))
    told = {"version": 1, "edition": market.edition}
    await market.room.hears(ErasureRequested(subject=new_id(), account=account, **told))
    await market.room.hears(BadgeBound(subject=badge, person=f"account:{account}", **told))
    assert (await market.exhibitor(1).gets(path))["items"] == []
    late = await market.exhibitor(1).posts(path, scan(2, person=f"badge:{badge}"))
    assert (late.status, late.code) == (404, "person-erased")


async def test_notes_are_edited_from_the_version_that_was_seen(market: Market) -> None:
    path = f"/editions/{market.edition}/leads"
    lead = (await market.exhibitor(1).posts(path, scan())).body
    noted = await market.exhibitor(1).asks(
        "PUT",
        f"{path}/{lead['code']}",
        json={"notes": "Tertarik 5 kg", "rating": 4},
        headers=seen(lead),
    )
    assert (noted.body["notes"], noted.body["rating"]) == ("Tertarik 5 kg", 4)
    late = await market.exhibitor(1).asks(
        "PUT", f"{path}/{lead['code']}", json={"notes": ""}, headers=seen(lead)
    )
    assert (late.status, late.code) == (412, "stale-version")
    broken = await market.exhibitor(1).asks(
        "PUT", f"{path}/{lead['code']}", json={"rating": 6}, headers=seen(noted.body)
    )
    assert (broken.status, broken.code) == (422, "invalid")


async def test_leads_are_their_exhibitors_alone(market: Market) -> None:
    path = f"/editions/{market.edition}/leads"
    lead = (await market.exhibitor(1).posts(path, scan())).body
    assert (await market.exhibitor(2).gets(path))["items"] == []
    for method, where in (
        ("GET", lead["code"]),
        ("PUT", lead["code"]),
        ("POST", f"{lead['code']}/answer"),
    ):
        answer = await market.exhibitor(2).asks(
            method, f"{path}/{where}", json={}, headers=seen(lead)
        )
        assert (answer.status, answer.code) == (404, "no-lead")
    for who in (market.organiser, market.buyer, market.room.by("visitor")):
        assert (await who.asks("GET", path)).status == 403
        assert (await who.posts(path, scan(9))).status == 403
    assert (await market.exhibitor(1).posts(f"{path}/requests", wish())).status == 403
    nobody = await market.buyer.posts(f"{path}/requests", wish(exhibitor_code="PS-404"))
    assert (nobody.status, nobody.code) == (404, "no-exhibitor")


async def test_leads_are_read_on_the_last_seen_first(market: Market) -> None:
    path = f"/editions/{market.edition}/leads"
    for number in range(5):
        at = (now() - timedelta(minutes=10 - number % 3)).isoformat()
        await market.exhibitor(1).posts(path, scan(number, person=f"badge:{number}", seen_at=at))
    pages = await market.exhibitor(1).reads_on(path, limit=2)
    assert [len(page) for page in pages] == [2, 2, 1]
    times = [lead["last_seen"] for page in pages for lead in page]
    assert times == sorted(times, reverse=True)
    assert len({lead["code"] for page in pages for lead in page}) == 5
