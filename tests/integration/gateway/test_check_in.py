"""Gates let people in: once, at several gates at once, late, twice and out of order."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from contracts.gateway import VisitorEntered, VisitorLeft, VisitorRegistered
from kernel.clock import now
from kernel.mongo import Mongo
from services.gateway.badges import model as badges
from services.gateway.checkins.encounters import Encounters
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.gates import HERE, Entrance, Gate, moment
from tests.integration.gateway.running import BUYER, EXHIBITOR
from tests.waiting import until


@pytest.fixture(scope="module")
async def entrance(office: Office) -> Entrance:
    return await Entrance.of(office.gateway)


@pytest.fixture(scope="module")
async def north(entrance: Entrance) -> Gate:
    return await entrance.opens("Pintu utara")


@pytest.fixture(scope="module")
async def south(entrance: Entrance) -> Gate:
    return await entrance.opens("Pintu selatan")


async def test_who_registered_is_welcomed_by_name_once(
    entrance: Entrance, north: Gate, south: Gate
) -> None:
    badge = (await entrance.registers("Sri Wahyuni"))["badge"]
    welcome = await north.scans(badge)
    assert (welcome["outcome"], welcome["name"]) == ("accepted", "Sri Wahyuni")
    again = await south.scans(badge.lower())
    assert (again["outcome"], again["gate"]) == ("already-in", "Pintu utara")
    assert moment(again["since"]) == moment(welcome["at"])


async def test_who_left_may_come_back(entrance: Entrance, north: Gate, south: Gate) -> None:
    badge = (await entrance.registers())["badge"]
    outcomes = [
        (await gate.scans(badge, direction=direction))["outcome"]
        for gate, direction in ((north, "in"), (south, "out"), (south, "out"), (north, "in"))
    ]
    assert outcomes == ["accepted", "accepted", "not-in", "accepted"]


async def test_a_badge_that_nobody_knows_lets_nobody_in(north: Gate) -> None:
    for written in ("000000000", "HTTPS://PENDOPO.EXAMPLE/S/X", ""):
        assert (await north.scans(written))["outcome"] == "unknown"


async def test_of_many_gates_at_the_same_time_one_lets_a_badge_in(
    entrance: Entrance, north: Gate, south: Gate
) -> None:
    people = [(await entrance.registers(f"Tamu {n}"))["badge"] for n in range(6)]
    answers = await asyncio.gather(
        *(gate.scans(badge) for badge in people for gate in (north, south, north, south))
    )
    accepted = [one["badge"] for one in answers if one["outcome"] == "accepted"]
    assert sorted(accepted) == sorted(people)
    assert {one["outcome"] for one in answers} == {"accepted", "already-in"}


async def test_a_scan_that_is_sent_again_is_answered_the_same(
    entrance: Entrance, north: Gate
) -> None:
    scans = [north.scan((await entrance.registers())["badge"]) for _ in range(3)]
    first = await north.sends(*scans)
    assert await north.sends(*reversed(scans)) == first[::-1]
    assert (
        await asyncio.gather(*(north.sends(*scans, scans[0]) for _ in range(4)))
        == [[*first, first[0]]] * 4
    )
    assert [one["outcome"] for one in first] == ["accepted"] * 3


async def test_what_was_scanned_offline_keeps_its_time_and_is_marked(
    entrance: Entrance, north: Gate, south: Gate
) -> None:
    someone = await entrance.registers()
    badge = someone["badge"]
    late = south.scan(badge, ago=timedelta(seconds=30), offline=True)
    there = await north.scans(badge)
    [answer] = await south.sends(late)
    assert (answer["outcome"], answer["gate"]) == ("already-in", "Pintu utara")
    assert answer["offline"]
    assert moment(answer["at"]) < moment(there["at"]) - timedelta(seconds=29)
    kept = await entrance.gateway.provided(Mongo)["presences"].find_one({"_id": someone["id"]})
    assert kept
    assert kept["since"] == moment(answer["at"]), "on the floor since the earlier of both"


async def test_the_same_scans_in_any_order_leave_the_same_people_on_the_floor(
    entrance: Entrance, north: Gate, south: Gate
) -> None:
    presences = entrance.gateway.provided(Mongo)["presences"]
    found: list[Any] = []
    for order in ((0, 1, 2, 3), (3, 1, 0, 2), (2, 3, 1, 0)):
        someone = await entrance.registers()
        ways = (("in", 9), ("out", 7), ("in", 5), ("in", 3))
        scans = [
            (gate, gate.scan(someone["badge"], timedelta(seconds=ago), way, offline=True))
            for gate, (way, ago) in zip((north, south, south, north), ways, strict=True)
        ]
        for which in order:
            gate, one = scans[which]
            await gate.sends(one)
        kept = await presences.find_one({"_id": someone["id"]})
        assert kept
        found.append((kept["inside"], kept["gate"], kept["version"]))
    assert found == [(True, "Pintu selatan", 4)] * 3


async def test_a_revoked_badge_lets_nobody_in_and_a_new_one_does(
    entrance: Entrance, north: Gate
) -> None:
    lost = await entrance.registers()
    path = f"/registrations/{lost['id']}/badge"
    before = north.scan(lost["badge"], ago=timedelta(seconds=30), offline=True)
    await asyncio.sleep(0.01)
    _, reissued = await entrance.asks("POST", path)
    assert reissued["badge"] != lost["badge"]
    assert (await north.scans(lost["badge"]))["outcome"] == "revoked"
    assert (await north.sends(before))[0]["outcome"] in ("accepted", "revoked")
    assert (await north.scans(reissued["badge"], direction="out"))["outcome"] in (
        "accepted",
        "not-in",
    )
    status, revoked = await entrance.asks("DELETE", path)
    assert (status, revoked["badge"]) == (200, "")
    assert (await north.scans(reissued["badge"]))["outcome"] == "revoked"
    status, problem = await entrance.asks("DELETE", path)
    assert (status, problem["code"]) == (409, "no-badge")


async def test_two_who_draw_the_same_code_get_two_badges(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = (await entrance.registers())["badge"]
    drawn = iter([taken, taken, "000000000"])
    monkeypatch.setattr(badges, "new_code", lambda: next(drawn))
    assert (await entrance.registers("Lain"))["badge"] == "000000000"


async def test_a_device_comes_in_by_its_code_once(entrance: Entrance) -> None:
    made = await entrance.makes("Pintu timur")
    assert made["standing"] == "waiting"
    answers = await asyncio.gather(*(entrance.activates(made["gate_code"]) for _ in range(5)))
    assert sorted(status for status, _ in answers) == [201, 410, 410, 410, 410]
    status, problem = await entrance.asks("POST", f"/gate-devices/{made['id']}/code")
    assert (status, problem["code"]) == (409, "device-in-use")
    kept = await entrance.gateway.provided(Mongo)["gate_devices"].find_one({"_id": made["id"]})
    token = next(body["token"] for status, body in answers if status == 201)
    assert kept
    assert token not in str(kept)
    assert made["gate_code"] not in str(kept)


async def test_a_code_that_was_replaced_or_is_too_old_opens_nothing(entrance: Entrance) -> None:
    made = await entrance.makes("Pintu timur")
    _, renewed = await entrance.asks("POST", f"/gate-devices/{made['id']}/code")
    assert (await entrance.activates(made["gate_code"]))[0] == 410
    devices = entrance.gateway.provided(Mongo)["gate_devices"]
    await devices.update_one(
        {"_id": made["id"]}, {"$set": {"code_ends_at": moment("2026-01-01T00:00:00+00:00")}}
    )
    assert (await entrance.activates(renewed["gate_code"]))[0] == 410
    _, listed = await entrance.asks("GET", "/gate-devices?limit=200")
    assert {one["id"]: one["standing"] for one in listed["items"]}[made["id"]] == "lapsed"


async def test_a_revoked_device_lets_nobody_in(entrance: Entrance) -> None:
    badge = (await entrance.registers())["badge"]
    gate = await entrance.opens("Pintu barat")
    await gate.sends(unsent=3)
    _, listed = await entrance.asks("GET", "/gate-devices?limit=200")
    shown = {one["id"]: one for one in listed["items"]}[gate.id]
    assert (shown["standing"], shown["unsent"]) == ("active", 3)
    assert shown["seen_at"]
    assert (await entrance.asks("DELETE", f"/gate-devices/{gate.id}"))[0] == 204
    status, problem = await gate.tries(gate.scan(badge))
    assert (status, problem["code"]) == (401, "device-unknown")
    assert not await entrance.gateway.provided(Mongo)["scans"].count_documents({"badge": badge})


async def test_a_devices_token_is_good_for_check_in_and_nothing_else(
    entrance: Entrance, north: Gate
) -> None:
    for path in (f"{HERE}/registrations", f"{HERE}/floor", f"{HERE}/people", "/api/v1/me"):
        for scheme in ("Device", "Bearer"):
            headers = {"authorization": f"{scheme} {north.token}"}
            async with entrance.gateway.client.get(path, headers=headers) as answer:
                assert answer.status == 401, path


@pytest.mark.parametrize(
    "batch",
    [
        {"scans": []},
        {"sent_at": "yesterday", "scans": []},
        {"sent_at": "2026-11-12T09:00:00Z", "scans": [{"badge": "A", "sequence": -1}]},
        {"sent_at": "2026-11-12T09:00:00", "scans": []},
        {
            "sent_at": "2026-11-12T09:00:00Z",
            "scans": [{"badge": "A", "sequence": 1, "scanned_at": "2026-11-12T09:00:00Z"}] * 101,
        },
    ],
)
async def test_a_broken_batch_is_refused_whole(north: Gate, batch: Any) -> None:
    async with north.client.post("/api/v1/check-ins", json=batch, headers=north.headers) as answer:
        assert answer.status == 422
        assert (await answer.json())["code"] == "invalid"


async def test_a_form_that_is_sent_twice_is_one_registration_and_so_is_an_accounts(
    entrance: Entrance,
) -> None:
    gateway = entrance.gateway
    form = {"name": "Bu Lina", "consent_version": "2026-11"}
    bearer = await gateway.bearer(BUYER.email)

    async def sent() -> Any:
        path = f"{HERE}/registrations"
        async with gateway.client.post(path, json=form, headers=bearer) as answer:
            return await answer.json()

    found = await asyncio.gather(*(sent() for _ in range(4)))
    assert len({one["id"] for one in found}) == 1
    async with gateway.client.get(f"{HERE}/registrations/own", headers=bearer) as answer:
        assert (await answer.json())["badge"] == found[0]["badge"]


async def test_nobody_is_registered_before_the_expo_without_consent(entrance: Entrance) -> None:
    path = f"{HERE}/registrations"
    async with entrance.gateway.client.post(path, json={"name": "Sri Wahyuni"}) as answer:
        assert (answer.status, (await answer.json())["code"]) == (422, "no-consent")


async def test_at_the_gate_a_name_is_enough(entrance: Entrance, north: Gate) -> None:
    async with north.client.post(
        "/api/v1/gate-registrations", json={"name": "Pak Joko"}, headers=north.headers
    ) as answer:
        registered = await answer.json()
    assert (registered["place"], registered["consented_at"]) == ("gate", None)
    assert (await north.scans(registered["badge"]))["name"] == "Pak Joko"


async def test_what_is_told_of_comings_and_goings_names_nobody(
    entrance: Entrance, north: Gate
) -> None:
    told: list[Any] = []
    gateway = entrance.gateway

    async def hear(envelopes: Any) -> None:
        told.extend(envelopes)

    kinds = [VisitorRegistered.type, VisitorEntered.type, VisitorLeft.type]
    await gateway.service.bus.listen(kinds, hear)
    someone = await entrance.registers("Sri Wahyuni", email="sri@koperasi.invalid")
    await north.scans(someone["badge"])
    await north.scans(someone["badge"], direction="out")

    def of_hers() -> list[Any]:
        return [one for one in told if one.subject == someone["id"]]

    await until(lambda: _is(len(of_hers()) == 3))
    assert [one.type for one in of_hers()] == kinds
    assert all(word not in str(one.data) for one in told for word in ("Sri", "sri@", "badge"))


async def _is(true: bool) -> bool:
    return true


async def test_a_stands_scan_becomes_a_lead_of_who_agreed_to_it(
    entrance: Entrance, office: Office
) -> None:
    agreed = await entrance.registers("Bu Ratna", shares_name=True)
    silent = await entrance.registers("Pak Diam")
    bearer = await office.gateway.bearer(EXHIBITOR.email)
    batch = {
        "device": "stan-hp-1",
        "party": EXHIBITOR.party,
        "sent_at": now().isoformat(),
        "scans": [
            {"badge": code, "sequence": n, "scanned_at": now().isoformat()}
            for n, code in enumerate((agreed["badge"], silent["badge"], "000000001"))
        ],
    }
    behind = office.behind
    behind.said.clear()
    path = f"{HERE}/stand-scans"
    async with office.gateway.client.post(path, json=batch, headers=bearer) as answer:
        answers = (await answer.json())["answers"]
    assert [(one["outcome"], one["name"]) for one in answers] == [
        ("accepted", "Bu Ratna"),
        ("accepted", ""),
        ("unknown", ""),
    ]
    notes = [said for _, at, said in behind.said if at.endswith("/leads")]
    assert [note.get("contact") for note in notes] == [{"name": "Bu Ratna"}, None]
    assert [note["person"] for note in notes] == [
        f"badge:{agreed['id']}",
        f"badge:{silent['id']}",
    ]
    async with office.gateway.client.post(path, json=batch, headers=bearer) as again:
        assert again.status == 200
    met = await office.gateway.provided(Encounters).recent("h2o-2026", now())
    assert met == {"KOP-01": 2}, "by exhibitor alone, each scan once"
    other = {**batch, "party": "exhibitor:h2o-2026:KOP-02"}
    async with office.gateway.client.post(path, json=other, headers=bearer) as answer:
        assert (answer.status, (await answer.json())["code"]) == (409, "other-party")


async def test_a_badge_becomes_an_accounts_and_its_scans_are_the_buyers(
    entrance: Entrance, office: Office
) -> None:
    made = await entrance.registers("Bu Beli")
    newcomer = BUYER.model_copy(update={"email": "beli@example.invalid"})
    await office.gateway.opens(newcomer)
    buyer = await office.gateway.bearer(newcomer.email)
    exhibitor = await office.gateway.bearer(EXHIBITOR.email)
    path, key = f"{HERE}/registrations/own", {"key": made["key"]}
    for _ in range(2):
        async with office.gateway.client.post(path, json=key, headers=buyer) as answer:
            assert (answer.status, (await answer.json())["badge"]) == (200, made["badge"])
    for other in (key, {"key": (await entrance.registers())["key"]}):
        who = exhibitor if other is key else buyer
        async with office.gateway.client.post(path, json=other, headers=who) as answer:
            assert (answer.status, (await answer.json())["code"]) == (409, "others-badge")
    scanned = {"badge": made["badge"], "sequence": 9, "scanned_at": "2026-11-12T09:00:00Z"}
    batch = {
        "device": "stan-hp-2",
        "party": EXHIBITOR.party,
        "sent_at": "2026-11-12T09:00:10Z",
        "scans": [scanned],
    }
    office.behind.said.clear()
    async with office.gateway.client.post(
        f"{HERE}/stand-scans", json=batch, headers=exhibitor
    ) as answer:
        assert answer.status == 200
    [note] = [said for _, at, said in office.behind.said if at.endswith("/leads")]
    assert note["person"] == BUYER.party


async def test_the_monitor_counts_who_is_there_without_naming_them(
    entrance: Entrance, north: Gate
) -> None:
    before = (await entrance.asks("GET", "/floor"))[1]
    someone = await entrance.registers()
    await north.scans(someone["badge"])
    after = (await entrance.asks("GET", "/floor"))[1]
    assert after["inside"] == before["inside"] + 1
    assert after["came"] == before["came"] + 1
    assert after["registered"] == before["registered"] + 1
    counted = {gate["gate"]: gate["entries"] for gate in after["gates"]}
    assert counted["Pintu utara"] >= 1
    assert all(sum(gate["hours"].values()) == gate["entries"] for gate in after["gates"])


async def test_an_open_monitor_and_dashboard_are_told_soon(entrance: Entrance, north: Gate) -> None:
    someone = await entrance.registers()
    inside = (await entrance.asks("GET", "/floor"))[1]["inside"]
    async with entrance.gateway.client.get(
        f"{HERE}/floor/stream", headers=entrance.office
    ) as stream:
        await north.scans(someone["badge"])
        waited_for = {b'"inside":%d' % (inside + 1), b'"kind":"entered","where":"Pintu utara"'}
        async with asyncio.timeout(15):
            async for line in stream.content:
                waited_for = {words for words in waited_for if words not in line}
                if not waited_for:
                    break
