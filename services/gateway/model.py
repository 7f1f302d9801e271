"""Nouns and rules of the gateway: who has an account, and who may sign in with it."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict

from kernel.problems import Unauthenticated

Role = Literal["organiser", "assistant", "exhibitor", "buyer", "broker", "visitor", "ops"]
LanguageCode = Literal["id", "en"]
# RFC 2606: they belong to nobody, so sample data uses them, and the validator refuses them.
NOBODYS_DOMAINS = (".invalid", ".example")


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


Email = Annotated[str, AfterValidator(address)]


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
    """A person with an id; without a password hash nobody signs in but to a sample account."""

    id: str
    password_hash: str = ""
    version: int = 1

    @classmethod
    def of(cls, person: Person, account_id: str) -> Self:
        """A new account."""
        return cls(id=account_id, **person.model_dump())

    @property
    def edition(self) -> str:
        """The edition of the party the person acts for, "" for nobody's."""
        return self.party.split(":")[1] if self.party else ""

    def revised(self, person: Person) -> Self:
        """The account after its person was described anew; the same one if nothing differs."""
        after = self.model_copy(update=person.model_dump())
        if after == self:
            return self
        return after.model_copy(update={"version": self.version + 1})


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
