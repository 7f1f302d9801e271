"""The HTTP door: everybody's own inbox and preferences, and how the mail is doing."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from contracts.catalogue import Audience
from kernel.callers import Asking, Caller
from kernel.imports import Edition
from kernel.pages import After, Limit, Page, cursor, read_cursor
from kernel.paths import Segment
from kernel.problems import Invalid
from kernel.sealing import PublicSealingKey
from kernel.service import provided
from services.notifications.announcing.store import Audiences
from services.notifications.inbox.model import Entry
from services.notifications.inbox.store import Entries
from services.notifications.inbox.told import Occasion
from services.notifications.mail.model import State
from services.notifications.mail.sealing import LetterKeys
from services.notifications.mail.store import Deliveries
from services.notifications.people import actions
from services.notifications.people.model import Language, Wishes
from services.notifications.people.store import People
from services.notifications.words import Words

router = APIRouter(prefix="/v1")

EVERYBODY = ("organiser", "assistant", "exhibitor", "buyer", "broker", "visitor", "ops")
FAILURES = 20


async def _signed_in(caller: Asking) -> Caller:
    caller.must_be(*EVERYBODY)
    return caller


SignedIn = Annotated[Caller, Depends(_signed_in)]


class EntryShown(BaseModel):
    """An inbox entry in both languages; `link` is a page of the gateway."""

    id: str
    occasion: Occasion
    kind: str
    count: int
    title: str
    title_en: str
    text: str
    text_en: str
    link: str
    changed_at: datetime
    read: bool


class InboxShown(Page[EntryShown]):
    """A page of the inbox; `unread` counts the whole of it."""

    unread: int


class Preferences(BaseModel):
    """Whether a person wants mail, and the language they are written to in."""

    mail: bool
    language: Language


class AudienceSize(BaseModel):
    """How many people an audience has, and how many of them take letters."""

    people: int
    mail: int


class Failure(BaseModel):
    """A letter that nobody will get, and what the mail server said."""

    id: str
    account: str
    state: State
    attempts: int
    reason: str
    created_at: datetime


class DeliveriesShown(BaseModel):
    """How the letters of the last month fare."""

    counts: dict[State, int]
    waiting_since: datetime | None
    failures: list[Failure]


@router.get("/inbox")
async def open_inbox(
    caller: SignedIn,
    entries: Annotated[Entries, provided(Entries)],
    people: Annotated[People, provided(People)],
    words: Annotated[Words, provided(Words)],
    after: After = None,
    limit: Limit = 20,
) -> InboxShown:
    """What the caller's party is told, the last changed first."""
    opened = await actions.open_inbox(caller, _place(after), limit, entries, people)
    last = opened.entries[-1][0] if opened.entries else None
    return InboxShown(
        items=[_shown(entry, read, words) for entry, read in opened.entries],
        next=None if opened.is_last or not last else cursor(last.changed_at.isoformat(), last.id),
        unread=opened.unread,
    )


@router.post("/inbox/{entry_id}/reading", status_code=204)
async def read_entry(
    entry_id: Segment,
    caller: SignedIn,
    entries: Annotated[Entries, provided(Entries)],
    people: Annotated[People, provided(People)],
) -> None:
    """The caller has read an entry; it counts as unread again when something is added to it."""
    await actions.read_entry(caller, entry_id, entries, people)


@router.get("/inbox/audiences/{edition}/{audience}")
async def audience_size(
    edition: Edition,
    audience: Audience,
    caller: Asking,
    audiences: Annotated[Audiences, provided(Audiences)],
) -> AudienceSize:
    """Whom an announcement would reach."""
    caller.must_be("organiser")
    people, mail = await audiences.size(edition, audience)
    return AudienceSize(people=people, mail=mail)


@router.get("/preferences")
async def preferences(caller: SignedIn, people: Annotated[People, provided(People)]) -> Preferences:
    """How the caller is told."""
    person = await people.get(caller.account)
    return Preferences(mail=person.wishes.mail, language=person.language)


@router.put("/preferences")
async def prefer(
    wanted: Preferences, caller: SignedIn, people: Annotated[People, provided(People)]
) -> Preferences:
    """How the caller wants to be told from now on."""
    await people.wish(caller.account, Wishes(mail=wanted.mail, language=wanted.language))
    return wanted


@router.get("/letter-key")
async def letter_key(keys: Annotated[LetterKeys, provided(LetterKeys)]) -> PublicSealingKey:
    """What a letter's secret is sealed with on its way here; a public key, for whoever asks."""
    return await keys.public()


@router.get("/ops/deliveries")
async def deliveries(
    caller: Asking, deliveries: Annotated[Deliveries, provided(Deliveries)]
) -> DeliveriesShown:
    """How many letters wait, went out and failed, and the last of those that failed."""
    caller.must_be("ops", "organiser")
    oldest = await deliveries.oldest_waiting()
    failures = await deliveries.failures(FAILURES)
    return DeliveriesShown(
        counts=await deliveries.counts(),
        waiting_since=oldest and oldest.created_at,
        failures=[Failure.model_validate(failure.model_dump()) for failure in failures],
    )


def _shown(entry: Entry, read: bool, words: Words) -> EntryShown:
    return EntryShown(
        id=entry.id,
        occasion=entry.occasion,
        kind=entry.kind,
        count=entry.count,
        title=words.title(entry, "id"),
        title_en=words.title(entry, "en"),
        text=words.text(entry, "id"),
        text_en=words.text(entry, "en"),
        link=entry.link,
        changed_at=entry.changed_at,
        read=read,
    )


def _place(after: str | None) -> tuple[datetime, str] | None:
    if after is None:
        return None
    moment, entry_id = read_cursor(after, 2)
    try:
        return datetime.fromisoformat(moment), entry_id
    except ValueError as error:
        raise Invalid(
            "Parameter `after` tidak dikenal; pakai nilai `next` dari halaman sebelumnya.",
            "Parameter `after` is not known; use the `next` of the page before.",
            code="unknown-cursor",
        ) from error
