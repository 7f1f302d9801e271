"""The HTTP door of profiles: who an exhibitor is, and how it takes part in an edition."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from kernel.callers import Asking
from kernel.editing import SeenVersion, tag
from kernel.imports import Edition as EditionPath
from kernel.service import provided
from services.catalogue.model import Attendance, Exhibitor, ProfileId
from services.catalogue.ownership import expect_owner
from services.catalogue.profiles import actions, goods
from services.catalogue.profiles.model import Invited, ParticipationForm, Profile, ProfileForm
from services.catalogue.shelves import Shelves
from services.catalogue.values import Value

router = APIRouter(tags=["profiles"])

S = Annotated[Shelves, provided(Shelves)]
Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
ProfilePath = Annotated[ProfileId, Path()]


class Part(Value):
    """A part that a profile takes in an edition."""

    edition: str
    code: str
    attendance: Attendance
    category: str
    stand: str | None = None


class ProfileAnswer(Profile):
    """A profile with the parts it takes, the newest edition last."""

    parts: list[Part]


class Participation(Part):
    """How an exhibitor takes part, as its people and the office see it."""

    profile: ProfileId
    needs_access: bool
    version: int


@router.get("/v1/profiles/{profile}")
async def get_profile(profile: ProfilePath, response: Response, shelves: S) -> ProfileAnswer:
    """Who an exhibitor is, whatever the edition."""
    found, parts = await actions.get_profile(profile, shelves)
    tag(response, found.version)
    return ProfileAnswer(**found.model_dump(), parts=[_part(one) for one in parts])


@router.put("/v1/profiles/{profile}")
async def revise_profile(
    profile: ProfilePath,
    form: ProfileForm,
    seen: SeenVersion,
    caller: Asking,
    response: Response,
    shelves: S,
) -> Profile:
    """Change what it says of itself, in all editions at once."""
    revised = await actions.revise_profile(profile, form, seen, caller, shelves)
    tag(response, revised.version)
    return revised


@router.get("/v1/editions/{edition}/exhibitors/{code}/participation")
async def get_participation(
    edition: EditionPath, code: Code, caller: Asking, response: Response, shelves: S
) -> Participation:
    """How an exhibitor takes part, for its people and the office."""
    found = await shelves.exhibitors.get(edition, code)
    expect_owner(caller, found.id)
    return _shown(found, response)


@router.put("/v1/editions/{edition}/exhibitors/{code}/participation")
async def revise_participation(
    edition: EditionPath,
    code: Code,
    form: ParticipationForm,
    seen: SeenVersion,
    caller: Asking,
    response: Response,
    shelves: S,
) -> Participation:
    """Change how an exhibitor takes part; one that is online alone lets go of its stand."""
    revised = await actions.revise_participation(edition, code, form, seen, caller, shelves)
    return _shown(revised, response)


@router.post("/v1/editions/{edition}/participations")
async def take_in(
    edition: EditionPath,
    invited: Invited,
    caller: Asking,
    shelves: S,
    after: Annotated[str, Query(pattern=r"^[A-Za-z0-9._-]{0,40}$")] = "",
) -> actions.Joined:
    """Let exhibitors of an earlier edition take part in this one."""
    caller.must_be("organiser")
    return await actions.take_in(edition, invited, after, caller, shelves)


@router.post("/v1/editions/{edition}/exhibitors/{code}/products/renewal")
async def offer_anew(
    edition: EditionPath, code: Code, caller: Asking, shelves: S
) -> dict[str, list[str]]:
    """Make drafts of what the exhibitor had on offer in its edition before this one."""
    return {"drafts": await goods.offer_anew(edition, code, caller, shelves)}


def _part(exhibitor: Exhibitor) -> Part:
    return Part(**{name: getattr(exhibitor, name) for name in Part.model_fields})


def _shown(exhibitor: Exhibitor, response: Response) -> Participation:
    tag(response, exhibitor.version)
    return Participation(**{name: getattr(exhibitor, name) for name in Participation.model_fields})
