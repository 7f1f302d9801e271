"""Where editions and templates are kept; an edition and the fact that tells of it are one save."""

import json
from functools import cache
from pathlib import Path

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from kernel.problems import Conflict, NotFound
from services.catalogue import facts
from services.catalogue.editions.model import Edition, Template

GIVEN = Path(__file__).parents[3] / "data" / "editions.json"
MOST_TEMPLATES = 200


class Editions:
    """Editions of the expo, each with a turn that whatever moves on its floor takes."""

    def __init__(self, mongo: Mongo, outbox: Outbox) -> None:
        self._mongo, self._outbox = mongo, outbox
        self._editions = mongo["editions"]

    async def get(self, edition: str) -> Edition:
        """Raises NotFound."""
        return (await self.turn(edition))[0]

    async def all(self) -> list[Edition]:
        """Every edition, the newest first."""
        found = self._editions.find().sort([("starts", -1), ("_id", 1)]).limit(200)
        return [Edition.model_validate(document) async for document in found]

    async def add(self, edition: Edition) -> None:
        """Keep a new edition. Raises Conflict when its id is taken."""

        async def work() -> None:
            await self._editions.insert_one(
                {"_id": edition.id, **edition.model_dump(mode="json")},
                session=self._mongo.session,
            )
            await self._outbox.tell([facts.edition_opened(edition)])

        try:
            await self._mongo.transaction(work)
        except DuplicateKeyError as error:
            raise Conflict(
                f"Edisi “{edition.id}” sudah ada.",
                f"Edition “{edition.id}” exists already.",
                code="edition-exists",
            ) from error

    async def keep(self, edition: Edition) -> None:
        """Keep and tell what has become of an edition, in the transaction at hand."""
        await self._editions.update_one(
            {"_id": edition.id},
            {"$set": edition.model_dump(mode="json")},
            session=self._mongo.session,
        )
        await self._outbox.tell([facts.edition_opened(edition)])

    async def take_turn(self, edition: str) -> tuple[Edition, int]:
        """An edition, and the turn it was at; no other transaction takes one before this one ends.

        Of two that write the same document MongoDB aborts one and repeats it. So nobody gets a
        stand that another has got meanwhile, or that the edition has lost. Raises NotFound.
        """
        found = await self._editions.find_one_and_update(
            {"_id": edition},
            {"$inc": {"turn": 1}},
            return_document=ReturnDocument.BEFORE,
            session=self._mongo.session,
        )
        document = _there(found, edition)
        return Edition.model_validate(document), int(document.get("turn", 0))

    async def turn(self, edition: str) -> tuple[Edition, int]:
        """An edition and the turn it is at. Raises NotFound."""
        found = await self._editions.find_one({"_id": edition}, session=self._mongo.session)
        document = _there(found, edition)
        return Edition.model_validate(document), int(document.get("turn", 0))

    async def counts(self, edition: str) -> dict[str, int]:
        """How many exhibitors and listed products an edition has."""
        count = self._mongo["exhibitors"].count_documents
        products = self._mongo["products"].count_documents
        return {
            "exhibitors": await count({"edition": edition}),
            "products": await products({"edition": edition, "status": "listed"}),
        }


class Templates:
    """Templates that come with the installation, and those that the office has saved."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._templates = mongo, mongo["edition_templates"]

    async def all(self) -> list[Template]:
        """The office's own first, the last saved before the others."""
        found = self._templates.find().sort("saved_at", -1).limit(MOST_TEMPLATES)
        own = [Template.model_validate(document) async for document in found]
        return [*own, *given_templates().values()]

    async def get(self, template: str) -> Template:
        """Raises NotFound."""
        found = await self._templates.find_one({"_id": template})
        known = Template.model_validate(found) if found else given_templates().get(template)
        if known is None:
            raise NotFound(
                f"Templat “{template}” tidak ada.",
                f"There is no template “{template}”.",
                code="no-template",
            )
        return known

    async def add(self, template: Template, saved_at: object) -> None:
        """Keep an own template. Raises Conflict when its id is taken."""
        document = {"_id": template.id, "saved_at": saved_at, **template.model_dump(mode="json")}
        try:
            if template.id in given_templates():
                raise _taken(template.id)
            await self._templates.insert_one(document)
        except DuplicateKeyError as error:
            raise _taken(template.id) from error


@cache
def given_templates() -> dict[str, Template]:
    """The templates that come with the installation, by id."""
    read = json.loads(GIVEN.read_text(encoding="utf-8"))
    return {said["id"]: Template.model_validate(said) for said in read}


def _there(found: Document | None, edition: str) -> Document:
    if found is None:
        raise NotFound(
            f"Edisi “{edition}” tidak ada.", f"There is no edition “{edition}”.", code="no-edition"
        )
    return found


def _taken(template: str) -> Conflict:
    return Conflict(
        f"Templat “{template}” sudah ada; pilih nama lain.",
        f"Template “{template}” exists already; choose another name.",
        code="template-exists",
    )
