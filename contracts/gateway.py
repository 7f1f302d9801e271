"""Facts that the gateway tells: accounts, letters that people are to get, who comes and goes."""

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from contracts.fact import Fact

LetterPurpose = Literal["invitation", "sign-in", "reset", "session-ended"]


class AccountOpened(Fact):
    """A person can sign in, or what is known of them changed.

    Carries personal data (name, e-mail), because whoever writes to people needs it. `party` is the
    exhibitor or buyer the person acts for, "" for nobody.
    """

    type: ClassVar[str] = "gateway.account.opened.v1"

    role: str
    party: str
    name: str
    email: str
    language: Literal["id", "en"] = "id"
    is_sample: bool = False


class AccountClosed(Fact):
    """A person cannot sign in any more and is not to be written to; it may be opened again."""

    type: ClassVar[str] = "gateway.account.closed.v1"


class LetterRequested(Fact):
    """A person is to get a letter at once, whatever they wish to hear of otherwise.

    The letter's link carries a secret, which is `sealed` to the room that writes letters: the fact
    itself opens nothing, and a seal that is moved to another subject, purpose, account or address
    does not open. "" is a letter without a secret. After `expires_at` it is not worth sending. `by`
    is who invites. Carries name and e-mail, because the letter may come before the account is
    heard of.
    """

    type: ClassVar[str] = "gateway.letter.requested.v1"

    purpose: LetterPurpose
    account: str
    name: str
    email: str
    sealed: str = ""
    expires_at: AwareDatetime
    by: str = ""
    language: Literal["id", "en"] = "id"
    is_sample: bool = False


class VisitorRegistered(Fact):
    """Somebody may come in to an edition; `subject` is the registration, made at this `place`.

    Carries no personal data, and neither do the facts of coming in and leaving.
    """

    type: ClassVar[str] = "gateway.visitor.registered.v1"
    lasting: ClassVar[bool] = False

    place: Literal["online", "gate"]


class BadgeBound(Fact):
    """Whose badge it is turned out: `subject` is the registration, which had no account until now.

    `person` is the buyer (`buyer:<edition>:<code>`) or, of those who buy for nobody, the account
    (`account:<id>`). Carries no other personal data.
    """

    type: ClassVar[str] = "gateway.badge.bound.v1"

    person: str


class VisitorEntered(Fact):
    """Somebody came in to the floor; `offline` when the gate only said so later."""

    type: ClassVar[str] = "gateway.visitor.entered.v1"
    lasting: ClassVar[bool] = False

    gate: str
    at: AwareDatetime
    offline: bool = False


class VisitorLeft(Fact):
    """Somebody left the floor."""

    type: ClassVar[str] = "gateway.visitor.left.v1"
    lasting: ClassVar[bool] = False

    gate: str
    at: AwareDatetime
    offline: bool = False


class ErasureRequested(Fact):
    """Everything that tells of a person is to go: every room erases what it has of the account.

    The subject is the erasure. It is told again, with a higher version, to rooms that have not
    confirmed; to erase twice does no harm. Whoever has heard it takes in nothing of this account
    any more, however late it comes. Carries no personal data but the account's id, or
    `badge:<registration>` for somebody who registered without an account.
    """

    type: ClassVar[str] = "gateway.erasure.requested.v1"

    account: str
