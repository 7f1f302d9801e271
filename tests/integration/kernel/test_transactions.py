"""A transaction takes effect once and whole, whomever it meets on its way."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from motor.motor_asyncio import AsyncIOMotorClientSession
from pymongo.errors import OperationFailure

from kernel.mongo import Mongo


class Purse:
    """Counts coins, and how often somebody tried to put one in."""

    def __init__(self, mongo: Mongo) -> None:
        self.mongo, self.tries = mongo, 0

    async def put(self) -> None:
        self.tries += 1
        await self.mongo["purse"].update_one(
            {"_id": 1}, {"$inc": {"coins": 1}}, upsert=True, session=self.mongo.session
        )

    async def coins(self) -> int:
        found = await self.mongo["purse"].find_one({"_id": 1})
        return int(found["coins"]) if found else 0


@pytest.fixture
async def purse(mongo_url: str, database_name: str) -> AsyncIterator[Purse]:
    mongo = Mongo(mongo_url, database_name)
    yield Purse(mongo)
    mongo.close()


def _labelled(label: str) -> OperationFailure:
    return OperationFailure("as the server says it", 112, {"errorLabels": [label]})


async def test_transactions_that_meet_on_one_document_all_take_effect(purse: Purse) -> None:
    await asyncio.gather(*(purse.mongo.transaction(purse.put) for _ in range(24)))
    assert await purse.coins() == 24


async def test_a_commit_that_met_another_repeats_it_all(
    purse: Purse, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = AsyncIOMotorClientSession.commit_transaction

    async def meets_another_once(session: AsyncIOMotorClientSession) -> None:
        if purse.tries == 1:
            await session.abort_transaction()
            raise _labelled("TransientTransactionError")
        await commit(session)

    monkeypatch.setattr(AsyncIOMotorClientSession, "commit_transaction", meets_another_once)
    await purse.mongo.transaction(purse.put)
    assert (purse.tries, await purse.coins()) == (2, 1)


async def test_a_commit_of_unknown_outcome_is_made_again_alone(
    purse: Purse, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit, commits = AsyncIOMotorClientSession.commit_transaction, []

    async def loses_the_first_answer(session: AsyncIOMotorClientSession) -> None:
        await commit(session)
        commits.append(session)
        if len(commits) == 1:
            raise _labelled("UnknownTransactionCommitResult")

    monkeypatch.setattr(AsyncIOMotorClientSession, "commit_transaction", loses_the_first_answer)
    await purse.mongo.transaction(purse.put)
    assert (len(commits), purse.tries, await purse.coins()) == (2, 1, 1)


async def test_work_that_fails_leaves_nothing_and_is_not_repeated(purse: Purse) -> None:
    async def work() -> None:
        await purse.put()
        raise KeyError("changed my mind")

    with pytest.raises(KeyError):
        await purse.mongo.transaction(work)
    assert (purse.tries, await purse.coins()) == (1, 0)
    assert purse.mongo.session is None


async def test_what_is_to_follow_a_commit_follows_one_commit_and_no_attempt(
    purse: Purse, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit, done = AsyncIOMotorClientSession.commit_transaction, []

    async def meets_another_once(session: AsyncIOMotorClientSession) -> None:
        if purse.tries == 1:
            await session.abort_transaction()
            raise _labelled("TransientTransactionError")
        await commit(session)

    async def work() -> None:
        await purse.put()
        number = purse.tries
        purse.mongo.after_commit(lambda: done.append(number))

    monkeypatch.setattr(AsyncIOMotorClientSession, "commit_transaction", meets_another_once)
    await purse.mongo.transaction(work)
    assert done == [2], "the first attempt came to nothing"


async def test_a_rehearsal_says_what_would_be_and_leaves_nothing(purse: Purse) -> None:
    async def put_and_count() -> int:
        await purse.put()
        found = await purse.mongo["purse"].find_one({"_id": 1}, session=purse.mongo.session)
        return int(found["coins"]) if found else 0

    assert await purse.mongo.rehearsal(put_and_count) == 1
    assert await purse.coins() == 0


async def test_a_rehearsal_cannot_be_part_of_something_real(purse: Purse) -> None:
    with pytest.raises(RuntimeError, match="cannot join"):
        await purse.mongo.transaction(lambda: purse.mongo.rehearsal(purse.put))
