"""Where the gateway keeps things: accounts with their facts, signing keys."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from pymongo import ReplaceOne
from pymongo.errors import DuplicateKeyError

from contracts.gateway import AccountClosed, AccountOpened
from kernel.clock import now
from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from services.gateway.model import Account, Sought, Standing, words_of


class Accounts:
    """Everybody who may sign in."""

    def __init__(self, mongo: Mongo, outbox: Outbox) -> None:
        self._mongo, self._outbox = mongo, outbox

    async def ensure(self) -> None:
        """One account an address; lists of an edition's people, and of some among them."""
        accounts = self._mongo["accounts"]
        await accounts.create_index("email", unique=True)
        await accounts.create_index([("edition", 1), ("_id", 1)])
        await accounts.create_index([("edition", 1), ("words", 1)])
        await accounts.create_index([("party", 1), ("_id", 1)])

    async def get(self, account_id: str) -> Account | None:
        """By id."""
        return await self._one({"_id": account_id})

    async def with_email(self, email: str) -> Account | None:
        """By address, however it was typed."""
        return await self._one({"email": email.strip().lower()})

    async def _one(self, wanted: Document) -> Account | None:
        return _account(await self._mongo["accounts"].find_one(wanted, session=self._mongo.session))

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
            await self.keep(accounts)
            await self._outbox.tell([_told(account) for account in accounts])

        await self._mongo.transaction(work)

    async def keep(self, accounts: Sequence[Account]) -> None:
        """Keep of accounts what nobody else need hear of; in the transaction at hand."""
        await self._mongo["accounts"].bulk_write(
            [ReplaceOne({"_id": a.id}, _document(a), upsert=True) for a in accounts],
            session=self._mongo.session,
        )

    async def another_like(self, account: Account) -> bool:
        """Whether somebody else of the same role may come in; in the transaction at hand.

        The other's document is written to, so that of two who leave at once one meets the other.
        """
        others: Document = {"_id": {"$ne": account.id}, "role": account.role} | _MAY_COME
        inside: Document = {"$or": [{"joined_at": {"$ne": None}}, {"is_sample": True}]}
        found = await self._mongo["accounts"].find_one_and_update(
            others | inside | _STILL_SOMEBODYS,
            {"$set": {"relied_on_at": now()}},
            session=self._mongo.session,
        )
        return found is not None

    async def among(
        self, sought: Sought, moment: datetime, limit: int, after: str | None = None
    ) -> list[Account]:
        """Some of the people sought, the first known first."""
        behind: Document = {"_id": {"$gt": after}} if after else {}
        found = self._mongo["accounts"].find(
            _query(sought, moment) | behind, session=self._mongo.session
        )
        return [_read(document) async for document in found.sort("_id", 1).limit(limit)]

    async def over(self, kind: str, before: datetime) -> list[Account]:
        """Accounts of a kind whose time was over before: some of them, the first known first."""
        found = self._mongo["accounts"].find(_OVER[kind](before)).sort("_id", 1).limit(OVER_AT_ONCE)
        return [_read(document) async for document in found]

    async def count_over(self, kind: str, before: datetime) -> int:
        """How many such accounts there are."""
        return await self._mongo["accounts"].count_documents(_OVER[kind](before))

    async def count(self, sought: Sought, moment: datetime) -> int:
        """How many such people there are."""
        return await self._mongo["accounts"].count_documents(_query(sought, moment))


def _query(sought: Sought, moment: datetime) -> Document:
    query: Document = {"edition": {"$in": list(sought.editions)}} | _STILL_SOMEBODYS
    if sought.role:
        query["role"] = sought.role
    if sought.party:
        query["party"] = sought.party
    if sought.words:
        query["words"] = {"$all": [re.compile(f"^{re.escape(word)}") for word in sought.words]}
    return query | (_STANDINGS[sought.standing](moment) if sought.standing else {})


_STILL_SOMEBODYS: Document = {"name": {"$gt": ""}}
OVER_AT_ONCE = 500
_OVER: dict[str, Callable[[datetime], Document]] = {
    "lapsed-invitations": lambda before: _OUTSIDE | {"invited_until": {"$lt": before}},
    "closed-accounts": lambda before: {"closed_at": {"$lt": before}} | _STILL_SOMEBODYS,
}
_MAY_COME: Document = {"closed": {"$ne": True}}
_OUTSIDE: Document = _MAY_COME | {"joined_at": None}
_STANDINGS: dict[Standing, Callable[[datetime], Document]] = {
    "closed": lambda moment: {"closed": True},
    "joined": lambda moment: _MAY_COME | {"joined_at": {"$ne": None}},
    "waiting": lambda moment: _OUTSIDE | {"invited_until": None},
    "invited": lambda moment: _OUTSIDE | {"invited_until": {"$gt": moment}},
    "lapsed": lambda moment: _OUTSIDE | {"invited_until": {"$lte": moment}},
}


def _document(account: Account) -> Document:
    return {
        "_id": account.id,
        **account.model_dump(exclude={"id"}),
        "edition": account.edition,
        "words": sorted(set(words_of(f"{account.name} {account.email}"))),
    }


def _read(document: Document) -> Account:
    return Account.model_validate({**document, "id": document["_id"]})


def _account(document: Document | None) -> Account | None:
    return _read(document) if document else None


def _told(account: Account) -> AccountOpened | AccountClosed:
    if account.closed:
        return AccountClosed(subject=account.id, version=account.version, edition=account.edition)
    return AccountOpened(
        subject=account.id,
        version=account.version,
        edition=account.edition,
        **account.person.model_dump(),
    )


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
