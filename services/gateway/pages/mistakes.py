"""What of a form was not taken, said beside the field in which it was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from kernel.problems import Refusal


@dataclass(frozen=True)
class Mistakes:
    """A refusal, and the fields of the form that it is about."""

    refusal: Refusal | None = None
    fields: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, refusal: Refusal | None, names: Mapping[str, str]) -> Self:
        """`names`: the form's field for each field of what a service was told."""
        if refusal is None:
            return cls()
        errors = refusal.members.get("errors", ())
        told = {str(error.get("where", "")).removeprefix("body.") for error in errors}
        return cls(refusal, frozenset(names[name] for name in told if name in names))

    @property
    def status(self) -> int:
        """What a page that shows the form again is sent with."""
        return self.refusal.status if self.refusal else 200

    def __contains__(self, name: str) -> bool:
        return name in self.fields


NO_MISTAKES = Mistakes()
