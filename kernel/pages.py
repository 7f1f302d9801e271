"""Lists leave in pages, read on from where the last one ended."""

import base64
import binascii
from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

from kernel.problems import Invalid

Item = TypeVar("Item")

After = Annotated[str | None, Query(max_length=200, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=200)]


class Page(BaseModel, Generic[Item]):
    """Some items, and where to read on (None at the end)."""

    items: list[Item]
    next: str | None = None


def cursor(*key: object) -> str:
    """An opaque cursor from the sort key of a page's last item."""
    return base64.urlsafe_b64encode("\x1f".join(map(str, key)).encode()).decode().rstrip("=")


def read_cursor(after: str, parts: int) -> list[str]:
    """The sort key inside a cursor. Raises Invalid for one that `cursor` did not make."""
    try:
        padded = after + "=" * (-len(after) % 4)
        key = base64.b64decode(padded, b"-_", validate=True).decode().split("\x1f")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        key = []
    if len(key) != parts:
        raise unknown_cursor()
    return key


def unknown_cursor() -> Invalid:
    """The refusal of an `after` that no page has given."""
    return Invalid(
        "Parameter `after` tidak dikenal; pakai nilai `next` dari halaman sebelumnya.",
        "Parameter `after` is not known; use the `next` of the page before.",
        code="unknown-cursor",
    )
