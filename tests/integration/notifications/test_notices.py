"""Letters that are written at once: a link that only its reader sees, and none that is stale."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from kernel.clock import now
from kernel.sealing import PublicSealingKey, Unsealable
from services.notifications.mail.sealing import LetterKeys
from tests.integration.notifications.facts import requested
from tests.integration.notifications.running import MailServer, Room
from tests.integration.notifications.test_mail import LINA, has, settled, text
from tests.waiting import until


async def key(room: Room) -> PublicSealingKey:
    async with room.client.get("/v1/letter-key") as answer:
        assert answer.status == 200
        return PublicSealingKey.model_validate(await answer.json())


@dataclass(frozen=True)
class Said:
    """What a letter for a purpose says, in a language."""

    purpose: str
    language: str
    subject: str
    address: str


SAID = (
    Said("invitation", "id", "Undangan ke Pendopo dari Dinas Koperasi", "/undangan"),
    Said("invitation", "en", "Invitation to Pendopo from Dinas Koperasi", "/en/invitation"),
    Said("sign-in", "id", "Tautan masuk Pendopo", "/masuk/tautan"),
    Said("reset", "en", "Change your Pendopo password", "/en/password"),
)


async def test_letters_go_out_at_once_and_then_their_links_are_kept_nowhere(
    room: Room, mail: MailServer
) -> None:
    public = await key(room)
    await room.hears(*(requested(public, one.purpose, language=one.language) for one in SAID))
    await until(has(mail, len(SAID)))
    await settled(room)
    letters = {
        str(letter["Subject"]): text(mail, LINA, n) for n, letter in enumerate(mail.to(LINA))
    }
    for said in SAID:
        link = f"http://127.0.0.1:21080{said.address}?kunci=secret-of-lina"
        assert link in letters[said.subject]
    kept = [document["message"] async for document in room.service.mongo["deliveries"].find()]
    assert kept == [b""] * len(SAID)


async def test_a_letter_that_came_too_late_is_not_written(room: Room, mail: MailServer) -> None:
    stale = requested(await key(room), expires_at=now() - timedelta(seconds=1))
    await room.hears(stale, requested(await key(room), "sign-in"))
    await until(has(mail, 1))
    assert [letter["Subject"] for letter in mail.letters] == ["Tautan masuk Pendopo"]


async def test_a_letter_nobody_takes_is_given_up_when_its_link_ends(
    room: Room, mail: MailServer
) -> None:
    mail.refusals[LINA] = ["451 4.3.0 busy"]
    soon = now() + timedelta(seconds=0.6)
    await room.hears(requested(await key(room), "sign-in", expires_at=soon))

    async def was_given_up() -> bool:
        return await room.service.mongo["deliveries"].count_documents({"state": "given-up"}) == 1

    await until(was_given_up)


async def test_a_seal_moved_to_another_letter_does_not_open(room: Room) -> None:
    keys, good = room.provided(LetterKeys), requested(await key(room))
    about = (good.subject, good.purpose, good.account, good.email)
    assert await keys.opened(good.sealed, *about) == "secret-of-lina"
    for place in range(len(about)):
        moved = [*about]
        moved[place] = "maling@example.invalid"
        with pytest.raises(Unsealable):
            await keys.opened(good.sealed, *moved)
