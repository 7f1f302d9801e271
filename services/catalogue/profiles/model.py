"""What lasts of an exhibitor, and how its parts in editions repeat it."""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from contracts import lists
from kernel.problems import Conflict
from services.catalogue.editions.model import Edition
from services.catalogue.model import (
    Attendance,
    Exhibitor,
    Name,
    ProfileId,
    Words,
    exhibitor_id,
)
from services.catalogue.values import Code, Entry, Value, expect_known

LASTING = ("name", "regency", "description", "description_en", "website")
"""The fields that are a profile's own; a part in an edition repeats them."""


class ProfileForm(Value):
    """What an exhibitor says of itself, for all editions."""

    name: Name
    regency: Entry
    description: Words = ""
    description_en: Words = ""
    website: Annotated[str, StringConstraints(pattern=r"^https?://\S{3,200}$")] | None = None

    @model_validator(mode="after")
    def _is_from_a_known_place(self) -> Self:
        expect_known(self.regency in lists.regencies(), "regency", self.regency)
        return self


class Profile(ProfileForm):
    """A cooperative or small producer, by an id that lasts."""

    id: ProfileId
    version: int = 1

    @classmethod
    def of(cls, exhibitor: Exhibitor, version: int = 1) -> Self:
        """The profile that an exhibitor shows."""
        said = {field: getattr(exhibitor, field) for field in LASTING}
        return cls(id=exhibitor.profile, version=version, **said)

    def revised(self, form: ProfileForm) -> Self:
        """The same profile as it describes itself now."""
        said = {field: getattr(form, field) for field in LASTING}
        return self.model_copy(update=said | {"version": self.version + 1})

    def shown_by(self, exhibitor: Exhibitor) -> Exhibitor:
        """A part in an edition that repeats the profile; the same one where it does so already."""
        said = {field: getattr(self, field) for field in LASTING}
        if all(getattr(exhibitor, field) == value for field, value in said.items()):
            return exhibitor
        return exhibitor.model_copy(update=said | {"version": exhibitor.version + 1})


class ParticipationForm(Value):
    """How a profile takes part in an edition."""

    attendance: Attendance
    category: Entry
    needs_access: bool = False

    @model_validator(mode="after")
    def _is_of_a_known_trade(self) -> Self:
        expect_known(self.category in lists.categories(), "category", self.category)
        return self


class Invited(Value):
    """Whom of an earlier edition to take into another one: some codes, or all when None."""

    edition: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{3,40}$")]
    codes: Annotated[tuple[Code, ...], Field(max_length=500)] | None = None


def taking_part(exhibitor: Exhibitor, edition: str) -> Exhibitor:
    """The part in another edition that an exhibitor of an earlier one gets: no stand yet."""
    return exhibitor.model_copy(
        update={
            "id": exhibitor_id(edition, exhibitor.code),
            "edition": edition,
            "stand": None,
            "stand_by": "hand",
            "picture": None,
            "version": 1,
        }
    )


def expect_in_use(category: str, edition: Edition) -> None:
    """Raises Conflict for a category that an edition does without."""
    if not edition.uses(category):
        raise Conflict(
            f"Kategori “{category}” tidak dipakai di edisi {edition.name}. "
            f"Pakai salah satu: {', '.join(edition.categories)}.",
            f"Category “{category}” is not in use in edition {edition.name_en}. "
            f"Use one of: {', '.join(edition.categories)}.",
            code="category-not-in-use",
        )


def showing(profiles: Iterable[Profile], parts: Iterable[Exhibitor]) -> list[Exhibitor]:
    """Those of some parts in editions that must change to repeat their profiles."""
    by_id = {profile.id: profile for profile in profiles}
    shown = [(part, by_id[part.profile].shown_by(part)) for part in parts if part.profile in by_id]
    return [after for before, after in shown if after is not before]
