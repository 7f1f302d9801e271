"""Which scope a request of the API needs; what no scope names is open to no key."""

import re

from contracts.scopes import Scope
from services.gateway.routing import PREFIX

_EDITION = r"/v1/editions/[^/]+"
_READING = frozenset({"GET", "HEAD"})
_TABLE: tuple[tuple[Scope, frozenset[str], str], ...] = (
    ("feed:read", _READING, rf"{_EDITION}/feed(/.+)?"),
    ("catalogue:read", _READING, r"/v1/(editions(/[^/]+)?|regencies|categories|hs-codes/[^/]+)"),
    ("catalogue:read", _READING, rf"{_EDITION}/(exhibitors|products|stands|pictures)(/.+)?"),
    ("statistics:read", _READING, rf"{_EDITION}/readiness/(statistics|openers|progress)"),
)
_COMPILED = tuple((scope, methods, re.compile(PREFIX + path)) for scope, methods, path in _TABLE)


def scope_for(method: str, path: str) -> Scope | None:
    """The scope that a method on a raw path like `/api/v1/…` needs, None where none is enough."""
    for scope, methods, pattern in _COMPILED:
        if method in methods and pattern.fullmatch(path):
            return scope
    return None
