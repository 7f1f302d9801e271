"""Partners' programs are told what is public: signed, again until they take it, and no further."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiohttp import web

from contracts.catalogue import ProductWithdrawn
from deploy.local.backends import Backends
from kernel.clock import now
from kernel.ids import new_id
from kernel.mongo import Mongo
from services.notifications.app import create
from services.notifications.settings import NotificationsSettings
from services.notifications.webhooks.courier import Courier
from services.notifications.webhooks.messages import Message
from services.notifications.webhooks.model import Webhook, WebhookForm
from services.notifications.webhooks.sender import Sender
from services.notifications.webhooks.store import Webhooks
from tests.integration.notifications.facts import account
from tests.integration.notifications.partners import Partner
from tests.names import database_names, virtual_host
from tests.rooms import Person, Room, settings_of
from tests.signing import KeyServer
from tests.waiting import until

WITHDRAWN = "catalogue.product.withdrawn.v1"


@pytest.fixture(scope="module")
async def room(backends: Backends) -> AsyncIterator[Room]:
    async with AsyncExitStack() as stack:
        amqp_url = await stack.enter_async_context(virtual_host(backends))
        database = await stack.enter_async_context(database_names(backends.mongo_url))
        keys = await stack.enter_async_context(KeyServer())
        own = settings_of(NotificationsSettings, backends.mongo_url, amqp_url, database, keys)
        settings = own.model_copy(update={"webhook_private": True, "webhook_retry_seconds": 0.02})
        yield await stack.enter_async_context(Room(lambda: create(settings), keys))


@pytest.fixture
async def partner() -> AsyncIterator[Partner]:
    async with Partner() as listening:
        yield listening


async def registered(room: Room, partner: Partner) -> tuple[Person, str]:
    """The office, and the path of a webhook of the partner's that it has registered."""
    office = room.by("organiser")
    form = {"name": "Pasar Mitra", "address": partner.address, "facts": [WITHDRAWN]}
    made = await office.posts("/webhooks", form)
    assert made.status == 201, made
    partner.secret = made.body["secret"]
    return office, f"/webhooks/{made.body['id']}"


def withdrawn(version: int = 1) -> ProductWithdrawn:
    return ProductWithdrawn(
        subject=f"h2o-2026:{new_id()}", version=version, edition="h2o-2026", exhibitor="exhibitor:1"
    )


def has_received(partner: Partner, number: int) -> Callable[[], Any]:
    async def received() -> bool:
        return len(partner.received) >= number

    return received


def ends(office: Person, path: str, *states: str) -> Callable[[], Any]:
    async def have_ended() -> bool:
        found = (await office.gets(f"{path}/deliveries"))["items"]
        return [one["state"] for one in found] == list(states)

    return have_ended


async def test_a_fact_reaches_whoever_asked_for_it_until_it_is_taken(
    room: Room, partner: Partner
) -> None:
    office, path = await registered(room, partner)
    elsewhere = web.Response(status=307, headers={"location": "/lain"})
    partner.answers = [web.Response(status=503), elsewhere]
    fact = withdrawn()
    await room.hears(fact)
    await until(has_received(partner, 3))
    await until(ends(office, path, "delivered"))
    first = partner.received[0]
    assert first.said["data"]["subject"] == fact.subject
    assert {one.id for one in partner.received} == {first.id}
    assert {one.path for one in partner.received} == {"/kait"}, "no redirect is followed"
    [delivery] = (await office.gets(f"{path}/deliveries"))["items"]
    assert delivery["message"] == first.id
    statuses = [(one["outcome"], one["status"]) for one in delivery["log"]]
    assert statuses == [("answered-no", 503), ("answered-no", 307), ("taken", 204)]
    assert (await office.gets(path))["failures"] == 0


async def test_the_office_tries_an_address_sends_again_and_changes_its_secret(
    room: Room, partner: Partner
) -> None:
    office, path = await registered(room, partner)
    tried = await office.posts(f"{path}/tests")
    assert tried.status == 202
    await until(ends(office, path, "delivered"))
    again = await office.posts(f"{path}/deliveries/{tried.body['message']}/repetition")
    assert again.status == 202
    await until(has_received(partner, 2))
    await until(ends(office, path, "delivered"))
    rotated = await office.posts(f"{path}/rotation")
    old, partner.secret = partner.secret, rotated.body["secret"]
    assert old != partner.secret
    for number in (3, 4):
        await office.posts(f"{path}/tests")
        await until(has_received(partner, number))
        partner.secret = old
    assert [one.signatures for one in partner.received] == [1, 1, 2, 2]
    assert partner.received[0].id == partner.received[1].id == tried.body["message"]
    [kept] = [one for one in (await office.gets("/webhooks"))["items"] if one["id"] in path]
    assert "secret" not in kept
    assert kept["old_secret_until"] is not None
    assert (await office.asks("DELETE", path)).status == 204
    assert (await office.posts(f"{path}/tests")).code == "no-webhook"


async def test_an_address_that_is_gone_is_disabled_and_its_owner_written_to(
    room: Room, partner: Partner
) -> None:
    await room.hears(account("office", "organiser").model_copy(update={"subject": "tester"}))
    office, path = await registered(room, partner)
    partner.answers = [web.Response(status=410)]
    await room.hears(withdrawn())

    async def is_disabled() -> bool:
        return bool((await office.gets(path))["standing"] == "disabled")

    await until(is_disabled)
    letters = room.provided(Mongo)["deliveries"]
    assert await letters.count_documents({"account": "tester"}) == 1
    await room.hears(withdrawn())
    assert (await office.posts(f"{path}/tests")).code == "webhook-disabled"
    activated = await office.posts(f"{path}/activation")
    assert (activated.body["standing"], activated.body["cause"]) == ("active", "")
    await until(ends(office, path, "delivered"))
    assert len(partner.received) == 2, "what waited is sent, what was told meanwhile is not"


async def test_what_a_killed_sender_had_sent_is_sent_again_under_the_same_id(
    room: Room, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, path = await registered(room, partner)

    async def killed(*_: object) -> None:
        await asyncio.Event().wait()

    async def never(*_: object) -> None: ...

    id_ = path.rpartition("/")[2]
    with monkeypatch.context() as killing:
        killing.setattr(Sender, "_settle", killed)
        killing.setattr(Webhooks, "release", never)
        await room.hears(withdrawn())
        await until(has_received(partner, 1))
        [serving] = [one for one in asyncio.all_tasks() if one.get_name() == f"webhook {id_}"]
        serving.cancel()
        await asyncio.wait({serving})
    assert await room.provided(Webhooks).lease(id_) is None, "whoever is killed gives nothing back"
    ended = {"$set": {"leased_until": now()}}
    await room.provided(Mongo)["webhooks"].update_one({"_id": id_}, ended)
    await until(ends(office, path, "delivered"))
    assert len({one.id for one in partner.received}) == 1
    assert len(partner.received) == 2


async def test_no_address_of_this_network_is_called_unless_that_is_set(partner: Partner) -> None:
    courier = Courier(private=False)
    port = partner.address.rpartition(":")[2]
    for address in (f"https://localhost:{port}", f"https://127.0.0.1:{port}", partner.address):
        form = WebhookForm(name="x", address=address, facts=frozenset({WITHDRAWN}))
        attempt = await courier.deliver(Webhook.of(new_id(), form, "", now()), Message.test("x"))
        assert attempt.outcome == "not-public", address
    await courier.close()
    assert not partner.received


async def test_whoever_does_not_answer_in_time_is_not_waited_for(partner: Partner) -> None:
    hung_up = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()  # all that is said until nobody is there any more
        writer.close()
        hung_up.set()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    courier = Courier(private=True, timeout_seconds=0.1)
    form = WebhookForm(name="x", address=f"http://127.0.0.1:{port}/", facts=frozenset({WITHDRAWN}))
    attempt = await courier.deliver(Webhook.of(new_id(), form, "", now()), Message.test("x"))
    assert (attempt.outcome, attempt.status) == ("timed-out", None)
    await courier.close()
    await asyncio.wait_for(hung_up.wait(), 15)
    server.close()
