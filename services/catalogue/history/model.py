"""What is remembered of a change, and what of two states differs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, Protocol

from kernel.callers import Caller
from services.catalogue.values import Value

Verb = Literal[
    "added",
    "changed",
    "imported",
    "published",
    "withdrawn",
    "moved",
    "paper-added",
    "paper-changed",
    "paper-withdrawn",
    "paper-file",
    "paper-checked",
    "paper-rejected",
    "picture-set",
    "picture-removed",
]
SHOWN_CHARACTERS = 200
NOT_SAID_BY_ANYBODY = frozenset(
    {"id", "edition", "version", "unit_code", "exhibitor", "exhibitor_name", "stand_by"}
)


class Thing(Protocol):
    """An exhibitor or a product, as far as its history needs to know it."""

    @property
    def id(self) -> str: ...
    @property
    def edition(self) -> str: ...
    @property
    def version(self) -> int: ...
    def model_dump(self, *, mode: str) -> dict[str, Any]: ...


class Author(Value):
    """Who makes a change: a person, and whether they act for an exhibitor that is not theirs."""

    account: str
    name: str
    role: str
    on_behalf: bool

    @classmethod
    def of(cls, caller: Caller) -> "Author":
        """The person who asks; the office and its assistants act for others."""
        return cls(
            account=caller.account,
            name=caller.name,
            role=caller.actor or caller.role,
            on_behalf=caller.role != "exhibitor" or bool(caller.actor),
        )


class Difference(Value):
    """A field before and after, cut to what can be shown; None for nothing."""

    before: Any = None
    after: Any = None


class Change(Value):
    """One change of an exhibitor or a product, made it what it is in `version`."""

    about: str
    edition: str
    version: int
    verb: Verb
    author: Author
    at: datetime
    paper: str = ""
    fields: Mapping[str, Difference] = {}


def change(
    verb: Verb, before: Thing | None, after: Thing, author: Author, at: datetime, paper: str = ""
) -> Change:
    """What somebody has just done to an exhibitor or a product."""
    return Change(
        about=after.id,
        edition=after.edition,
        version=after.version,
        verb=verb,
        author=author,
        at=at,
        paper=paper,
        fields=differences(before, after) if before else {},
    )


def differences(before: Thing, after: Thing) -> dict[str, Difference]:
    """The fields that people say and that differ, by name."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return {
        field: Difference(before=_shown(old.get(field)), after=_shown(value))
        for field, value in new.items()
        if field not in NOT_SAID_BY_ANYBODY and value != old.get(field)
    }


def _shown(value: Any) -> Any:
    if isinstance(value, list):
        return [_shown(item) for item in value]
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    return value[:SHOWN_CHARACTERS] if isinstance(value, str) else value
