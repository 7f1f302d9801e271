"""A person's data is shown, taken along and erased in every room, through late and double facts."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from pymongo.errors import OperationFailure

from contracts.consents import current_consent
from contracts.gateway import AccountOpened, ErasureRequested
from deploy.local.backends import Backends
from kernel.clock import now
from kernel.ids import new_id
from kernel.mongo import Mongo
from kernel.privacy.forgotten import ForgottenPeople
from kernel.privacy.retention import EVERY, Retention
from services.catalogue.privacy.store import Traces
from services.gateway.privacy.actions import Rights
from services.gateway.store import Accounts
from services.matching.privacy.store import Acquainted
from services.notifications.privacy.store import AddressBook
from tests import trade
from tests.integration.security.callers import ASKERS
from tests.integration.security.house import House, opened
from tests.waiting import until

EDITION = trade.EDITION
ABORTED = "TransientTransactionError"


@pytest.fixture(scope="module")
async def house(backends: Backends) -> AsyncIterator[House]:
    async with opened(backends) as house:
        yield house


class Someone:
    """A person of the house who asks the gateway."""

    def __init__(self, house: House, name: str) -> None:
        self.account = house.accounts[name]
        self._headers = ASKERS[name].headers(house.keys, self.account)
        self._client = house.rooms["gateway"].client

    async def asks(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self._client.request(
            method, f"/api/v1{path}", headers=self._headers, json=body
        ) as answer:
            return answer.status, await answer.json()


async def _asks_for_contact(person: Someone) -> str:
    """The code of the receipt."""
    wish = {
        "exhibitor_code": "PS-1",
        "message": "Kirim contoh",
        "consent": {"text_version": "2026-11"},
        "contact": {"name": "Sekar", "phone": "087701230456", "mail": ""},
    }
    status, said = await person.asks("POST", f"/editions/{EDITION}/leads/requests", wish)
    assert status == 201, said
    _, receipts = await person.asks("GET", "/receipts")
    code: str = receipts["items"][-1]["code"]
    return code


async def test_a_withdrawn_consent_hides_the_contact_from_the_exhibitor(house: House) -> None:
    visitor, exhibitor = Someone(house, "visitor"), Someone(house, "exhibitor")
    code = await _asks_for_contact(visitor)
    seen = (await exhibitor.asks("GET", f"/editions/{EDITION}/leads/{code}"))[1]
    assert seen["contact"]["phone"] == "087701230456"
    other = Someone(house, "organiser")
    path = f"/editions/{EDITION}/receipts/{code}/withdrawal"
    assert (await other.asks("POST", path))[0] == 404
    for _ in range(2):
        status, receipt = await visitor.asks("POST", path)
        assert (status, receipt["contact"]) == (200, None)
    seen = (await exhibitor.asks("GET", f"/editions/{EDITION}/leads/{code}"))[1]
    assert (seen["contact"], seen["message"], seen["request"]) == (None, "", None)


async def test_an_erasure_reaches_every_room_and_nothing_late_brings_it_back(house: House) -> None:
    visitor, organiser = Someone(house, "visitor"), Someone(house, "organiser")
    accounts = house.rooms["gateway"].provided(Accounts)
    before = await accounts.get(visitor.account)
    assert before is not None
    code = await _asks_for_contact(visitor)
    kept = (await visitor.asks("GET", "/privacy/data"))[1]["rooms"]
    assert {room for room in kept if any(one["items"] for one in kept[room])} == {
        *("gateway", "matching", "notifications")
    }
    assert (await visitor.asks("POST", "/privacy/erasures", {"email": "x@y.id"}))[0] == 422
    status, asked = await visitor.asks("POST", "/privacy/erasures", {"email": before.email})
    assert status == 202, asked

    async def all_have_confirmed() -> bool:
        return bool((await organiser.asks("GET", f"/privacy/erasures/{asked['id']}"))[1]["done"])

    await until(all_have_confirmed)
    late = AccountOpened(
        subject=before.id, version=before.version, edition="", **before.person.model_dump()
    )
    again = ErasureRequested(subject=asked["id"], version=2, edition="", account=before.id)
    await house.rooms["notifications"].hears(late, again, late)
    await house.rooms["matching"].hears(again)
    await house.rooms["catalogue"].hears(again)
    note = {
        "channel": "scan",
        "person": f"account:{before.id}",
        "device": "hp-9",
        "sequence": 1,
        "seen_at": "2026-11-12T09:00:00Z",
        "consent": {"text_version": "2026-11"},
        "contact": {"name": "Sekar", "phone": "087701230456", "mail": ""},
    }
    exhibitor = Someone(house, "exhibitor")
    status, refused = await exhibitor.asks("POST", f"/editions/{EDITION}/leads", note)
    assert (status, refused["code"]) == (404, "person-erased")
    assert (await exhibitor.asks("GET", f"/editions/{EDITION}/leads/{code}"))[0] == 404
    assert await _rooms_that_know(house, before.email, "Sekar", "087701230456") == []
    [listed] = [
        one
        for one in (await organiser.asks("GET", "/privacy/erasures"))[1]["items"]
        if one["id"] == asked["id"]
    ]
    gone = {one["kind"]: one["count"] for one in listed["rooms"]["matching"]["gone"]}
    assert gone == {"leads": 1, "whatsapp-numbers": 0}
    assert (await visitor.asks("POST", "/privacy/erasures", {"email": before.email}))[0] == 404


async def _rooms_that_know(house: House, *signs: str) -> list[str]:
    """Where any document still has one of these texts in it."""
    found = []
    for name, room in house.rooms.items():
        database = room.provided(Mongo).database
        for collection in await database.list_collection_names():
            if collection not in ("outbox", "inbox") and not collection.startswith("system."):
                kept = str(await database[collection].find().to_list(10_000))
                found += [f"{name}.{collection}" for sign in signs if sign in kept]
    return found


async def test_the_office_sees_what_would_end_and_the_schedule_ends_it(house: House) -> None:
    organiser = Someone(house, "organiser")
    mongo = house.rooms["notifications"].provided(Mongo)
    retention = house.rooms["notifications"].provided(Retention)
    old = new_id()
    from_then = now() - timedelta(days=366) - EVERY
    await mongo["entries"].insert_one({"_id": old, "party": "x", "changed_at": from_then})
    rooms = (await organiser.asks("GET", "/privacy/retention"))[1]["rooms"]
    due = {one["kind"]: one["due"] for one in rooms["notifications"]}
    assert due == {"person": None, "deliveries": None, "entries": 1}
    assert await mongo["entries"].find_one({"_id": old})
    await mongo["retention_runs"].update_many({}, {"$set": {"at": from_then}})
    await retention.purge()
    assert await mongo["entries"].find_one({"_id": old}) is None
    run = await mongo["retention_runs"].find_one({"_id": "entries"})
    assert run is not None
    assert run["gone"] == 1
    assert (await organiser.asks("GET", "/privacy/retention"))[0] == 200


class Stopping:
    """Lets each step of an erasure take effect and then ends it there; `left` are yet to end."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch, self.left = monkeypatch, set[tuple[object, str]]()

    def after(self, thing: object, *steps: str) -> None:
        for step in steps:
            self.left.add((thing, step))
            ending = self._ending(thing, step, getattr(thing, step))
            self._monkeypatch.setattr(thing, step, ending)

    def _ending(self, thing: object, step: str, whole: Any) -> Any:
        async def ended(*given: Any) -> Any:
            done = await whole(*given)
            if (thing, step) in self.left:
                self.left.remove((thing, step))
                raise OperationFailure("stopped", 251, {"errorLabels": [ABORTED]})
            return done

        return ended


async def test_an_erasure_that_stops_after_any_step_goes_on_and_is_done_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer, organiser = Someone(house, "other_buyer"), Someone(house, "organiser")
    rights = house.rooms["gateway"].provided(Rights)
    before = await rights.accounts.get(buyer.account)
    assert before is not None
    stopping = Stopping(monkeypatch)
    stopping.after(rights.accounts, "save")
    stopping.after(rights.links, "remove")
    stopping.after(rights.sign_ins, "end_all")
    stopping.after(rights.registrations, "forget")
    stopping.after(rights.erasures, "save", "confirm")
    stopping.after(house.rooms["catalogue"].provided(Traces), "forget", "confirm")
    matching, notifications = house.rooms["matching"], house.rooms["notifications"]
    stopping.after(matching.provided(ForgottenPeople), "add")
    stopping.after(matching.provided(Acquainted), "to_forget", "forget", "confirm")
    stopping.after(notifications.provided(ForgottenPeople), "add")
    stopping.after(notifications.provided(AddressBook), "forget", "confirm")
    status, asked = await buyer.asks("POST", "/privacy/erasures", {"email": before.email})
    assert status == 202, asked

    async def all_have_confirmed() -> bool:
        return bool((await organiser.asks("GET", f"/privacy/erasures/{asked['id']}"))[1]["done"])

    await until(all_have_confirmed)
    assert not stopping.left
    assert await _rooms_that_know(house, before.email) == []
    erasures = house.rooms["gateway"].provided(Mongo)["erasures"]
    assert await erasures.count_documents({"account": buyer.account}) == 1


async def test_who_registered_without_an_account_sees_and_erases_everything_by_the_badge(
    house: House,
) -> None:
    exhibitor, organiser = Someone(house, "exhibitor"), Someone(house, "organiser")
    door = house.rooms["gateway"].client
    form = {"name": "Wulandari", "consent_version": "2026-11", "shares_name": True}
    async with door.post(f"/api/v1/editions/{EDITION}/registrations", json=form) as answer:
        made = await answer.json()
        assert answer.status == 201, made
    note = {
        "channel": "scan",
        "person": f"badge:{made['id']}",
        "device": "hp-8",
        "sequence": 1,
        "seen_at": "2026-11-12T09:00:00Z",
        "consent": {"text_version": "2026-11"},
        "contact": {"name": "Wulandari", "phone": "", "mail": ""},
    }
    assert (await exhibitor.asks("POST", f"/editions/{EDITION}/leads", note))[0] == 201
    page = f"/lencana/{made['key']}"
    async with door.get(page) as answer:
        shown = await answer.text()
    for said in ("Wulandari", current_consent("registration").text, "versi 2026-11"):
        assert said in shown
    headers = {"origin": str(answer.url.origin())}
    sent = {"tindakan": "hapus"}
    async with door.post(page, data=sent, headers=headers) as answer:
        assert (answer.status, "Centang dulu" in await answer.text()) == (200, True)
    sure = sent | {"yakin": "1"}
    async with door.post(page, data=sure, headers=headers, allow_redirects=False) as answer:
        assert answer.status == 303
        erasure = answer.headers["location"].partition("?")[0].rpartition("/")[2]

    async def all_have_confirmed() -> bool:
        return bool((await organiser.asks("GET", f"/privacy/erasures/{erasure}"))[1]["done"])

    await until(all_have_confirmed)
    assert await _rooms_that_know(house, "Wulandari") == []
    async with door.post(page, data=sure, headers=headers) as answer:
        assert answer.status == 404
    status, refused = await exhibitor.asks(
        "POST", f"/editions/{EDITION}/leads", note | {"sequence": 2}
    )
    assert (status, refused["code"]) == (404, "person-erased")
