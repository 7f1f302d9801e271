"""An announcement: to whom, from when on, and whether it was told or taken back."""

from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, StringConstraints, field_validator

from contracts.catalogue import AnnouncementMade, AnnouncementWithdrawn, Audience
from kernel.problems import Conflict, Invalid
from services.catalogue.values import Value

FURTHEST = timedelta(days=180)
MOST_WAITING = 100
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=500)]
Told = Literal["waiting", "told", "withdrawn"]


class AnnouncementForm(Value):
    """What the office says: in Indonesian, perhaps in English, now or from a moment on."""

    text: Words
    text_en: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""
    audience: Audience
    starts: AwareDatetime | None = None

    @field_validator("text", "text_en")
    @classmethod
    def _is_readable(cls, text: str) -> str:
        if any(not letter.isprintable() and letter not in "\r\n" for letter in text):
            raise ValueError("an announcement is text without control characters")
        return text


class Announcement(Value):
    """An announcement of an edition; its state only goes forward: waiting, told, withdrawn."""

    id: str
    edition: str
    text: str
    text_en: str
    audience: Audience
    starts: datetime
    made_at: datetime
    state: Told = "waiting"
    told_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @classmethod
    def of(cls, form: AnnouncementForm, moment: datetime, **made: str) -> Self:
        """A new one. Raises Invalid for a moment that is past or far away."""
        starts = form.starts or moment
        if not moment - timedelta(minutes=10) <= starts <= moment + FURTHEST:
            raise Invalid(
                f"Waktunya harus sekarang atau paling lama {FURTHEST.days} hari lagi.",
                f"The time is now or at most {FURTHEST.days} days ahead.",
                code="no-such-time",
            )
        said = form.model_dump(exclude={"starts"})
        return cls(**said, **made, starts=starts, made_at=moment)

    @property
    def is_public(self) -> bool:
        """Whether it stands on the start page, for whoever opens it."""
        return self.audience in ("everyone", "visitors")

    def says_the_same(self, other: Self) -> bool:
        """Whether this is the other, sent once more."""
        said = {"edition", "text", "text_en", "audience"}
        return self.model_dump(include=said) == other.model_dump(include=said)

    def told(self, moment: datetime) -> Self:
        """The announcement once it is out."""
        return self.model_copy(update={"state": "told", "told_at": moment})

    def withdrawn(self, moment: datetime) -> Self:
        """The announcement taken back; itself when it was before."""
        if self.state == "withdrawn":
            return self
        return self.model_copy(update={"state": "withdrawn", "withdrawn_at": moment})

    @property
    def made(self) -> AnnouncementMade:
        """The fact that it is out."""
        return AnnouncementMade(
            subject=self.id,
            version=1,
            edition=self.edition,
            audience=self.audience,
            text=self.text,
            text_en=self.text_en,
        )

    @property
    def taken_back(self) -> AnnouncementWithdrawn:
        """The fact that it holds no more."""
        return AnnouncementWithdrawn(
            subject=self.id, version=2, edition=self.edition, audience=self.audience
        )


def expect_room(waiting: int) -> None:
    """Raises Conflict when as many wait as an edition may have waiting."""
    if waiting >= MOST_WAITING:
        raise Conflict(
            f"Sudah {MOST_WAITING} pengumuman menunggu waktunya; tarik yang tidak jadi dulu.",
            f"{MOST_WAITING} announcements wait already; take back those that are off first.",
            code="announcements-full",
        )
