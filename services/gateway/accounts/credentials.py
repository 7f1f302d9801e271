"""What proves who somebody is: a password, or a letter that reached them."""

from dataclasses import dataclass

from kernel.callers import Caller
from kernel.clock import now
from kernel.mongo import Mongo
from kernel.problems import NotFound
from services.gateway.accounts.model import WrongPassword, expect_strong
from services.gateway.letters.opening import Opening
from services.gateway.model import Account, SignInRefused
from services.gateway.passwords import Passwords
from services.gateway.sessions.actions import SignIns
from services.gateway.store import Accounts
from services.gateway.throttling.actions import Throttle
from services.gateway.throttling.model import Origin


@dataclass(frozen=True)
class Credentials:
    """Signs people in and lets them choose another password; each verb is one transaction."""

    mongo: Mongo
    accounts: Accounts
    opening: Opening
    passwords: Passwords
    sign_ins: SignIns
    throttle: Throttle

    async def by_password(self, email: str, password: str, origin: Origin) -> Account:
        """The account that mail and password open. Raises SignInRefused, whichever is wrong, and
        TooManyTries."""
        async with self.throttle.trying(email, origin) as attempt:
            account = await self.accounts.with_email(email)
            fits = await self.passwords.fit(account, password)
            if not fits or account is None or account.closed:
                await attempt.failed()
                raise SignInRefused()
            await attempt.went_well()
        return await self._inside(account)

    async def by_link(self, secret: str) -> Account:
        """The account that a letter opens, once. Raises LinkSpent."""

        async def work() -> Account:
            account = (await self.opening.used(secret, "sign-in")).came_in(now())
            await self.accounts.keep([account])
            return account

        return await self.mongo.transaction(work)

    async def reset(self, secret: str, password: str) -> Account:
        """Another password, by a letter; all sessions end. Raises LinkSpent, WeakPassword."""
        expect_strong(password, await self.opening.reader(secret, "reset"))
        password_hash = await self.passwords.hashed(password)

        async def work() -> Account:
            account = await self.opening.used(secret, "reset")
            account = account.with_password(password_hash, now())
            await self.accounts.keep([account])
            await self.sign_ins.end_all(account.id)
            return account

        return await self.mongo.transaction(work)

    async def change(self, caller: Caller, old: str, new: str, origin: Origin) -> None:
        """Another password, by the old one; other sessions end. Raises WrongPassword,
        WeakPassword, TooManyTries."""
        account = await self._own(caller)
        async with self.throttle.trying(account.email, origin) as attempt:
            if not await self.passwords.fit(account, old):
                await attempt.failed()
                raise WrongPassword()
        expect_strong(new, account)
        password_hash = await self.passwords.hashed(new)

        async def work() -> None:
            changed = (await self._own(caller)).with_password(password_hash, now())
            await self.accounts.keep([changed])
            await self.sign_ins.end_all(caller.account, but=caller.session)

        await self.mongo.transaction(work)

    async def _inside(self, account: Account) -> Account:
        """The account, which its person has used by now."""
        if account.joined_at is not None:
            return account

        async def work() -> Account:
            found = (await self.accounts.get(account.id) or account).came_in(now())
            await self.accounts.keep([found])
            return found

        return await self.mongo.transaction(work)

    async def _own(self, caller: Caller) -> Account:
        account = await self.accounts.get(caller.account)
        if account is None or account.closed:
            raise NotFound("Akun ini tidak ada lagi.", "There is no such account any more.")
        return account
