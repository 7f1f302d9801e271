"""Who looks at the pages: an opaque cookie stands for a session, a session for a token."""

import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from kernel.callers import Caller
from kernel.clock import now
from services.gateway.model import Account
from services.gateway.store import Accounts, Sessions
from services.gateway.tokens import Signer

SESSION_LIFE = timedelta(hours=12)
REMEMBERED = timedelta(seconds=30)
MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks for a page, and the token with which the services are asked on their behalf."""

    caller: Caller
    token: str = ""


STRANGER = Visitor(Caller())


class SignIns:
    """Sessions with what was last known of each, for half a minute."""

    def __init__(self, sessions: Sessions, accounts: Accounts, signer: Signer) -> None:
        self._sessions, self._accounts, self._signer = sessions, accounts, signer
        self._known: OrderedDict[str, tuple[datetime, Visitor]] = OrderedDict()

    async def open(self, account: Account) -> str:
        """Begin a session; the secret that stands for it."""
        secret = secrets.token_urlsafe(32)
        await self._sessions.add(_digest(secret), account.id, now() + SESSION_LIFE)
        return secret

    async def close(self, secret: str) -> None:
        """End a session; other replicas notice within half a minute."""
        self._known.pop(_digest(secret), None)
        await self._sessions.remove(_digest(secret))

    async def visitor(self, secret: str) -> Visitor:
        """Whose session a secret stands for, STRANGER when it stands for none."""
        if not secret:
            return STRANGER
        digest, moment = _digest(secret), now()
        seen, visitor = self._known.get(digest, (None, STRANGER))
        if seen is None or moment - seen > REMEMBERED:
            visitor = await self._look_up(digest, moment)
            self._remember(digest, moment, visitor)
        return visitor

    async def _look_up(self, digest: str, moment: datetime) -> Visitor:
        account_id = await self._sessions.account_of(digest, moment)
        account = await self._accounts.get(account_id) if account_id else None
        if account is None:
            return STRANGER
        caller = Caller(
            account=account.id, role=account.role, party=account.party, name=account.name
        )
        return Visitor(caller, self._signer.token(account).text)

    def _remember(self, digest: str, moment: datetime, visitor: Visitor) -> None:
        if visitor is not STRANGER:
            self._known[digest] = (moment, visitor)
            self._known.move_to_end(digest)
        while len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
