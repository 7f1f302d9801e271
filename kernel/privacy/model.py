"""What a room has of a person, and how long it keeps what of people."""

from collections.abc import Awaitable, Sequence
from datetime import datetime
from typing import Any, Protocol

from pydantic import BaseModel


class Rule(Protocol):
    """How long one kind of data is kept, and why; `days` is None while people have an account."""

    @property
    def kind(self) -> str: ...
    @property
    def days(self) -> int | None: ...
    @property
    def title(self) -> str: ...
    @property
    def title_en(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def why_en(self) -> str: ...


class Holding(BaseModel):
    """What a room has of one person, of one kind; `days` is None for as long as the account."""

    kind: str
    title: str
    title_en: str
    why: str
    why_en: str
    days: int | None
    items: list[dict[str, Any]]

    @classmethod
    def of(cls, rule: Rule, items: Sequence[dict[str, Any]]) -> "Holding":
        """These records under the rule by which they are kept."""
        said = {name: getattr(rule, name) for name in cls.model_fields if name != "items"}
        return cls(items=list(items), **said)


class Holdings(BaseModel):
    """All that a room has of one person."""

    items: list[Holding]


class Purge(Protocol):
    """Ends what is older than its period."""

    def due(self, before: datetime) -> Awaitable[int]:
        """How many records would go."""

    def purge(self, before: datetime) -> Awaitable[int]:
        """Let them go; how many these were."""


class Period(BaseModel):
    """A kind of data with its period: how many records would go now, and what went last."""

    kind: str
    title: str
    title_en: str
    days: int | None
    due: int | None
    ran_at: datetime | None = None
    gone: int = 0


class Periods(BaseModel):
    """All periods of a room; `due` is None where the database ends records by itself."""

    items: list[Period]
