"""Verbs of sessions: begin, go on, end; and who looks at the pages."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from kernel.callers import Caller
from kernel.clock import now
from kernel.ids import new_id
from kernel.logs import logger
from kernel.mongo import Mongo
from kernel.problems import NotFound
from services.gateway.letters.writing import Letters
from services.gateway.model import Account
from services.gateway.sessions.model import (
    SEEN_EVERY,
    Kind,
    NotAssigned,
    RefreshRefused,
    Session,
    device_of,
    digest,
    new_secret,
)
from services.gateway.sessions.store import Sessions
from services.gateway.store import Accounts
from services.gateway.tokens import Signer, Token

REMEMBERED = timedelta(seconds=30)
MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks for a page, and the token with which the services are asked on their behalf."""

    caller: Caller
    token: str = ""
    parties: tuple[str, ...] = ()


STRANGER = Visitor(Caller())


class Pass(NamedTuple):
    """What a program is given: a token, and what to exchange for the next, until when."""

    token: Token
    refresh_token: str
    ends_at: datetime


class SignIns:
    """Sessions, with what was last known of those on the pages for half a minute."""

    def __init__(
        self, mongo: Mongo, sessions: Sessions, accounts: Accounts, signer: Signer, letters: Letters
    ) -> None:
        self._mongo, self._sessions, self._accounts = mongo, sessions, accounts
        self._signer, self._letters = signer, letters
        self._known: OrderedDict[str, tuple[datetime, Visitor]] = OrderedDict()

    async def open(self, account: Account, user_agent: str) -> str:
        """Begin a session on the pages; the secret that stands for it."""
        secret, _ = await self._begin(account, "pages", user_agent)
        return secret

    async def open_api(self, account: Account, user_agent: str) -> Pass:
        """Begin a session of a program."""
        secret, session = await self._begin(account, "api", user_agent)
        return self._pass(account, session, secret)

    async def _begin(self, account: Account, kind: Kind, user_agent: str) -> tuple[str, Session]:
        secret = new_secret()
        device = device_of(user_agent)
        session = Session.of(new_id(), account.id, kind, device, secret, now())
        await self._sessions.add(session)
        return secret, session

    def _pass(self, account: Account, session: Session, secret: str) -> Pass:
        token = self._signer.token(account, session.id, session.acting_for)
        return Pass(token, f"{session.id}.{secret}", session.ends_at)

    async def refresh(self, refresh_token: str) -> Pass:
        """The next token, and the next to refresh it with. Raises RefreshRefused.

        One that was used before ends the session: one of two who hold it is a thief, and it is not
        known who. Sent twice within a few seconds it is answered the same both times.
        """
        session_id, _, secret = refresh_token.partition(".")
        session = await self._sessions.get(session_id, now())
        if session is None or session.kind != "api":
            raise RefreshRefused()
        account = await self._accounts.get(session.account)
        if account is None or account.closed:
            raise RefreshRefused()
        session = await self._turned(session, secret)
        return self._pass(account, session, session.next_secret(secret))

    async def _turned(self, session: Session, secret: str) -> Session:
        """The session after this secret was exchanged, by us or by its double just before."""
        moment = now()
        age = session.age(secret)
        if age is None:
            raise RefreshRefused()
        if age == 0:
            after = session.turned(secret, moment)
            if await self._sessions.turn(session, after):
                return after
            meanwhile = await self._sessions.get(session.id, moment)
            if meanwhile is None:
                raise RefreshRefused()
            return await self._turned(meanwhile, secret)
        if not session.is_double(age, moment):
            await self._end_stolen(session)
            raise RefreshRefused()
        return session

    async def _end_stolen(self, session: Session) -> None:
        """End a session of which a used token came back, and tell its person; once."""
        logger.warning("a used refresh token came back", account=session.account)

        async def work() -> None:
            account = await self._accounts.get(session.account)
            if await self._sessions.end(session.account, session.id) and account:
                await self._letters.want_for([account], "session-ended")

        await self._mongo.transaction(work)

    async def act_for(self, caller: Caller, party: str) -> Token:
        """Let the caller's session act for another of its parties from now on; a token that says
        so. Raises NotAssigned."""
        account = await self._accounts.get(caller.account)
        if account is None or party not in account.parties:
            raise NotAssigned(party)
        await self._sessions.act_for(caller.account, caller.session, party)
        self.forget(caller.account)
        return self._signer.token(account, caller.session, party)

    async def close(self, secret: str) -> None:
        """End a session on the pages; other replicas notice within half a minute."""
        session = await self._sessions.with_digest(digest(secret), now())
        self._known.pop(digest(secret), None)
        if session is not None:
            await self._sessions.end(session.account, session.id)

    async def of(self, account: str) -> list[Session]:
        """Where an account is signed in, the last seen first."""
        return await self._sessions.of(account, now())

    async def end(self, account: str, session_id: str) -> None:
        """End one of an account's sessions. Raises NotFound."""
        self.forget(account)
        if not await self._sessions.end(account, session_id):
            raise NotFound("Sesi ini tidak ada atau sudah berakhir.", "There is no such session.")

    async def end_all(self, account: str, but: str = "") -> int:
        """End an account's sessions, all but one, in the transaction at hand if there is one."""
        self.forget(account)
        return await self._sessions.end_all(account, but)

    def forget(self, account: str) -> None:
        """Look an account up anew before its next page."""
        for digest_, (_, visitor) in list(self._known.items()):
            if visitor.caller.account == account:
                del self._known[digest_]

    async def visitor(self, secret: str) -> Visitor:
        """Whose session a secret stands for, STRANGER when it stands for none."""
        if not secret:
            return STRANGER
        digest_, moment = digest(secret), now()
        seen, visitor = self._known.get(digest_, (None, STRANGER))
        if seen is None or moment - seen > REMEMBERED:
            visitor = await self._look_up(digest_, moment)
            self._remember(digest_, moment, visitor)
        return visitor

    def remembered(self, secret: str) -> str:
        """The account of a session on the pages that was looked up lately, "" for any other."""
        _, visitor = (
            self._known.get(digest(secret), (None, STRANGER)) if secret else (None, STRANGER)
        )
        return visitor.caller.account

    async def _look_up(self, digest_: str, moment: datetime) -> Visitor:
        session = await self._sessions.with_digest(digest_, moment)
        if session is None or session.kind != "pages":
            return STRANGER
        account = await self._accounts.get(session.account)
        if account is None or account.closed:
            return STRANGER
        if moment - session.seen_at > SEEN_EVERY:
            await self._sessions.seen(session.id, moment)
        token = self._signer.token(account, session.id, session.acting_for)
        return Visitor(_caller(account, session), token.text, account.parties)

    def _remember(self, digest_: str, moment: datetime, visitor: Visitor) -> None:
        if visitor is not STRANGER:
            self._known[digest_] = (moment, visitor)
            self._known.move_to_end(digest_)
        while len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)


def _caller(account: Account, session: Session) -> Caller:
    return Caller(
        account=account.id,
        role=account.role_for(session.acting_for),
        party=account.party_for(session.acting_for),
        name=account.name,
        session=session.id,
        actor="assistant" if account.role == "assistant" else "",
    )
