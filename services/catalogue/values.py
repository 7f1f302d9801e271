"""What the catalogue's nouns are made of: values that are replaced, never changed."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
Rupiah = Annotated[int, Field(ge=0, le=10**12)]
Entry = Annotated[str, StringConstraints(max_length=60)]
"""A word of a list that everybody agrees on."""


class Value(BaseModel):
    """A value that is replaced, not changed."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)


def expect_known(known: bool, field: str, value: str) -> None:
    """Raises ValueError for a value that its list does not have."""
    if not known:
        raise ValueError(f"{field} {value!r} is not known")


def expect_once(field: str, values: Sequence[object]) -> None:
    """Raises ValueError when one of some values is there twice."""
    if len(set(values)) < len(values):
        raise ValueError(f"{field} has the same value twice")
