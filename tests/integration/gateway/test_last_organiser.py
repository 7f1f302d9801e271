"""An office is never left without somebody who can run it."""

import asyncio

import pytest

from services.gateway.model import Person
from services.gateway.privacy.actions import LastOrganiser, Rights
from services.gateway.privacy.model import Erasure
from services.gateway.store import Accounts
from tests.integration.gateway.running import ORGANISER, Gateway

ANOTHER = Person(
    email="bu.ratna@example.invalid", name="Bu Ratna (contoh)", role="organiser", is_sample=True
)


async def test_of_two_organisers_who_leave_at_once_one_stays(gateway: Gateway) -> None:
    await gateway.opens(ANOTHER)
    rights = gateway.provided(Rights)
    known = await gateway.provided(Accounts).with_emails([ORGANISER, ANOTHER.email])
    accounts = [account.id for account in known.values()]

    left = await asyncio.gather(
        *(rights.erase(account, "self") for account in accounts), return_exceptions=True
    )

    assert sorted(type(one).__name__ for one in left) == ["Erasure", "LastOrganiser"]
    stays = accounts[isinstance(left[0], Erasure)]
    with pytest.raises(LastOrganiser):
        await rights.erase(stays, "self")
    account = await gateway.provided(Accounts).get(stays)
    assert account is not None
    assert not account.closed
