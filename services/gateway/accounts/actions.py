"""Verbs of coming in: ask somebody in, take that back, come in by the letter."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.callers import Caller
from kernel.clock import now
from kernel.ids import new_id
from kernel.mongo import Mongo
from kernel.problems import NotFound
from services.gateway.accounts.model import (
    AddressTaken,
    Invitation,
    NotYoursToInvite,
    OwnAccount,
    expect_strong,
    may_ask_in,
)
from services.gateway.letters.model import LIFE
from services.gateway.letters.opening import Opening
from services.gateway.letters.store import Links
from services.gateway.letters.writing import Letters
from services.gateway.model import Account, LanguageCode, Sought
from services.gateway.passwords import Passwords
from services.gateway.sessions.actions import SignIns
from services.gateway.store import Accounts

AT_ONCE = 200


@dataclass(frozen=True)
class Guests:
    """Asks people in and lets them in; each verb is one transaction."""

    mongo: Mongo
    accounts: Accounts
    letters: Letters
    links: Links
    opening: Opening
    passwords: Passwords
    sign_ins: SignIns

    async def invite(self, invitation: Invitation, caller: Caller) -> Account:
        """Ask somebody in, known or not. Raises NotYoursToInvite, AddressTaken, AlreadyJoined."""

        async def work() -> Account:
            inviter = await self.accounts.get(caller.account)
            if not may_ask_in(caller.role, inviter, invitation.role, invitation.party):
                raise NotYoursToInvite()
            known = await self.accounts.with_email(invitation.email)
            asked = _placed(known, invitation).invited(now(), LIFE["invitation"])
            account = asked.model_copy(update={"member": bool(inviter and inviter.owns_party)})
            await self.accounts.save([account])
            await self.letters.want_for([account], "invitation", caller.name)
            return account

        return await self.mongo.transaction(work)

    async def open_the_office(self, email: str) -> None:
        """Ask the first organiser in, whom nobody else could; nothing if the address is known."""
        first = Invitation(email=email, name=email.partition("@")[0], role="organiser")

        async def work() -> None:
            if await self.accounts.with_email(first.email) is None:
                account = Account.of(first.person, new_id()).invited(now(), LIFE["invitation"])
                await self.accounts.save([account])
                await self.letters.want_for([account], "invitation")

        await self.mongo.transaction(work)

    async def invite_again(self, account_id: str, caller: Caller) -> Account:
        """Another letter; its link replaces the one before. Raises NotFound, AlreadyJoined."""

        async def work() -> Account:
            account = (await self._own(account_id, caller)).invited(now(), LIFE["invitation"])
            await self.accounts.keep([account])
            await self.letters.want_for([account], "invitation", caller.name)
            return account

        return await self.mongo.transaction(work)

    async def invite_all(self, edition: str, caller: Caller) -> int:
        """Ask in everybody of an edition whom nobody has asked in; how many that are.

        Some at a time, each in a transaction: whoever is killed in between leaves the rest unasked,
        and the next call asks them.
        """
        sought, asked = Sought(editions=(edition,), standing="waiting"), 0

        async def some() -> int:
            waiting = await self.accounts.among(sought, now(), AT_ONCE)
            invited = [account.invited(now(), LIFE["invitation"]) for account in waiting]
            if invited:
                await self.accounts.keep(invited)
                await self.letters.want_for(invited, "invitation", caller.name)
            return len(invited)

        while more := await self.mongo.transaction(some):
            asked += more
        return asked

    async def uninvite(self, account_id: str, caller: Caller) -> Account:
        """Take an invitation back; its link opens nothing any more. Raises AlreadyJoined."""

        async def work() -> Account:
            account = (await self._own(account_id, caller)).uninvited()
            await self.accounts.keep([account])
            await self.links.remove(account.id, "invitation")
            return account

        return await self.mongo.transaction(work)

    async def assign(self, account_id: str, parties: Sequence[str], caller: Caller) -> Account:
        """Let an assistant act for these parties, and no others. Raises NotAnAssistant."""

        async def work() -> Account:
            account = (await self._own(account_id, caller)).acting_for(parties)
            await self.accounts.save([account])
            return account

        account = await self.mongo.transaction(work)
        self.sign_ins.forget(account.id)
        return account

    async def close(self, account_id: str, caller: Caller) -> Account:
        """Let somebody in no more: sessions and links end with it. Raises OwnAccount, NotFound."""
        if account_id == caller.account:
            raise OwnAccount()

        async def work() -> Account:
            account = (await self._own(account_id, caller)).shut(now())
            await self.accounts.save([account])
            await self.links.remove(account.id)
            await self.sign_ins.end_all(account.id)
            return account

        return await self.mongo.transaction(work)

    async def person(self, account_id: str, caller: Caller) -> Account:
        """An account that is the caller's to look after. Raises NotFound."""
        return await self._own(account_id, caller)

    async def come_in(
        self, secret: str, name: str, language: LanguageCode, password: str
    ) -> Account:
        """Accept an invitation. Raises LinkSpent, and WeakPassword, with the link unused."""
        expect_strong(password, await self.opening.reader(secret, "invitation"))
        password_hash = await self.passwords.hashed(password)

        async def work() -> Account:
            guest = await self.opening.used(secret, "invitation")
            account = guest.joined(name, language, now()).with_password(password_hash, now())
            await self.accounts.save([account])
            return account

        return await self.mongo.transaction(work)

    async def _own(self, account_id: str, caller: Caller) -> Account:
        """An account that is the caller's to ask in. Raises NotFound for all others."""
        account = await self.accounts.get(account_id)
        inviter = await self.accounts.get(caller.account)
        if account is None or not may_ask_in(caller.role, inviter, account.role, account.party):
            raise NotFound("Orang ini tidak ada di daftar Anda.", "Your list has no such person.")
        return account


def _placed(known: Account | None, invitation: Invitation) -> Account:
    """The account in the role and party it is asked into. Raises AddressTaken."""
    if known is None:
        return Account.of(invitation.person, new_id())
    if known.closed:
        return known.revised(invitation.person).model_copy(update={"closed": False})
    if (known.role, known.party) != (invitation.role, invitation.party):
        raise AddressTaken(known.email)
    return known
