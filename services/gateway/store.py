"""Where the gateway keeps things: accounts with their facts, sessions, signing keys."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import ReplaceOne
from pymongo.errors import DuplicateKeyError

from contracts.gateway import AccountOpened
from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from services.gateway.model import Account


class Accounts:
    """Everybody who may sign in."""

    def __init__(self, mongo: Mongo, outbox: Outbox) -> None:
        self._mongo, self._outbox = mongo, outbox

    async def ensure(self) -> None:
        """One account an address."""
        await self._mongo["accounts"].create_index("email", unique=True)

    async def get(self, account_id: str) -> Account | None:
        """By id."""
        return _account(await self._mongo["accounts"].find_one({"_id": account_id}))

    async def with_email(self, email: str) -> Account | None:
        """By address, however it was typed."""
        return _account(await self._mongo["accounts"].find_one({"email": email.strip().lower()}))

    async def with_emails(self, emails: Sequence[str]) -> dict[str, Account]:
        """Those of some addresses that have an account."""
        found = self._mongo["accounts"].find(
            {"email": {"$in": list(emails)}}, session=self._mongo.session
        )
        return {document["email"]: _read(document) async for document in found}

    async def save(self, accounts: Sequence[Account]) -> None:
        """Keep accounts in place of their former versions, and tell of them."""
        if not accounts:
            return

        async def work() -> None:
            await self._mongo["accounts"].bulk_write(
                [ReplaceOne({"_id": a.id}, _document(a), upsert=True) for a in accounts],
                session=self._mongo.session,
            )
            await self._outbox.tell([_opened(account) for account in accounts])

        await self._mongo.transaction(work)


def _document(account: Account) -> Document:
    return {"_id": account.id, **account.model_dump(exclude={"id"})}


def _read(document: Document) -> Account:
    return Account.model_validate({**document, "id": document["_id"]})


def _account(document: Document | None) -> Account | None:
    return _read(document) if document else None


def _opened(account: Account) -> AccountOpened:
    return AccountOpened(
        subject=account.id,
        edition=account.edition,
        **account.model_dump(exclude={"id", "password_hash"}),
    )


class Sessions:
    """Who is signed in on the pages; kept under a digest, so that a copy opens nothing."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def ensure(self) -> None:
        """A session is forgotten when it ends."""
        await self._mongo["sessions"].create_index("ends_at", expireAfterSeconds=0)

    async def add(self, digest: str, account_id: str, ends_at: datetime) -> None:
        """Keep a session."""
        await self._mongo["sessions"].insert_one(
            {"_id": digest, "account": account_id, "ends_at": ends_at}
        )

    async def account_of(self, digest: str, moment: datetime) -> str | None:
        """Whose session this is, None once it has ended."""
        found = await self._mongo["sessions"].find_one({"_id": digest, "ends_at": {"$gt": moment}})
        return found["account"] if found else None

    async def remove(self, digest: str) -> None:
        """End a session."""
        await self._mongo["sessions"].delete_one({"_id": digest})


class SigningKeys:
    """The private keys that sign tokens, numbered 1, 2, 3."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def all(self) -> list[dict[str, Any]]:
        """Every key, the oldest first."""
        found = self._mongo["signing_keys"].find().sort("_id", 1)
        return [{**document, "number": document["_id"]} async for document in found]

    async def add(self, key: dict[str, Any]) -> None:
        """Keep a key, unless another replica has just taken its number."""
        try:
            await self._mongo["signing_keys"].insert_one({**key, "_id": key["number"]})
        except DuplicateKeyError:
            return
