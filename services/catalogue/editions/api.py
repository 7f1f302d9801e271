"""The HTTP door of editions and of the templates that they are opened from."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ValidationError

from kernel.callers import Asking
from kernel.editing import SeenVersion, tag
from kernel.imports import Edition as EditionPath
from kernel.problems import Invalid
from kernel.service import provided
from services.catalogue.editions import actions
from services.catalogue.editions.model import (
    Edition,
    EditionForm,
    EditionId,
    Name,
    Plan,
    Template,
    like,
)
from services.catalogue.editions.store import Editions, Templates
from services.catalogue.shelves import Shelves

router = APIRouter(tags=["editions"])

E = Annotated[Editions, provided(Editions)]
T = Annotated[Templates, provided(Templates)]
S = Annotated[Shelves, provided(Shelves)]
Id = Annotated[EditionId, Query()]
Title = Annotated[Name, Query()]


class EditionAnswer(Edition):
    """An edition with how much is in it."""

    counts: dict[str, int]


class TemplateName(BaseModel):
    """What a new template is called."""

    id: EditionId
    name: Name
    name_en: Name


@router.get("/v1/editions")
async def list_editions(editions: E) -> dict[str, Any]:
    """Every edition, the newest first."""
    items = [await _counted(edition, editions) for edition in await editions.all()]
    return {"items": items, "next": None}


@router.post("/v1/editions", status_code=201)
async def open_edition(form: EditionForm, caller: Asking, editions: E) -> EditionAnswer:
    """Open an edition."""
    caller.must_be("organiser")
    return await _counted(await actions.open_edition(form, editions), editions)


@router.get("/v1/edition-templates")
async def list_templates(caller: Asking, templates: T) -> dict[str, list[Template]]:
    """Templates for editions, the office's own first."""
    caller.must_be("organiser")
    return {"items": await templates.all()}


@router.get("/v1/edition-templates/{template}/edition")
async def from_template(
    template: Annotated[str, Path(pattern=r"^[a-z0-9-]{3,40}$")],
    id: Id,
    name: Title,
    name_en: Title,
    starts: date,
    caller: Asking,
    templates: T,
) -> EditionForm:
    """The edition that a template makes of a first day, as it may be opened; nothing is kept."""
    caller.must_be("organiser")
    found = await templates.get(template)
    return _sound(lambda: found.plan(id, name, name_en, starts))


@router.get("/v1/editions/{edition}/copy")
async def from_edition(
    edition: EditionPath, id: Id, name: Title, name_en: Title, starts: date, caller: Asking, all_: E
) -> EditionForm:
    """An edition like an earlier one, as it may be opened: halls, categories, rule set and booking
    window, but no exhibitors; nothing is kept."""
    caller.must_be("organiser")
    found = await all_.get(edition)
    return _sound(lambda: like(found, id, name, name_en, starts))


@router.post("/v1/editions/{edition}/template", status_code=201)
async def save_template(
    edition: EditionPath, form: TemplateName, caller: Asking, editions: E, templates: T
) -> Template:
    """Save how an edition is held as a template."""
    caller.must_be("organiser")
    said = form.id, form.name, form.name_en
    return await actions.save_template(edition, *said, editions, templates)


@router.get("/v1/editions/{edition}")
async def get_edition(edition: EditionPath, response: Response, editions: E) -> EditionAnswer:
    """One edition, with its version as ETag."""
    return await _shown(await editions.get(edition), response, editions)


@router.put("/v1/editions/{edition}")
async def revise_edition(
    edition: EditionPath,
    plan: Plan,
    seen: SeenVersion,
    caller: Asking,
    response: Response,
    shelves: S,
) -> EditionAnswer:
    """Change an edition; `If-Match` says which version the change was made from."""
    caller.must_be("organiser")
    revised = await actions.revise_edition(edition, plan, seen, shelves)
    return await _shown(revised, response, shelves.editions)


async def _shown(edition: Edition, response: Response, editions: Editions) -> EditionAnswer:
    tag(response, edition.version)
    return await _counted(edition, editions)


async def _counted(edition: Edition, editions: Editions) -> EditionAnswer:
    return EditionAnswer(**edition.model_dump(), counts=await editions.counts(edition.id))


def _sound(make: Any) -> EditionForm:
    try:
        form: EditionForm = make()
    except (ValidationError, OverflowError) as error:
        raise Invalid(
            "Tanggal mulai ini tidak mungkin; periksa tahunnya.",
            "This first day cannot be; check its year.",
        ) from error
    return form
