"""Letters reach a real mail server: folded, once, whatever breaks on the way."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from kernel.bus import Bus
from kernel.envelope import Envelope
from tests.integration.notifications.facts import account, buyer, exhibitor, found
from tests.integration.notifications.running import MailServer, Room, are_taken
from tests.names import free_port
from tests.signing import KeyServer
from tests.waiting import until

LINA = "lina@example.invalid"


async def counts(room: Room, keys: KeyServer) -> dict[str, Any]:
    async with room.client.get("/v1/ops/deliveries", headers=keys.bearer("ops")) as answer:
        assert answer.status == 200, await answer.text()
        shown: dict[str, Any] = await answer.json()
        return shown


def text(mail: MailServer, address: str, number: int = 0) -> str:
    part = mail.to(address)[number].get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def has(mail: MailServer, letters: int) -> Callable[[], Any]:
    async def has_as_many() -> bool:
        return len(mail.letters) >= letters

    return has_as_many


async def all_settled(room: Room) -> bool:
    parties = await room.service.mongo["parties"].count_documents({"due_at": {"$type": "date"}})
    waiting = await room.service.mongo["deliveries"].count_documents({"state": "waiting"})
    return parties == waiting == 0


async def settled(room: Room) -> None:
    """Wait until nothing rests and nothing is on its way."""

    async def nothing_waits() -> bool:
        return await all_settled(room)

    await until(nothing_waits)


async def test_the_news_of_a_quiet_time_is_one_letter(room: Room, mail: MailServer) -> None:
    await room.hears(account("lina", buyer(1)))
    await room.hears(found(2, 1), found(2, 2))
    await room.hears(found(2, 3), found(3, 1))
    await until(has(mail, 1))
    await settled(room)

    (letter,) = mail.to(LINA)
    assert letter["Subject"] == "[Data contoh] 2 kabar baru untuk Anda"
    assert "3 produk cocok dengan kebutuhan “Keripik 2”" in text(mail, LINA)
    assert "1 produk cocok dengan kebutuhan “Keripik 3”" in text(mail, LINA)


async def test_the_next_letter_tells_only_what_is_new(room: Room, mail: MailServer) -> None:
    await room.hears(account("lina", buyer(1)), found(2, 1))
    await until(has(mail, 1))
    await settled(room)
    await room.hears(found(3, 1))
    await until(has(mail, 2))

    assert "Keripik 3" in text(mail, LINA, 1)
    assert "Keripik 2" not in text(mail, LINA, 1)


async def test_an_account_opened_after_the_matches_misses_nothing(
    room: Room, mail: MailServer
) -> None:
    await room.hears(found(2, 1), found(2, 11))
    await settled(room)
    assert mail.letters == []
    await room.hears(account("lina", buyer(1)), account("budi", exhibitor(1), language="en"))
    await until(has(mail, 2))

    assert "2 produk cocok" in text(mail, LINA)
    assert "2 of your products fit" in text(mail, "budi@example.invalid")


async def test_what_was_read_in_the_inbox_is_not_mailed(
    room: Room, mail: MailServer, keys: KeyServer
) -> None:
    await room.hears(found(2, 1))
    headers = keys.bearer("buyer", buyer(1), account="account-lina")
    async with room.client.get("/v1/inbox", headers=headers) as answer:
        entry = (await answer.json())["items"][0]["id"]
    await (await room.client.post(f"/v1/inbox/{entry}/reading", headers=headers)).release()
    await room.hears(account("lina", buyer(1)), account("tono", buyer(1)))
    await until(has(mail, 1))
    await settled(room)

    assert mail.to(LINA) == []
    assert len(mail.to("tono@example.invalid")) == 1


async def test_who_wants_no_mail_gets_none(room: Room, mail: MailServer, keys: KeyServer) -> None:
    headers = keys.bearer("buyer", buyer(1), account="account-lina")
    wanted = {"mail": False, "language": "id"}
    async with room.client.put("/v1/preferences", headers=headers, json=wanted) as answer:
        assert answer.status == 200
    await room.hears(account("lina", buyer(1)), account("tono", buyer(1)), found(2, 1))
    await until(has(mail, 1))
    await settled(room)

    assert mail.to(LINA) == []


async def test_letters_wait_for_a_mail_server_that_is_away(
    room: Room, mail: MailServer, keys: KeyServer
) -> None:
    await mail.close()
    await room.hears(account("lina", buyer(1)), account("budi", exhibitor(1)), found(2, 1))

    async def was_tried() -> bool:
        tried = {"state": "waiting", "attempts": {"$gt": 0}}
        return await room.service.mongo["deliveries"].count_documents(tried) == 2

    await until(was_tried)
    shown = await counts(room, keys)
    assert shown["counts"]["waiting"] == 2
    assert shown["waiting_since"] is not None

    await mail.open()
    await until(has(mail, 2))
    await settled(room)
    assert len(mail.letters) == 2
    assert (await counts(room, keys))["counts"] == {
        "waiting": 0,
        "sent": 2,
        "refused": 0,
        "given-up": 0,
    }


async def test_a_mail_server_that_is_busy_is_asked_again(room: Room, mail: MailServer) -> None:
    mail.refusals[LINA] = ["451 4.3.0 busy", "451 4.3.0 busy", "250 OK"]
    await room.hears(account("lina", buyer(1)), found(2, 1))

    async def was_put_off_twice() -> bool:
        return await room.service.mongo["deliveries"].count_documents({"attempts": 2}) == 1

    await until(was_put_off_twice)
    del mail.refusals[LINA]
    await until(has(mail, 1))


async def test_a_refused_recipient_is_recorded_and_not_written_to_again(
    room: Room, mail: MailServer, keys: KeyServer
) -> None:
    mail.refusals[LINA] = ["550 5.1.1 no such user"]
    await room.hears(account("lina", buyer(1)), account("tono", buyer(1)), found(2, 1))
    await until(has(mail, 1))
    await settled(room)
    await room.hears(found(3, 1))
    await until(has(mail, 2))
    await settled(room)

    shown = await counts(room, keys)
    assert (shown["counts"]["refused"], shown["counts"]["sent"]) == (1, 2)
    (failure,) = shown["failures"]
    assert failure["account"] == "account-lina"
    assert failure["reason"] == "550 5.1.1 no such user"

    await room.hears(account("lina", buyer(1), version=2, email="lina.b@example.invalid"))
    await until(has(mail, 3))
    assert "2 kabar baru" in str(mail.to("lina.b@example.invalid")[0]["Subject"])


async def test_a_letter_that_cannot_be_addressed_is_recorded(
    room: Room, mail: MailServer, keys: KeyServer
) -> None:
    hostile = account("lina", buyer(1), email="a@b.id\r\nBcc: c@d.id")
    await room.hears(hostile, account("tono", buyer(1)), found(2, 1))
    await until(has(mail, 1))
    await settled(room)

    assert [letter["X-Caught-For"] for letter in mail.letters] == ["tono@example.invalid"]
    assert (await counts(room, keys))["counts"]["refused"] == 1


async def test_replicas_side_by_side_write_one_letter_each_person(
    room: Room, mail: MailServer, build: Callable[[], Room]
) -> None:
    people = [account(f"orang{n}", buyer(n)) for n in range(30)]
    async with build() as second:
        await room.hears(*people)
        await second.hears(*(found(2 * n, n) for n in range(30)))
        await until(has(mail, 30))
        await settled(room)

    addresses = [letter["X-Caught-For"] for letter in mail.letters]
    assert len(addresses) == len(set(addresses)) == 30
    assert mail.connections < 30


async def test_only_those_who_run_the_expo_see_how_the_mail_fares(
    room: Room, keys: KeyServer
) -> None:
    async with room.client.get(
        "/v1/ops/deliveries", headers=keys.bearer("buyer", buyer(1))
    ) as answer:
        assert answer.status == 403


@pytest.fixture
async def doomed(
    mongo_url: str, amqp_url: str, database_name: str, mail: MailServer
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The room as a process of its own, that is killed as soon as it has handed over a letter."""
    environment = os.environ | {
        "MONGO_URL": mongo_url,
        "AMQP_URL": amqp_url,
        "NOTIFICATIONS_DATABASE": database_name,
        "NOTIFICATIONS_PORT": str(free_port()),
        "NOTIFICATIONS_SMTP_URL": f"smtp://127.0.0.1:{mail.port}",
        "NOTIFICATIONS_QUIET_SECONDS": "0.2",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.notifications",
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
    )
    mail.then = process.kill
    yield process
    if process.returncode is None:
        process.kill()
    await process.wait()


async def test_a_sender_killed_before_it_could_mark_a_letter_sends_the_same_letter_again(
    doomed: asyncio.subprocess.Process,
    build: Callable[[], Room],
    mail: MailServer,
    amqp_url: str,
) -> None:
    bus = Bus(amqp_url, "test")
    await bus.connect()
    told = [Envelope.of(fact, "test") for fact in (account("lina", buyer(1)), found(2, 1))]

    async def queue_is_there() -> bool:
        return await are_taken(bus, told)

    await until(queue_is_there)
    await until(has(mail, 1))
    await doomed.wait()
    await bus.close()
    mail.then = lambda: None

    room = build()
    leased = {"lease": {"$exists": True}}
    await room.service.mongo["deliveries"].update_one(leased, {"$currentDate": {"next_at": True}})
    async with room:
        await until(has(mail, 2))
        await settled(room)

    first, second = mail.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()
