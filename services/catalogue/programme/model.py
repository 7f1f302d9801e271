"""A talk or event of an edition's programme, and when it can be."""

from datetime import timedelta
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from kernel.problems import Conflict, Invalid
from services.catalogue.editions.model import Edition, Name
from services.catalogue.values import Value

VENUE_TIME = ZoneInfo("Asia/Jakarta")
LONGEST = timedelta(hours=14)
MOST_TALKS = 200
Line = Annotated[str, StringConstraints(max_length=160)]


class TalkForm(Value):
    """What the office says of a talk or event: in a `place`, online at a `link`, or both."""

    title: Name
    title_en: Line = ""
    starts: AwareDatetime
    ends: AwareDatetime
    place: Line = ""
    link: Annotated[str, StringConstraints(pattern=r"^(https://\S{3,300})?$")] = ""
    speaker: Line = ""

    @model_validator(mode="after")
    def _can_be_attended(self) -> Self:
        if not self.starts < self.ends <= self.starts + LONGEST:
            raise ValueError("a talk ends after it starts, within 14 hours")
        if not self.place and not self.link:
            raise ValueError("a talk has a place, a link or both")
        return self


class Talk(TalkForm):
    """A talk or event in an edition's programme."""

    id: str
    edition: str
    version: Annotated[int, Field(ge=1)] = 1

    def revised(self, form: TalkForm) -> Self:
        """The same talk as it is announced now."""
        said = {name: getattr(form, name) for name in TalkForm.model_fields}
        return self.model_copy(update=said | {"version": self.version + 1})


def expect_within(edition: Edition, form: TalkForm) -> None:
    """Raises Invalid for a talk that does not begin on a day of its edition."""
    day = form.starts.astimezone(VENUE_TIME).date()
    if not edition.starts <= day <= edition.ends:
        raise Invalid(
            f"Acara harus mulai pada hari edisi ini: {edition.starts} sampai {edition.ends}.",
            f"A talk begins on a day of this edition: {edition.starts} to {edition.ends}.",
            code="outside-edition",
        )


def expect_room(talks: int) -> None:
    """Raises Conflict when a programme has as many talks as it can."""
    if talks >= MOST_TALKS:
        raise Conflict(
            f"Satu edisi memuat paling banyak {MOST_TALKS} acara; hapus yang tidak jadi dulu.",
            f"An edition has at most {MOST_TALKS} talks; remove those that are off first.",
            code="programme-full",
        )
