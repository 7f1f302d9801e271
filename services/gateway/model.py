"""Nouns and rules of the gateway: who has an account, and who may sign in with it."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, Self

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kernel.problems import Conflict, Unauthenticated

Role = Literal["organiser", "assistant", "exhibitor", "buyer", "broker", "visitor", "ops"]
LanguageCode = Literal["id", "en"]
# RFC 2606: they belong to nobody, so sample data uses them, and the validator refuses them.
NOBODYS_DOMAINS = (".invalid", ".example")
ERASED = "@erased.invalid"


def address(written: str) -> str:
    """An e-mail address in the one form in which it is kept. Raises ValueError."""
    lowered = written.strip().lower()
    for domain in NOBODYS_DOMAINS:
        if lowered.endswith(domain):
            _checked(lowered.removesuffix(domain) + ".org")
            return lowered
    return _checked(lowered)


def _checked(written: str) -> str:
    try:
        return validate_email(written, check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise ValueError("not an e-mail address") from error


Email = Annotated[str, Field(max_length=254), AfterValidator(address)]


class Person(BaseModel):
    """What is known of somebody who may sign in; `party` is whom they act for, "" for nobody."""

    model_config = ConfigDict(frozen=True)

    email: Email
    name: str
    role: Role
    party: str = ""
    language: LanguageCode = "id"
    is_sample: bool = False


class Account(Person):
    """A person with an id; without a password hash nobody signs in but to a sample account.

    A `member` was asked in by the owner of its party and may ask in nobody. `assigned` are further
    parties for which an assistant may act. `invited_until` is when
    the last invitation ends, `joined_at` when the person first came in, `closed` says that they may
    not any more.
    """

    id: str
    password_hash: str = ""
    version: int = 1
    member: bool = False
    assigned: tuple[str, ...] = ()
    invited_at: datetime | None = None
    invited_until: datetime | None = None
    joined_at: datetime | None = None
    closed: bool = False
    closed_at: datetime | None = None

    @classmethod
    def of(cls, person: Person, account_id: str) -> Self:
        """A new account."""
        return cls(id=account_id, **person.model_dump())

    @property
    def edition(self) -> str:
        """The edition of the party the person acts for, "" for nobody's."""
        return self.party.split(":")[1] if self.party else ""

    @property
    def person(self) -> Person:
        return Person.model_validate(self.model_dump(include=set(Person.model_fields)))

    @property
    def owns_party(self) -> bool:
        """Whether the person may ask others into the team of the party they act for."""
        return bool(self.party) and self.role in TEAMS and not self.member

    def standing(self, moment: datetime) -> "Standing":
        """How far the person has come in."""
        if self.closed:
            return "closed"
        if self.joined_at:
            return "joined"
        if self.invited_until is None:
            return "waiting"
        return "invited" if self.invited_until > moment else "lapsed"

    def revised(self, person: Person) -> Self:
        """The account after its person was described anew; the same one if nothing differs."""
        return self._changed(person.model_dump())

    def invited(self, moment: datetime, life: timedelta) -> Self:
        """The account once an invitation is on its way. Raises AlreadyJoined, AccountClosed."""
        if self.closed:
            raise AccountClosed(self.email)
        if self.joined_at:
            raise AlreadyJoined(self.email)
        return self.model_copy(update={"invited_at": moment, "invited_until": moment + life})

    def uninvited(self) -> Self:
        """The account once its invitation was taken back. Raises AlreadyJoined."""
        if self.joined_at:
            raise AlreadyJoined(self.email)
        return self.model_copy(update={"invited_at": None, "invited_until": None})

    def joined(self, name: str, language: LanguageCode, moment: datetime) -> Self:
        """The account once its person came in and said who they are."""
        return self._changed({"name": name, "language": language}).came_in(moment)

    def came_in(self, moment: datetime) -> Self:
        """The account once its person was inside."""
        return self.model_copy(update={"joined_at": self.joined_at or moment})

    def party_for(self, acting_for: str) -> str:
        """Whom the person acts for who chose `acting_for`: that, as long as they may."""
        return acting_for if acting_for in self.parties else self.party

    def role_for(self, acting_for: str) -> Role:
        """As what the person acts: an assistant as the party helped, and as a visitor for none."""
        if self.role != "assistant":
            return self.role
        return _AS.get(self.party_for(acting_for).partition(":")[0], "visitor")

    @property
    def parties(self) -> tuple[str, ...]:
        """All for whom the person may act; only assistants have several."""
        first = (self.party,) if self.party else ()
        return first + tuple(party for party in self.assigned if party not in first)

    def acting_for(self, parties: Sequence[str]) -> Self:
        """The assistant's account with these parties to act for. Raises NotAnAssistant."""
        if self.role != "assistant":
            raise NotAnAssistant(self.email)
        first, *others = dict.fromkeys(parties) or [""]
        return self._changed({"party": first}).model_copy(update={"assigned": tuple(others)})

    def shut(self, moment: datetime) -> Self:
        """The account that opens to nobody any more, as if nobody had ever come in by it."""
        forgotten = dict.fromkeys(("invited_at", "invited_until", "joined_at"))
        shut = self._changed({"closed": True})
        emptied = {**forgotten, "password_hash": "", "assigned": (), "closed_at": moment}
        return shut.model_copy(update=emptied)

    def erased(self) -> Self:
        """What is left of an account whose person had themselves erased: its id."""
        nobody = {"email": f"{self.id}{ERASED}", "name": "", "party": "", "closed": True}
        fresh = Account(id=self.id, **(self.person.model_dump() | nobody))
        update = fresh.model_dump() | {"version": self.version + 1}
        return self.model_copy(update=update)

    @property
    def is_erased(self) -> bool:
        return self.email.endswith(ERASED)

    def with_password(self, password_hash: str, moment: datetime) -> Self:
        """The account with another password; who chose one by a link in a letter has joined."""
        return self.came_in(moment).model_copy(update={"password_hash": password_hash})

    def written_in(self, language: LanguageCode) -> Self:
        """The account whose letters are in this language."""
        return self._changed({"language": language})

    def _changed(self, told: dict[str, Any]) -> Self:
        """The next version, if anything differs of what others are told."""
        after = self.model_copy(update=told)
        return self if after == self else after.model_copy(update={"version": self.version + 1})


Standing = Literal["waiting", "invited", "lapsed", "joined", "closed"]
"""Nobody has asked them in; asked in; asked in too long ago; came in; may not come in any more."""
_AS: dict[str, Role] = {"exhibitor": "exhibitor", "buyer": "buyer"}
TEAMS: tuple[Role, ...] = ("exhibitor", "buyer", "broker")
"""Roles whose party may have several accounts."""


class Sought(BaseModel):
    """Which people are looked for; what is empty narrows nothing. `q` is beginnings of words."""

    model_config = ConfigDict(frozen=True)

    editions: tuple[str, ...]
    role: Role | Literal[""] = ""
    party: str = ""
    standing: Standing | Literal[""] = ""
    q: str = ""

    @classmethod
    def team(cls, party: str) -> Self:
        """Everybody of a party."""
        return cls(editions=(party.split(":")[1] if party else "",), party=party)

    @property
    def words(self) -> list[str]:
        return words_of(self.q)


def words_of(text: str) -> list[str]:
    """The words by which a person is found."""
    return re.findall(r"\w+", text.lower())


DEMO: Sequence[Person] = (
    Person(
        email="penyelenggara@pendopo.invalid",
        name="Penyelenggara (contoh)",
        role="organiser",
        is_sample=True,
    ),
    Person(email="ops@pendopo.invalid", name="Operator (contoh)", role="ops", is_sample=True),
    Person(
        email="pengunjung@pendopo.invalid",
        name="Pengunjung (contoh)",
        role="visitor",
        is_sample=True,
    ),
)


class SignInRefused(Unauthenticated):
    """Mail and password do not belong together; it is not said which of them is wrong."""

    code = "sign-in-refused"

    def __init__(self) -> None:
        super().__init__(
            "Surel atau kata sandi tidak cocok.", "E-mail and password do not belong together."
        )


class AlreadyJoined(Conflict):
    """Who has come in needs no invitation."""

    code = "already-joined"

    def __init__(self, email: str) -> None:
        super().__init__(
            f"{email} sudah bergabung; bila lupa kata sandi, minta tautan di halaman masuk.",
            f"{email} has joined already; for a lost password the sign-in page sends a link.",
        )


class AccountClosed(Conflict):
    """An account that was closed lets nobody in."""

    code = "account-closed"

    def __init__(self, email: str) -> None:
        super().__init__(
            f"Akun {email} sudah ditutup; undang kembali untuk membukanya.",
            f"The account of {email} is closed; invite the person again to open it.",
        )


class NotAnAssistant(Conflict):
    """Only assistants act for parties that are not their own."""

    code = "not-an-assistant"

    def __init__(self, email: str) -> None:
        super().__init__(
            f"{email} bukan pendamping; hanya pendamping dapat ditugaskan ke beberapa pihak.",
            f"{email} is not an assistant; only assistants can be assigned to parties.",
        )
