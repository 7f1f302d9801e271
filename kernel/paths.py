"""What stands between two slashes of an address (RFC 3986, section 3.3)."""

from typing import Annotated

from fastapi import Path

Segment = Annotated[str, Path(min_length=1, max_length=200)]
"""A code or an id; whether there is such a thing is asked of the store."""
