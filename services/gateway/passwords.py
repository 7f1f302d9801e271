"""Passwords, hashed with argon2id on threads of their own so that the event loop goes on."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.gateway.model import Account

Result = TypeVar("Result")

THREADS = 2
LONGEST = 200


class Passwords:
    """Checks passwords; whoever asks for an unknown account costs the same work as for a known."""

    def __init__(self, demo_password: str = "") -> None:
        self._hasher = PasswordHasher()
        self._pool = ThreadPoolExecutor(THREADS, "passwords")
        self._demo_password = demo_password
        self._demo_hash = ""
        self._decoy = ""

    async def prepare(self) -> None:
        """Hash the demo password, once for all sample accounts, and a decoy nobody knows."""
        self._decoy = await self.hashed(secrets.token_urlsafe())
        if self._demo_password:
            self._demo_hash = await self.hashed(self._demo_password)

    async def hashed(self, password: str) -> str:
        """The hash to keep in a password's place."""
        return await self._on_a_thread(lambda: self._hasher.hash(password))

    async def fit(self, account: Account | None, password: str) -> bool:
        """Whether this is the account's password."""
        kept = self._hash_of(account)
        right = await self._on_a_thread(lambda: self._verify(kept or self._decoy, password))
        return right and bool(kept)

    def _hash_of(self, account: Account | None) -> str:
        if account is None:
            return ""
        return account.password_hash or (self._demo_hash if account.is_sample else "")

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False

    async def _on_a_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    async def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(wait=False, cancel_futures=True)
