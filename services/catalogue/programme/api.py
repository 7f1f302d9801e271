"""The HTTP door of the programme: everybody reads it, the office writes it."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from kernel.callers import Asking
from kernel.editing import SeenVersion, tag
from kernel.imports import Edition
from kernel.pages import After, Limit, Page
from kernel.service import provided
from services.catalogue.programme.actions import Programme
from services.catalogue.programme.model import Talk, TalkForm

router = APIRouter(prefix="/v1/editions/{edition}/programme", tags=["programme"])

P = Annotated[Programme, provided(Programme)]
TalkId = Annotated[str, Path(pattern=r"^[0-9a-f]{24}$")]


@router.get("")
async def list_talks(
    edition: Edition, programme: P, after: After = None, limit: Limit = 100
) -> Page[Talk]:
    """The talks and events of an edition in the order in which they begin."""
    items, further = await programme.talks.page(edition, after, limit)
    return Page(items=items, next=further)


@router.post("", status_code=201)
async def announce_talk(
    edition: Edition, form: TalkForm, caller: Asking, response: Response, programme: P
) -> Talk:
    """Put a talk or event into the programme."""
    talk = await programme.announce(edition, form, caller)
    tag(response, talk.version)
    return talk


@router.get("/{talk}")
async def get_talk(edition: Edition, talk: TalkId, response: Response, programme: P) -> Talk:
    """One talk or event, with its version as ETag."""
    found = await programme.talks.get(edition, talk)
    tag(response, found.version)
    return found


@router.put("/{talk}")
async def revise_talk(
    edition: Edition,
    talk: TalkId,
    form: TalkForm,
    seen: SeenVersion,
    caller: Asking,
    response: Response,
    programme: P,
) -> Talk:
    """Change a talk from the version that was seen."""
    revised = await programme.revise(edition, talk, form, seen, caller)
    tag(response, revised.version)
    return revised


@router.delete("/{talk}", status_code=204)
async def call_talk_off(
    edition: Edition, talk: TalkId, seen: SeenVersion, caller: Asking, programme: P
) -> None:
    """Take a talk out of the programme."""
    await programme.call_off(edition, talk, seen, caller)
