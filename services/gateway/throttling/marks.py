"""Marks by which a browser is known again that nobody else can make up."""

import hmac
import secrets
from hashlib import sha256

from services.gateway.throttling.store import MarkKeys

TAG_CHARACTERS = 22


class Marks:
    """Gives browsers marks, each with a tag by a key that all replicas share (HMAC-SHA256)."""

    def __init__(self, keys: MarkKeys) -> None:
        self._keys, self._key = keys, b""

    async def prepare(self) -> None:
        """Read the key, or make the first."""
        self._key = await self._keys.get_or_add(secrets.token_bytes(32))

    def new(self) -> str:
        """A mark that nobody has yet."""
        name = secrets.token_urlsafe(12)
        return f"{name}.{self._tag(name)}"

    def is_ours(self, mark: str) -> bool:
        """Whether it was made here."""
        name, _, tag = mark.rpartition(".")
        return bool(name) and hmac.compare_digest(tag.encode(), self._tag(name).encode())

    def _tag(self, name: str) -> str:
        return hmac.digest(self._key, name.encode(), sha256).hex()[:TAG_CHARACTERS]
