"""Which addresses answer everybody alike, what each answer is made from, and when it is too old."""

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from contracts.catalogue import ProductListed, ProductWithdrawn

FRESH_SECONDS = 30.0
"""How long an answer is good when no fact says otherwise; a fact may be lost with the broker."""
SETTLING_SECONDS = 1.0
"""How long after a fact a search may still be answered from before it."""
LONGEST_TARGET = 512
Headers = tuple[tuple[bytes, bytes], ...]

_EVERY_EDITION = "editions"
_EDITION = r"/v1/editions/(?P<edition>[a-z0-9-]{3,40})"
_CODE = r"(?P<code>[A-Za-z0-9._-]{1,40})"
_UNCHANGING = re.compile(
    rf"/v1/(categories|regencies)|{_EDITION}/pictures/[0-9a-f]{{32}}-(320|800|1600)\.webp"
)
_OF_EDITION = re.compile(
    rf"{_EDITION}(/(exhibitors|products)(/facets)?|/products/suggestions|/announcements)?"
)
_THING = re.compile(rf"{_EDITION}/(?P<kind>exhibitor|product)s/{_CODE}")
_WRITTEN = re.compile(rf"{_EDITION}(/(?P<kind>exhibitor|product)s/{_CODE})?(/|$)")


def sources_of(target: str) -> tuple[str, ...] | None:
    """What the answer to a GET of the catalogue is made from; None where it is not kept.

    Only what is answered to everybody alike is kept, and only under its plainest address.
    """
    path = target.partition("?")[0]
    if len(target) > LONGEST_TARGET:
        return None
    if _UNCHANGING.fullmatch(path):
        return ()
    if path == "/v1/editions":
        return (_EVERY_EDITION,)
    if found := _OF_EDITION.fullmatch(path):
        return (found["edition"],)
    if found := _THING.fullmatch(path):
        return (_thing(found),)
    return None


def changed_by_fact(type_: str, subject: str, edition: str, data: Mapping[str, Any]) -> set[str]:
    """What a fact of the catalogue changes."""
    changed = {_EVERY_EDITION, edition, subject}
    if type_ in (ProductListed.type, ProductWithdrawn.type):
        changed.add(data["exhibitor"])
    return changed


def changed_by_request(target: str) -> set[str]:
    """What a request to change something changes at once, before its facts arrive."""
    found = _WRITTEN.match(target.partition("?")[0])
    if found is None:
        return {_EVERY_EDITION}
    changed = {_EVERY_EDITION, found["edition"]}
    if found["code"]:
        changed.add(_thing(found))
    return changed


def _thing(found: re.Match[str]) -> str:
    return f"{found['kind']}:{found['edition']}:{found['code']}"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given to somebody whom the service did not know."""

    status: int
    headers: Headers
    body: bytes
    etag: bytes
    sources: tuple[str, ...]
    asked_at: float
    made_at: datetime

    @property
    def size(self) -> int:
        """Bytes, with what Python adds."""
        return len(self.body) + sum(len(n) + len(v) + 120 for n, v in self.headers) + 600

    def is_known_to(self, if_none_match: bytes) -> bool:
        """Whether the caller has this very answer already (RFC 9110 13.1.2, weak comparison)."""
        tags = [tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b",")]
        return b"*" in tags or self.etag in tags


def tagged(headers: Iterable[tuple[bytes, bytes]], body: bytes) -> tuple[Headers, bytes]:
    """Headers that let everybody keep the answer and ask whether it has changed; the ETag.

    The ETag is the service's own, as edits are made from it, else a digest of the body.
    """
    kept = {name: value for name, value in headers if name != b"date"}
    etag = kept.setdefault(b"etag", b'"%s"' % blake2b(body, digest_size=12).hexdigest().encode())
    kept.setdefault(b"cache-control", b"public, no-cache")
    kept[b"content-length"] = b"%d" % len(body)
    return tuple(kept.items()), etag


class Changes:
    """When what last changed, as far back as an answer may be fresh."""

    def __init__(self) -> None:
        self._changed: OrderedDict[str, float] = OrderedDict()

    def note(self, things: Iterable[str], moment: float) -> None:
        """These have changed."""
        for thing in things:
            self._changed[thing] = moment
            self._changed.move_to_end(thing)
        while self._changed and self._oldest() < moment - FRESH_SECONDS - SETTLING_SECONDS:
            self._changed.popitem(last=False)

    def since(self, sources: Iterable[str], asked_at: float) -> bool:
        """Whether what was asked for then may have changed since."""
        return self._last(sources) >= asked_at

    def spoil(self, kept: Kept, moment: float) -> bool:
        """Whether an answer is too old to be given.

        One that was asked for while a change settled is good until the change has settled.
        """
        last = self._last(kept.sources)
        if moment - kept.asked_at > FRESH_SECONDS or last >= kept.asked_at:
            return True
        return kept.asked_at <= last + SETTLING_SECONDS < moment

    def _last(self, sources: Iterable[str]) -> float:
        return max((self._changed.get(source, 0.0) for source in sources), default=0.0)

    def _oldest(self) -> float:
        return next(iter(self._changed.values()))
