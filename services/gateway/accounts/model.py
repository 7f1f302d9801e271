"""Who may ask whom in, and what a password must be."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from kernel.problems import Conflict, Forbidden, Invalid
from services.gateway.model import Account, Email, LanguageCode, Person, Role, words_of

Party = Annotated[str, Field(pattern=r"^(exhibitor|buyer):[a-z0-9-]{3,40}:[A-Za-z0-9._-]{1,40}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]

SHORTEST = 10
LONGEST = 200
# NIST SP 800-63B-4: no rules of composition, but nothing that everybody tries first.
TRIED_FIRST = (
    "password", "passw0rd", "katasandi", "rahasia", "qwerty", "12345", "abcd", "bismillah",
    "indonesia", "koperasi", "sayang", "admin", "pendopo",
)  # fmt: skip

INVITES: dict[str, Sequence[Role]] = {
    "organiser": ("organiser", "assistant", "exhibitor", "buyer", "broker"),
    "ops": ("ops", "organiser"),
}
SIDES = {"exhibitor": "exhibitor", "buyer": "buyer", "broker": "buyer"}


class Invitation(BaseModel):
    """Whom somebody asks in: `party` is written `exhibitor:<edition>:<code>`, "" for nobody's."""

    model_config = ConfigDict(frozen=True)

    email: Email
    name: Name
    role: Role
    party: Annotated[
        str, Field(pattern=r"^((exhibitor|buyer):[a-z0-9-]{3,40}:[A-Za-z0-9._-]{1,40})?$")
    ] = ""
    language: LanguageCode = "id"

    @model_validator(mode="after")
    def _has_the_party_of_its_role(self) -> "Invitation":
        side = SIDES.get(self.role, "")
        if self.role != "assistant" and self.party.partition(":")[0] != side:
            raise ValueError(f"the party of this role is one of kind {side or 'nobody'}")
        return self

    @property
    def person(self) -> Person:
        return Person.model_validate(self.model_dump())


def may_ask_in(asking: str, account: Account | None, role: Role, party: str) -> bool:
    """Whether somebody asking in a role, whose account this is, may ask such a person in."""
    if role in INVITES.get(asking, ()):
        return True
    return (
        account is not None
        and account.owns_party
        and (role, party) == (account.role, account.party)
    )


class NotYoursToInvite(Forbidden):
    """Parties ask in their own team, the office everybody."""

    code = "not-yours-to-invite"

    def __init__(self) -> None:
        super().__init__(
            "Anda hanya boleh mengundang orang ke tim pihak Anda sendiri.",
            "You may ask people into the team of your own party alone.",
        )


class OwnAccount(Conflict):
    """Nobody shuts the door behind themselves."""

    code = "own-account"

    def __init__(self) -> None:
        super().__init__(
            "Akun Anda sendiri tidak dapat Anda tutup; mintalah rekan melakukannya.",
            "You cannot close your own account; ask a colleague to.",
        )


class AddressTaken(Conflict):
    """The address belongs to somebody in another place."""

    code = "address-taken"

    def __init__(self, email: str) -> None:
        super().__init__(
            f"{email} sudah dipakai akun dengan peran atau pihak lain; pakai alamat lain.",
            f"{email} belongs to an account of another role or party; use another address.",
        )


class WrongPassword(Forbidden):
    """Who changes a password must know the one before."""

    code = "wrong-password"

    def __init__(self) -> None:
        super().__init__(
            "Kata sandi yang sekarang tidak cocok.", "The present password is not right."
        )


class WeakPassword(Invalid):
    """A password that is guessed soon."""

    code = "weak-password"


def expect_strong(password: str, account: Account) -> None:
    """Raises WeakPassword for one that is short, one of those tried first, or about its owner."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(
            f"Kata sandi harus {SHORTEST} sampai {LONGEST} huruf atau tanda.",
            f"A password needs {SHORTEST} to {LONGEST} characters.",
        )
    if _is_guessed_soon(password.lower(), account):
        raise WeakPassword(
            "Kata sandi ini mudah ditebak. Pakai beberapa kata yang tidak berhubungan.",
            "This password is easy to guess. Use several words that have nothing to do with it.",
        )


def _is_guessed_soon(password: str, account: Account) -> bool:
    """Whether little is left of it without what everybody tries and what its owner is called."""
    own = [word for word in words_of(f"{account.name} {account.email}") if len(word) > 2]
    left = password
    for known in sorted([*TRIED_FIRST, *own], key=len, reverse=True):
        left = left.replace(known, "")
    return len(set(left)) < 6
