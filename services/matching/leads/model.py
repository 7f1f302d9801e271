"""A lead: an exhibitor and a person, how they met, and what the person agreed to."""

import hashlib
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, Field, StringConstraints

from kernel.problems import Conflict, NotFound
from services.matching.model import Code, Value

ANSWER_WITHIN = timedelta(days=3)
"""A request for contact that is not answered in this time counts as missed."""

Channel = Literal["scan", "meeting", "request", "whatsapp"]
PersonKey = Annotated[
    str, StringConstraints(pattern=r"^(badge|account|buyer):[A-Za-z0-9._:-]{1,120}$")
]
Notes = Annotated[str, StringConstraints(max_length=4000, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(max_length=160, strip_whitespace=True)]


class Contact(Value):
    """How a person may be reached."""

    name: Line = ""
    mail: Line = ""
    phone: Line = ""

    def beside(self, known: "Contact | None") -> "Contact":
        """With what was known before where this says nothing."""
        said = {field: value for field, value in self if value}
        return known.model_copy(update=said) if known else self


class ConsentForm(Value):
    """That a person agreed to be contacted, and to which version of the text."""

    text_version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,40}$")]


class Consent(ConsentForm):
    """The same with when."""

    at: AwareDatetime


class LeadForm(Value):
    """What an exhibitor's device notes of a person, also offline and sent later.

    `device` and `sequence` together make the key by which the same note sent twice is one.
    Contact details are kept with a consent alone.
    """

    channel: Literal["scan", "meeting"]
    person: PersonKey
    device: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
    sequence: Annotated[int, Field(ge=0, le=10**15)]
    seen_at: AwareDatetime
    consent: ConsentForm | None = None
    contact: Contact | None = None


class RequestForm(Value):
    """What a person says who asks an exhibitor to be contacted."""

    exhibitor_code: Code
    message: Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True)] = ""
    consent: ConsentForm
    contact: Contact


class NotesForm(Value):
    """What an exhibitor thinks of a lead."""

    notes: Notes = ""
    rating: Annotated[int, Field(ge=1, le=5)] | None = None


class Touch(Value):
    """A channel by which the two met: first, last, and how often."""

    channel: Channel
    first_seen: AwareDatetime
    last_seen: AwareDatetime
    times: int = 1

    def joined(self, other: "Touch") -> Self:
        """Both together, in whatever order they are heard of."""
        return self.model_copy(
            update={
                "first_seen": min(self.first_seen, other.first_seen),
                "last_seen": max(self.last_seen, other.last_seen),
                "times": self.times + other.times,
            }
        )


class ContactRequest(Value):
    """A wish to be contacted, and when it was answered."""

    message: str
    asked_at: AwareDatetime
    answered_at: AwareDatetime | None = None

    def state(self, moment: datetime) -> Literal["waiting", "answered", "missed"]:
        """Missed is what was not answered in three days; answering late is still answering."""
        if self.answered_at:
            return "answered"
        return "missed" if moment > self.asked_at + ANSWER_WITHIN else "waiting"


class Lead(Value):
    """One exhibitor and one person; `by` is the account that gave its contact, "" for none known.

    A consent that was given before `withdrawn_at` does not come back, however late it is heard of.
    """

    id: str
    edition: str
    code: str
    exhibitor: str
    person: PersonKey
    touches: tuple[Touch, ...] = ()
    consent: Consent | None = None
    contact: Contact | None = None
    request: ContactRequest | None = None
    notes: str = ""
    rating: int | None = None
    by: str = ""
    withdrawn_at: AwareDatetime | None = None
    version: int = 0

    @classmethod
    def between(cls, edition: str, exhibitor: str, person: str) -> Self:
        """A lead in which nothing has happened yet."""
        code = lead_code(exhibitor, person)
        return cls(
            id=lead_id(edition, code),
            edition=edition,
            code=code,
            exhibitor=exhibitor,
            person=person,
        )

    @property
    def last_seen(self) -> datetime:
        return max(touch.last_seen for touch in self.touches)

    @property
    def asked(self) -> ContactRequest:
        """The request for contact. Raises NotFound when there is none."""
        if self.request is None:
            raise NotFound(
                "Belum ada permintaan kontak.", "No contact was asked for.", code="no-request"
            )
        return self.request

    def touched(self, channel: Channel, moment: datetime) -> Self:
        """The two met once more."""
        once = Touch(channel=channel, first_seen=moment, last_seen=moment)
        return self._next(touches=_together(self.touches, (once,)))

    def joined(self, other: "Lead") -> Self:
        """One lead of two that turned out to be with the same person."""
        ended = max(filter(None, (self.withdrawn_at, other.withdrawn_at)), default=None)
        after = self._next(
            touches=_together(self.touches, other.touches),
            request=self.request or other.request,
            notes="\n".join(filter(None, (self.notes, other.notes))),
            rating=self.rating or other.rating,
            by=self.by or other.by,
            withdrawn_at=ended,
            consent=None,
            contact=None,
        )
        given = [(lead.consent.at, lead) for lead in (self, other) if lead.consent]
        for at, lead in sorted(given, key=lambda agreed: agreed[0]):
            after = after.agreed(lead.consent, lead.contact, at)
        return after

    def agreed(self, consent: ConsentForm | None, contact: Contact | None, at: datetime) -> Self:
        """With what the person agreed to; contact details without a consent are dropped."""
        if consent is None or (self.withdrawn_at and at <= self.withdrawn_at):
            return self
        given = Consent(text_version=consent.text_version, at=at)
        known = contact.beside(self.contact) if contact else self.contact
        return self.model_copy(update={"consent": given, "contact": known})

    def withdrawn(self, moment: datetime) -> Self:
        """The person takes their consent back: what it let the exhibitor know goes with it."""
        gone = dict.fromkeys(("consent", "contact", "request"))
        return self._next(**gone, withdrawn_at=moment)

    def nobodys(self) -> Self:
        """Without any sign of the account that gave its contact."""
        return self.model_copy(update={"by": "", "notes": ""})

    def of_its_person(self) -> dict[str, Any]:
        """What the person may see of it: all but what the exhibitor thinks."""
        hidden = {"id", "notes", "rating", "version", "by"}
        return self.model_dump(mode="json", exclude=hidden)

    def asking(self, message: str, moment: datetime) -> Self:
        """The person asks to be contacted; a request that still waits is not asked twice."""
        if self.request and self.request.answered_at is None:
            return self
        return self.model_copy(update={"request": ContactRequest(message=message, asked_at=moment)})

    def answered(self, moment: datetime) -> Self:
        """The exhibitor has been in touch. Raises Conflict when nobody waits."""
        if self.request is None or self.request.answered_at:
            raise Conflict(
                "Tidak ada permintaan kontak yang menunggu.",
                "No request for contact is waiting.",
                code="nothing-asked",
            )
        return self._next(request=self.request.model_copy(update={"answered_at": moment}))

    def noted(self, form: NotesForm) -> Self:
        """With the exhibitor's notes and rating."""
        return self._next(notes=form.notes, rating=form.rating)

    def _next(self, **changes: object) -> Self:
        return self.model_copy(update={**changes, "version": self.version + 1})


def _together(touches: tuple[Touch, ...], others: tuple[Touch, ...]) -> tuple[Touch, ...]:
    found = {touch.channel: touch for touch in touches}
    for touch in others:
        before = found.get(touch.channel)
        found[touch.channel] = before.joined(touch) if before else touch
    return tuple(found.values())


def lead_code(exhibitor: str, person: str) -> str:
    """The same 24 hex digits for the same pair; the person cannot be read from them."""
    return hashlib.sha256(f"{exhibitor}\x1f{person}".encode()).hexdigest()[:24]


def lead_id(edition: str, code: str) -> str:
    """The id of a lead."""
    return f"lead:{edition}:{code}"
