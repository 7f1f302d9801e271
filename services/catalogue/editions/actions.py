"""Verbs of editions: open, revise, save as a template."""

from kernel.clock import now
from kernel.editing import expect_version
from kernel.problems import Invalid
from services.catalogue.editions.model import (
    Edition,
    EditionForm,
    Plan,
    Template,
    template_of,
)
from services.catalogue.editions.store import Editions, Templates
from services.catalogue.shelves import Shelves
from services.catalogue.stands.model import expect_nobody_loses_a_stand


async def open_edition(form: EditionForm, editions: Editions) -> Edition:
    """A new edition."""
    edition = Edition(**form.model_dump())
    await editions.add(edition)
    return edition


async def revise_edition(edition: str, plan: Plan, seen: int, shelves: Shelves) -> Edition:
    """Change an edition as seen in version `seen`.

    Raises StaleVersion when it has moved on, Conflict when somebody would lose a stand.
    """

    async def work() -> Edition:
        before, _ = await shelves.editions.take_turn(edition)
        expect_version(before.version, seen)
        after = before.revised(plan)
        if after.halls != before.halls:
            expect_nobody_loses_a_stand(after, await shelves.occupants.all(edition))
        await shelves.editions.keep(after)
        return after

    return await shelves.mongo.transaction(work)


async def save_template(
    edition: str, id_: str, name: str, name_en: str, editions: Editions, templates: Templates
) -> Template:
    """What an edition has in common with those to come. Raises Conflict when the id is taken."""
    try:
        template = template_of(await editions.get(edition), id_, name, name_en)
    except ValueError as error:
        raise Invalid(
            "Edisi ini tidak dapat dijadikan templat: jadwal pemesanannya terlalu panjang.",
            "This edition makes no template: its booking window is too long.",
            code="no-template-of-it",
        ) from error
    await templates.add(template, now())
    return template
