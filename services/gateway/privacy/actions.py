"""Verbs of people's rights: gather what is kept of somebody, and have it erased everywhere."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from contracts.keeping import keeping
from kernel.callers import Caller
from kernel.clock import now
from kernel.mongo import Mongo
from kernel.privacy.model import Holding, Holdings
from kernel.problems import Conflict, Invalid, NotFound
from services.gateway.badges.model import NoRegistration, OthersBadge, Registration
from services.gateway.badges.store import Registrations
from services.gateway.letters.store import Links
from services.gateway.model import Account
from services.gateway.pages.services import Services
from services.gateway.privacy.model import ROOMS, Asker, Erasure
from services.gateway.privacy.store import Erasures
from services.gateway.sessions.actions import SignIns
from services.gateway.store import Accounts

TICK_SECONDS = 30.0


class LastOrganiser(Conflict):
    """With this person the last one who can run the office would go."""

    code = "last-organiser"

    def __init__(self) -> None:
        super().__init__(
            "Anda penyelenggara terakhir. Undang penyelenggara lain dan tunggu sampai ia masuk, "
            "lalu hapus akun Anda.",
            "You are the last organiser. Invite another one and wait until they have signed in, "
            "then erase your account.",
        )


@dataclass(frozen=True)
class Rights:
    """Each verb is one transaction here; the other rooms follow by facts."""

    mongo: Mongo
    accounts: Accounts
    sign_ins: SignIns
    links: Links
    registrations: Registrations
    erasures: Erasures
    services: Services

    async def of(self, caller: Caller) -> list[Holding]:
        """What the gateway itself has of somebody."""
        account = await self._account(caller.account)
        sessions = await self.sign_ins.of(account.id)
        badges = [one.of_its_person() for one in await self.registrations.of_person(account.id)]
        hidden = {"password_hash", "version"}
        found = {
            "account": [account.model_dump(mode="json", exclude=hidden), *badges],
            "sessions": [
                {"device": one.device, "created_at": one.created_at, "seen_at": one.seen_at}
                for one in sessions
            ],
        }
        rules = [rule for rule in keeping("gateway") if rule.kind in found]
        return [Holding.of(rule, found[rule.kind]) for rule in rules]

    async def gathered(self, caller: Caller, token: str) -> dict[str, list[Holding]]:
        """All that every room has of somebody, by room. Raises ServiceAway: a part is no answer."""
        told = await asyncio.gather(
            *(self.services.ask(Holdings, room, "/v1/privacy/data", token) for room in ROOMS)
        )
        others = {room: said.items for room, said in zip(ROOMS, told, strict=True)}
        return {"gateway": await self.of(caller), **others}

    async def erase_own(self, caller: Caller, email: str) -> Erasure:
        """Erase oneself, saying one's address so that it is no slip. Raises Invalid."""
        account = await self._account(caller.account)
        if email.strip().lower() != account.email:
            raise Invalid(
                "Tulis alamat surel akun Anda agar penghapusan tidak terjadi karena keliru.",
                "Write the e-mail address of your account, so that nothing is erased by mistake.",
                code="wrong-address",
            )
        return await self.erase(account.id, "self")

    async def erase(self, account_id: str, by: Asker) -> Erasure:
        """Erase somebody here at once, and ask all rooms to. Raises NotFound, LastOrganiser."""

        async def work() -> Erasure:
            account = await self._account(account_id)
            runs_the_office = account.role == "organiser" and not account.closed
            if runs_the_office and not await self.accounts.another_like(account):
                raise LastOrganiser()
            erasure = Erasure.of(account.id, by, now())
            await self.accounts.save([account.erased()])
            await self.links.remove(account.id)
            await self.sign_ins.end_all(account.id)
            await self.registrations.forget(await self.registrations.of_person(account.id))
            await self.erasures.save(erasure)
            return erasure

        return await self.mongo.transaction(work)

    async def erase_registration(self, registration: Registration) -> Erasure:
        """Erase somebody without an account. Raises NoRegistration, OthersBadge."""

        async def work() -> Erasure:
            found = await self.registrations.get(registration.edition, registration.id)
            if found is None or found.is_erased:
                raise NoRegistration()
            if found.account:
                raise OthersBadge()
            erasure = Erasure.of(found.person, "self", now())
            await self.registrations.forget([found])
            await self.erasures.save(erasure)
            return erasure

        return await self.mongo.transaction(work)

    async def run(self) -> None:
        """Ask rooms again that have not confirmed, until cancelled."""
        while True:
            for erasure in await self.erasures.to_tell_again(now()):
                again = partial(self.erasures.save, erasure.again(now()))
                await self.mongo.transaction(again)
            await asyncio.sleep(TICK_SECONDS)

    async def _account(self, account_id: str) -> Account:
        account = await self.accounts.get(account_id)
        if account is None or account.is_erased:
            raise NotFound("Akun ini tidak ada.", "There is no such account.", code="no-account")
        return account


@dataclass(frozen=True)
class OldAccounts:
    """Accounts of a kind that nobody needs after a while; their people are erased."""

    rights: Rights
    kind: str

    async def due(self, before: datetime) -> int:
        """How many were over before."""
        return await self.rights.accounts.count_over(self.kind, before)

    async def purge(self, before: datetime) -> int:
        """Erase their people, one by one."""
        found = await self.rights.accounts.over(self.kind, before)
        for account in found:
            await self.rights.erase(account.id, "schedule")
        return len(found)
