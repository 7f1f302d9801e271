"""Whom a one-time link opens the door to."""

from dataclasses import dataclass

from kernel.clock import now
from services.gateway.letters.model import LinkSpent, Purpose, digest
from services.gateway.letters.store import Links
from services.gateway.model import Account
from services.gateway.store import Accounts


@dataclass(frozen=True)
class Opening:
    """Looks at links, and uses them up."""

    links: Links
    accounts: Accounts

    async def reader(self, secret: str, purpose: Purpose) -> Account:
        """Whom a link was sent to; looking does not use it up. Raises LinkSpent."""
        link = await self.links.find(digest(secret), purpose, now())
        account = await self.accounts.get(link.account) if link else None
        if account is None or account.closed:
            raise LinkSpent()
        return account

    async def used(self, secret: str, purpose: Purpose) -> Account:
        """Whom a link lets in, from now on no more, nor its like; in the transaction at hand."""
        account = await self.reader(secret, purpose)
        await self.links.remove(account.id, purpose)
        return account
