"""Nouns and rules of badges: a registration, and the codes that stood for it."""

import hashlib
import secrets
from datetime import datetime
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError

from kernel.problems import Conflict, Invalid, NotFound
from services.gateway.badges.codes import new_code
from services.gateway.model import Email

Name = Annotated[str, StringConstraints(min_length=2, max_length=120, strip_whitespace=True)]
Place = Literal["online", "gate"]


class RegistrationForm(BaseModel):
    """What somebody says who wants to come in.

    `consent_version` names the text that they agreed to; `shares_name` lets stands that scan the
    badge know the name. At the gate a name is all there is.
    """

    model_config = ConfigDict(frozen=True)

    name: Name
    email: Email | None = None
    organisation: Annotated[str, StringConstraints(max_length=120, strip_whitespace=True)] = ""
    consent_version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{0,40}$")] = ""
    shares_name: bool = False


class Owner(NamedTuple):
    """Whose registration it is: an account and the buyer it acts for, "" for neither."""

    account: str = ""
    party: str = ""


NOBODY = Owner()


class Registration(BaseModel):
    """Somebody who may come in to an edition; `badge` is the code that counts, "" for none.

    The key opens the badge's page to whoever registered and is kept as a digest.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    edition: str
    key_digest: str
    name: str
    email: str = ""
    organisation: str = ""
    account: str = ""
    party: str = ""
    place: Place
    consent_version: str = ""
    consented_at: datetime | None = None
    shares_name: bool = False
    badge: str
    registered_at: datetime
    version: int = 1

    @classmethod
    def of(
        cls,
        id_: str,
        edition: str,
        form: RegistrationForm,
        owner: "Owner",
        key: str,
        place: Place,
        moment: datetime,
    ) -> Self:
        """A new registration with its first badge."""
        return cls(
            id=id_,
            edition=edition,
            key_digest=digest(key),
            name=form.name,
            email=form.email or "",
            organisation=form.organisation,
            account=owner.account,
            party=owner.party,
            place=place,
            consent_version=form.consent_version,
            consented_at=moment if form.consent_version else None,
            shares_name=form.shares_name and bool(form.consent_version),
            badge=new_code(),
            registered_at=moment,
        )

    @property
    def person(self) -> str:
        """Who this is to exhibitors: the same as when they write to one from their account."""
        if self.party:
            return self.party
        return f"account:{self.account}" if self.account else f"badge:{self.id}"

    @property
    def is_erased(self) -> bool:
        """Whether nothing is left but that somebody came."""
        return not self.name

    def of_its_person(self) -> dict[str, Any]:
        """What the person may see of it: everything."""
        return self.model_dump(mode="json", exclude={"key_digest", "version"})

    def bound(self, owner: Owner) -> Self:
        """The registration as an account's. Raises OthersBadge."""
        if self.account:
            raise OthersBadge()
        own = {"account": owner.account, "party": owner.party}
        return self.model_copy(update={**own, "version": self.version + 1})

    def reissued(self) -> Self:
        """The registration with another badge."""
        return self.model_copy(update={"badge": new_code(), "version": self.version + 1})

    def without_badge(self) -> Self:
        """The registration whose badge lets nobody in any more. Raises NoBadge."""
        if not self.badge:
            raise NoBadge()
        return self.model_copy(update={"badge": "", "version": self.version + 1})


class Badge(BaseModel):
    """A code that stands, or stood, for a registration."""

    model_config = ConfigDict(frozen=True)

    code: str
    edition: str
    holder: str
    issued_at: datetime
    revoked_at: datetime | None = None

    def counts_at(self, moment: datetime) -> bool:
        """Whether it let somebody in at that time."""
        return self.revoked_at is None or moment < self.revoked_at


class OthersBadge(Conflict):
    """A registration stays with the account that it is of, and an account has one an edition."""

    code = "others-badge"

    def __init__(self) -> None:
        super().__init__(
            "Lencana ini milik akun lain, atau akun Anda sudah punya lencana untuk edisi ini.",
            "This badge is another account's, or your account has a badge of this edition already.",
        )


class NoBadge(Conflict):
    """There is no badge to take back."""

    code = "no-badge"

    def __init__(self) -> None:
        super().__init__(
            "Lencana ini sudah dicabut; terbitkan yang baru bila orangnya boleh masuk.",
            "This badge was revoked already; issue a new one if the person may come in.",
        )


class NoRegistration(NotFound):
    """Nobody has registered by this key or id."""

    code = "no-registration"

    def __init__(self) -> None:
        super().__init__(
            "Pendaftaran ini tidak ada. Daftar dulu, atau tanyakan kepada petugas gerbang.",
            "There is no such registration. Register first, or ask at the gate.",
        )


def new_key() -> str:
    """192 bits that fit into an address."""
    return secrets.token_urlsafe(24)


def digest(key: str) -> str:
    """Under what a key is kept; such keys are too long to be guessed from it."""
    return hashlib.sha256(key.encode()).hexdigest()


def expect_name(written: str) -> str:
    """A name as it is kept. Raises Invalid."""
    try:
        return TypeAdapter(Name).validate_python(written)
    except ValidationError as error:
        raise Invalid(
            "Isi nama, 2 sampai 120 huruf.", "Fill in a name of 2 to 120 letters.", code="no-name"
        ) from error
