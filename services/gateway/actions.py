"""Verbs of the gateway: open accounts, choose how one is written to."""

from collections.abc import Sequence

from kernel.ids import new_id
from kernel.imports import Counts
from kernel.mongo import Mongo
from services.gateway.model import DEMO, Account, LanguageCode, Person
from services.gateway.store import Accounts


async def open_accounts(people: Sequence[Person], accounts: Accounts) -> Counts:
    """Give people accounts or bring theirs up to date; in the transaction at hand."""
    before = await accounts.with_emails([person.email for person in people])
    created = [Account.of(person, new_id()) for person in people if person.email not in before]
    revised = [before[p.email].revised(p) for p in people if p.email in before]
    changed = [account for account in revised if account != before[account.email]]
    await accounts.save([*created, *changed])
    return Counts(
        created=len(created),
        changed=len(changed),
        unchanged=len(revised) - len(changed),
        written=len(people),
    )


async def open_demo_accounts(accounts: Accounts, mongo: Mongo) -> None:
    """Let the organiser, ops and a visitor in, for trying things out."""
    await mongo.transaction(lambda: open_accounts(DEMO, accounts))


async def choose_language(
    account_id: str, language: LanguageCode, accounts: Accounts, mongo: Mongo
) -> None:
    """Write to a person in this language from now on."""

    async def work() -> None:
        account = await accounts.get(account_id)
        if account is not None and account.language != language:
            await accounts.save([account.written_in(language)])

    await mongo.transaction(work)
