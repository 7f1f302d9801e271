"""What the catalogue's nouns are made of: values that are replaced, never changed."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Entry = Annotated[str, StringConstraints(max_length=60)]
"""A word of a list that everybody agrees on."""


class Value(BaseModel):
    """A value that is replaced, not changed."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)


def expect_known(known: bool, field: str, value: str) -> None:
    """Raises ValueError for a value that its list does not have."""
    if not known:
        raise ValueError(f"{field} {value!r} is not known")
