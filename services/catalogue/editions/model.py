"""Editions and templates of editions: what an office says of them, and what must hold."""

from collections import Counter
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from contracts import lists
from kernel.cells import cell_error
from services.catalogue.editions.halls import Hall
from services.catalogue.values import Entry, Value, expect_known

EditionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{3,40}$")]
Name = Annotated[str, StringConstraints(min_length=2, max_length=160, strip_whitespace=True)]
Days = Annotated[int, Field(ge=0, le=365)]
Mall = Literal["open", "closed"]
RuleSet = Literal["home", "home-and-export"]


class Arrangement(Value):
    """How an edition is held, whenever that is.

    `categories` are those in use, all of them when empty; `rule_set` says for which markets
    exhibitors are to get ready; `mall` whether goods stay on show after the last day.
    """

    venue: Annotated[str, StringConstraints(max_length=200)] = ""
    halls: Annotated[tuple[Hall, ...], Field(max_length=50)] = ()
    categories: Annotated[tuple[Entry, ...], Field(max_length=100)] = ()
    rule_set: RuleSet = "home-and-export"
    mall: Mall = "open"

    @model_validator(mode="after")
    def _has_known_categories_and_distinct_halls(self) -> Self:
        for category in self.categories:
            expect_known(category in lists.categories(), "category", category)
        often = Counter(hall.code for hall in self.halls)
        if twice := [code for code, count in often.items() if count > 1]:
            raise cell_error(
                "hall-twice",
                f"Dua aula memakai kode “{twice[0]}”; beri kode yang berbeda.",
                f"Two halls have the code “{twice[0]}”; give each its own.",
            )
        return self


class Plan(Arrangement):
    """What an organiser says of an edition, but for its id.

    Meetings are booked from `booking_opens` to `booking_closes`, both days included.
    """

    name: Name
    name_en: Name
    starts: date
    ends: date
    booking_opens: date | None = None
    booking_closes: date | None = None
    is_sample: bool = False

    @model_validator(mode="after")
    def _goes_forward_in_time(self) -> Self:
        if self.ends < self.starts:
            raise cell_error(
                "ends-before-it-starts",
                "Hari terakhir tidak boleh sebelum hari pertama.",
                "The last day cannot be before the first.",
            )
        if (self.booking_opens is None) != (self.booking_closes is None):
            raise cell_error(
                "half-a-window",
                "Masa pemesanan perlu hari pertama dan hari terakhir; isi keduanya atau kosongkan.",
                "A booking window has a first and a last day; give both or none.",
            )
        if self.booking_opens and self.booking_closes:
            _expect_window(self.booking_opens, self.booking_closes, self.starts)
        return self


def _expect_window(opens: date, closes: date, starts: date) -> None:
    if closes < opens:
        raise closes_too_soon()
    if closes >= starts:
        raise cell_error(
            "closes-too-late",
            "Pemesanan harus ditutup sebelum hari pertama pameran.",
            "Booking closes before the edition starts.",
        )


def closes_too_soon() -> PydanticCustomError:
    """The refusal of a booking window that ends before it begins."""
    return cell_error(
        "closes-too-soon",
        "Pemesanan tidak boleh ditutup sebelum dibuka.",
        "Booking cannot close before it opens.",
    )


class EditionForm(Plan):
    """What an organiser says of an edition."""

    id: EditionId


class Edition(EditionForm):
    """One edition of the expo."""

    version: int = 1

    def uses(self, category: str) -> bool:
        """Whether goods of a category have a place in it."""
        return not self.categories or category in self.categories

    def revised(self, plan: Plan) -> Self:
        """The same edition by another plan, in its next version."""
        said = {name: getattr(plan, name) for name in Plan.model_fields}
        return self.model_copy(update=said | {"version": self.version + 1})


class TemplateForm(Arrangement):
    """A way to hold an edition, for editions to come.

    An edition opened by it lasts `days`; booking opens `booking_opens_before` days before the
    first of them and closes `booking_closes_before`.
    """

    name: Name
    name_en: Name
    days: Annotated[int, Field(ge=1, le=60)] = 3
    booking_opens_before: Days = 21
    booking_closes_before: Annotated[int, Field(ge=1, le=365)] = 1

    @model_validator(mode="after")
    def _closes_after_it_opens(self) -> Self:
        if self.booking_closes_before > self.booking_opens_before:
            raise closes_too_soon()
        return self


class Template(TemplateForm):
    """A template with its id; `own` for one that the office has saved."""

    id: EditionId
    own: bool = False

    def plan(self, id_: str, name: str, name_en: str, starts: date) -> EditionForm:
        """The edition that this template makes of a first day. Raises ValueError."""
        return EditionForm(
            **_arranged(self),
            id=id_,
            name=name,
            name_en=name_en,
            starts=starts,
            ends=starts + timedelta(days=self.days - 1),
            booking_opens=starts - timedelta(days=self.booking_opens_before),
            booking_closes=starts - timedelta(days=self.booking_closes_before),
        )


def template_of(edition: Edition, id_: str, name: str, name_en: str) -> Template:
    """What an edition has in common with those that will be held like it."""
    window = {}
    if edition.booking_opens and edition.booking_closes:
        window = {
            "booking_opens_before": min(365, (edition.starts - edition.booking_opens).days),
            "booking_closes_before": min(365, (edition.starts - edition.booking_closes).days),
        }
    return Template(
        **_arranged(edition),
        **window,
        id=id_,
        name=name,
        name_en=name_en,
        days=min(60, (edition.ends - edition.starts).days + 1),
        own=True,
    )


def like(edition: Edition, id_: str, name: str, name_en: str, starts: date) -> EditionForm:
    """An edition held as an earlier one was, from another first day on."""
    return template_of(edition, id_, name, name_en).plan(id_, name, name_en, starts)


def _arranged(arrangement: Arrangement) -> dict[str, object]:
    return {name: getattr(arrangement, name) for name in Arrangement.model_fields}
