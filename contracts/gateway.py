"""Facts that the gateway tells: who has an account."""

from typing import ClassVar, Literal

from contracts.fact import Fact


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
