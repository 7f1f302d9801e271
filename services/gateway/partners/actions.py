"""Verbs of keys: make one, exchange it for a token of a partner, revoke it."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import NamedTuple

from kernel.callers import Caller
from kernel.clock import now
from kernel.ids import new_id
from kernel.logs import logger
from services.gateway.partners.model import (
    USED_EVERY,
    ApiKey,
    KeyForm,
    KeyRefused,
    NoKey,
    digest,
    new_secret,
)
from services.gateway.partners.scopes import scope_for
from services.gateway.partners.store import ApiKeys
from services.gateway.tokens import Signer

REMEMBERED = timedelta(seconds=15)
MOST_REMEMBERED = 1_000
OFFICE = ("organiser", "ops")


class _Known(NamedTuple):
    """A key as it was at a moment, and the token that it was exchanged for."""

    looked_at: datetime
    key: ApiKey
    token: str


class Partners:
    """Keys, with what was last known of those in use for a quarter of a minute."""

    def __init__(self, keys: ApiKeys, signer: Signer) -> None:
        self._keys, self._signer = keys, signer
        self._known: OrderedDict[str, _Known] = OrderedDict()

    async def make(self, form: KeyForm, caller: Caller) -> tuple[ApiKey, str]:
        """A new key and its secret, which is shown this once."""
        caller.must_be(*OFFICE)
        secret = new_secret()
        key = ApiKey.of(new_id(), form, secret, caller.account, now())
        await self._keys.add(key)
        logger.info("an API key was made", key=key.id, scopes=key.scopes, by=caller.account)
        return key, secret

    async def revoke(self, id_: str, caller: Caller) -> None:
        """Let a key open nothing any more; other replicas notice within a quarter of a minute."""
        caller.must_be(*OFFICE)
        key = await self._keys.revoke(id_, now())
        if key is None:
            raise NoKey()
        self._known.pop(key.digest, None)
        logger.info("an API key was revoked", key=id_, by=caller.account)

    async def token(self, secret: str, method: str, path: str) -> str:
        """The token with which the rooms are asked. Raises KeyRefused, ScopeMissing."""
        known = await self._look_up(digest(secret))
        known.key.expect_active(now())
        known.key.expect_scope(scope_for(method, path))
        return known.token

    def remembered(self, secret: str) -> str:
        """The partner of a key that was looked up lately, "" for any other."""
        known = self._known.get(digest(secret))
        return known.key.partner if known else ""

    async def _look_up(self, digest_: str) -> _Known:
        moment, known = now(), self._known.get(digest_)
        if known and moment - known.looked_at <= REMEMBERED:
            return known
        self._known.pop(digest_, None)
        key = await self._keys.with_digest(digest_)
        if key is None:
            raise KeyRefused()
        key.expect_active(moment)
        if moment - (key.used_at or key.made_at - USED_EVERY) >= USED_EVERY:
            await self._keys.used(key.id, moment)
        known = _Known(moment, key, self._signer.partner_token(key).text)
        self._known[digest_] = known
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return known
