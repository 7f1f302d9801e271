"""Gives each wanted letter its link and hands it to notifications, sealed."""

import asyncio
from datetime import datetime
from functools import partial

from contracts.gateway import LetterRequested
from kernel.clock import now
from kernel.ids import new_id
from kernel.logs import logger
from kernel.mongo import Mongo
from kernel.problems import Refusal
from kernel.sealing import PublicSealingKey
from services.gateway.letters.model import (
    BETWEEN_TWO,
    LIFE,
    WITHOUT_LINK,
    Link,
    Purpose,
    Wanted,
    new_secret,
)
from services.gateway.letters.store import Links, WantedLetters
from services.gateway.model import Account
from services.gateway.pages.services import Remembered, Services
from services.gateway.store import Accounts

LETTERS = 100
TICK_SECONDS = 0.5
KEY_SECONDS = 60.0
AWAY_SECONDS = 2.0


class Letters:
    """Whoever wants a letter says so here and is answered at once; it is written afterwards.

    So an answer takes as long, and says the same, whether or not anybody has the address.
    """

    def __init__(
        self,
        mongo: Mongo,
        wanted: WantedLetters,
        links: Links,
        accounts: Accounts,
        services: Services,
    ) -> None:
        self._mongo, self._wanted, self._links, self._accounts = mongo, wanted, links, accounts
        self._key = Remembered(
            lambda: services.ask(PublicSealingKey, "notifications", "/v1/letter-key"), KEY_SECONDS
        )
        self._awake = asyncio.Event()

    async def want_for(self, accounts: list[Account], purpose: Purpose, by: str = "") -> None:
        """A letter to each of these accounts, in the transaction at hand."""
        moment = now()
        await self._wanted.add(
            [
                Wanted(id=new_id(), purpose=purpose, account=one.id, by=by, asked_at=moment)
                for one in accounts
            ]
        )
        self._awake.set()

    async def want_at(self, email: str, purpose: Purpose) -> None:
        """A letter to whoever has this address, if anybody."""
        await self._wanted.add([Wanted(id=new_id(), purpose=purpose, email=email, asked_at=now())])
        self._awake.set()

    async def run(self) -> None:
        """Write whatever is wanted, until cancelled."""
        while True:
            try:
                await self._write_all()
            except Refusal as away:  # without the key of notifications nothing can be sealed
                logger.warning("letters wait for notifications", error=away.detail_en)
                await asyncio.sleep(AWAY_SECONDS)
            await self._rest()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(TICK_SECONDS):
                await self._awake.wait()
        except TimeoutError:
            pass
        self._awake.clear()

    async def _write_all(self) -> None:
        while letters := await self._wanted.oldest(LETTERS):
            key = await self._key.get()
            for wanted in letters:
                await self._mongo.transaction(partial(self._write, wanted, key))

    async def _write(self, wanted: Wanted, key: PublicSealingKey) -> None:
        """The link is kept and its letter told of in one transaction, once among all replicas."""
        moment = now()
        if not await self._wanted.take(wanted.id) or not wanted.is_worth_writing(moment):
            return
        account = await self._reader(wanted)
        if account is None or account.closed or not await self._is_due(account, wanted.purpose):
            return
        secret = await self._secret(account, wanted.purpose, moment)
        await self._wanted.hand_over(_letter(wanted, account, secret, key, moment))

    async def _reader(self, wanted: Wanted) -> Account | None:
        if wanted.account:
            return await self._accounts.get(wanted.account)
        return await self._accounts.with_email(wanted.email)

    async def _is_due(self, account: Account, purpose: Purpose) -> bool:
        """Whether the person is still asked in, or has no letter of this kind from just before."""
        moment = now()
        if purpose == "invitation":
            return account.standing(moment) == "invited"
        last = await self._links.last_made(account.id, purpose)
        return last is None or moment - last >= BETWEEN_TWO

    async def _secret(self, account: Account, purpose: Purpose, moment: datetime) -> str:
        if purpose in WITHOUT_LINK:
            return ""
        if purpose == "invitation":
            await self._links.remove(account.id, purpose)
        secret = new_secret()
        await self._links.add(Link.of(secret, purpose, account.id, moment))
        return secret


def _letter(
    wanted: Wanted, account: Account, secret: str, key: PublicSealingKey, moment: datetime
) -> LetterRequested:
    about = (wanted.id, wanted.purpose, account.id, account.email)
    return LetterRequested(
        subject=wanted.id,
        version=1,
        edition=account.edition,
        purpose=wanted.purpose,
        account=account.id,
        name=account.name,
        email=account.email,
        language=account.language,
        is_sample=account.is_sample,
        by=wanted.by,
        sealed=key.sealed(secret, *about) if secret else "",
        expires_at=moment + LIFE[wanted.purpose],
    )
