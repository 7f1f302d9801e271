"""Facts that notifications tells: what changed in somebody's inbox."""

from typing import ClassVar

from contracts.erasing import Erased
from contracts.fact import Fact


class EntryWritten(Fact):
    """An inbox entry of `party` is new or changed; `count` things are folded into it."""

    type: ClassVar[str] = "notifications.entry.written.v1"
    lasting: ClassVar[bool] = False

    party: str
    occasion: str
    count: int
    title: str
    title_en: str


class MailErased(Fact, Erased):
    """A person is erased from letters and wishes; says what is gone and what stays."""

    type: ClassVar[str] = "notifications.mail.erased.v1"
