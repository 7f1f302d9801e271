"""Which of the things that an import brings are new or changed."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, Self, TypeVar

from kernel.imports.model import Counts


class Versioned(Protocol):
    """A value that is kept under its id and counts its versions: 1, 2, 3, …"""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    def model_copy(self, *, update: dict[str, Any]) -> Self: ...


Thing = TypeVar("Thing", bound=Versioned)


def news_among(wanted: Sequence[Thing], before: Mapping[str, Thing]) -> tuple[list[Thing], Counts]:
    """What differs from before, each with its next version, and the counts of it all."""
    created = [thing for thing in wanted if thing.id not in before]
    changed = [
        thing.model_copy(update={"version": before[thing.id].version + 1})
        for thing in wanted
        if thing.id in before and _differs(thing, before[thing.id])
    ]
    return created + changed, Counts(
        created=len(created),
        changed=len(changed),
        unchanged=len(wanted) - len(created) - len(changed),
        written=len(wanted),
    )


def _differs(thing: Thing, before: Thing) -> bool:
    return thing != before.model_copy(update={"version": thing.version})
