"""The HTTP door of announcements: everybody reads the public ones, the office makes them."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from contracts.catalogue import Audience
from kernel.callers import Asking
from kernel.imports import Edition
from kernel.pages import After, Limit, Page
from kernel.service import provided
from services.catalogue.announcements.actions import Office
from services.catalogue.announcements.model import Announcement, AnnouncementForm

router = APIRouter(prefix="/v1/editions/{edition}/announcements", tags=["announcements"])

TheOffice = Annotated[Office, provided(Office)]
AnnouncementId = Annotated[str, Path(pattern=r"^[0-9a-f]{24}$")]


class Notice(BaseModel):
    """What stands on the start page."""

    id: str
    text: str
    text_en: str
    audience: Audience
    told_at: datetime | None


@router.get("")
async def public_announcements(edition: Edition, office: TheOffice) -> Page[Notice]:
    """What the office says to everybody or to visitors now: the last three, newest first."""
    found = await office.announcements.public(edition)
    return Page(items=[Notice.model_validate(one.model_dump()) for one in found], next=None)


@router.get("/history")
async def all_announcements(
    edition: Edition, caller: Asking, office: TheOffice, after: After = None, limit: Limit = 50
) -> Page[Announcement]:
    """All of an edition, the last made first: waiting, told or taken back."""
    caller.must_be("organiser")
    items, further = await office.announcements.page(edition, after, limit)
    return Page(items=items, next=further)


@router.put("/{announcement}")
async def announce(
    edition: Edition,
    announcement: AnnouncementId,
    form: AnnouncementForm,
    caller: Asking,
    office: TheOffice,
) -> Announcement:
    """Announce something under an id of the sender's choice; sent again, it is the same one."""
    return await office.announce(edition, announcement, form, caller)


@router.post("/{announcement}/withdrawal")
async def withdraw(
    edition: Edition, announcement: AnnouncementId, caller: Asking, office: TheOffice
) -> Announcement:
    """Take an announcement back: from the start page, and from inboxes."""
    return await office.withdraw(edition, announcement, caller)
