"""What the office announces reaches each person of its audience once, and can be taken back."""

from typing import Any

from contracts.catalogue import AnnouncementMade, AnnouncementWithdrawn
from tests.integration.notifications.facts import EDITION, account, buyer, exhibitor
from tests.integration.notifications.running import MailServer, Room
from tests.signing import KeyServer
from tests.waiting import until

SAID: dict[str, Any] = {"edition": EDITION, "subject": "a" * 24}
TEXT = "Pintu dibuka pukul 09.00."


def made(audience: str) -> AnnouncementMade:
    return AnnouncementMade.model_validate(
        {**SAID, "version": 1, "audience": audience, "text": TEXT, "text_en": "Doors open at 9."}
    )


async def inbox(room: Room, headers: dict[str, str]) -> list[dict[str, Any]]:
    async with room.client.get("/v1/inbox", headers=headers) as answer:
        items: list[dict[str, Any]] = (await answer.json())["items"]
        return items


async def test_each_of_the_audience_is_told_once_and_nobody_else_until_it_is_taken_back(
    room: Room, keys: KeyServer, mail: MailServer
) -> None:
    await room.hears(
        account("lina", buyer(1)),
        account("sari", exhibitor(1)),
        account("tono", exhibitor(1)),
        account("jauh", "exhibitor:lain-2026:KOP-01"),
        account("budi", "", role="visitor"),
    )
    office = keys.bearer("organiser", "")
    path = f"/v1/inbox/audiences/{EDITION}"
    sizes = {}
    for audience in ("everyone", "exhibitors", "buyers", "visitors"):
        async with room.client.get(f"{path}/{audience}", headers=office) as answer:
            sizes[audience] = (await answer.json())["people"]
    assert sizes == {"everyone": 4, "exhibitors": 2, "buyers": 1, "visitors": 1}

    await room.hears(made("everyone"), made("everyone"))
    sari = keys.bearer("exhibitor", exhibitor(1), account="account-sari")
    budi = keys.bearer("visitor", "", account="account-budi")
    await until(lambda: _have_letters(mail, "lina", "sari", "tono", "budi"))
    await room.hears(made("everyone"))
    for headers in (sari, budi):
        (entry,) = await inbox(room, headers)
        assert (entry["kind"], entry["text"]) == ("announcement", TEXT)
        assert entry["text_en"] == "Doors open at 9."
    assert await inbox(room, keys.bearer("organiser", "", account="account-office")) == []
    assert await inbox(room, keys.bearer("exhibitor", "exhibitor:lain-2026:KOP-01")) == []

    taken_back = AnnouncementWithdrawn.model_validate(
        {**SAID, "version": 2, "audience": "everyone"}
    )
    await room.hears(taken_back, made("everyone"))

    async def is_empty() -> bool:
        return all([(await inbox(room, who))[0]["count"] == 0 for who in (sari, budi)])

    await until(is_empty)
    assert (await inbox(room, sari))[0]["title"] == f"Pengumuman panitia ditarik: {TEXT}"
    for who in ("lina", "sari", "tono", "budi"):
        assert len(mail.to(f"{who}@example.invalid")) == 1, who
    assert not mail.to("jauh@example.invalid")


async def _have_letters(mail: MailServer, *who: str) -> bool:
    return all(mail.to(f"{one}@example.invalid") for one in who)
