"""An edit says which version it was made from (RFC 9110, If-Match), so that none gets lost."""

import re
from typing import Annotated

from fastapi import Depends, Header, Response

from kernel.problems import StaleVersion, VersionRequired


async def _version(if_match: Annotated[str | None, Header(max_length=200)] = None) -> int:
    seen = re.fullmatch(r'(?:W/)?"?([0-9]{1,9})"?', (if_match or "").strip())
    if seen is None:
        raise VersionRequired(
            "Sertakan `If-Match` berisi versi yang Anda ubah (lihat ETag).",
            "Send `If-Match` with the version you are changing (see ETag).",
        )
    return int(seen[1])


SeenVersion = Annotated[int, Depends(_version)]
"""The version that `If-Match` names; a request without one is refused with 428."""


def tag(response: Response, version: int) -> None:
    """Say in the answer which version it shows."""
    response.headers["etag"] = f'"{version}"'


def expect_version(current: int, seen: int) -> None:
    """Raises StaleVersion when an edit was made from another version than the current one."""
    if current != seen:
        raise StaleVersion(
            f"Data sudah diubah orang lain (versi {current}). Muat ulang, lalu ubah lagi.",
            f"Somebody else has changed this (version {current}). Reload and edit again.",
            current_version=current,
        )
