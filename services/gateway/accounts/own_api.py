"""One's own account by the API: letters to come in by, another password, the language."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from kernel.callers import Asking
from kernel.mongo import Mongo
from kernel.service import provided
from services.gateway import actions
from services.gateway.accounts.credentials import Credentials
from services.gateway.letters.writing import Letters
from services.gateway.model import LanguageCode
from services.gateway.requests import SmallBodyRoute
from services.gateway.sessions.api import EVERYBODY
from services.gateway.store import Accounts
from services.gateway.throttling.actions import Throttle
from services.gateway.throttling.origins import Coming

router = APIRouter(prefix="/api/v1", route_class=SmallBodyRoute, tags=["account"])

Post = Annotated[Letters, provided(Letters)]
Proofs = Annotated[Credentials, provided(Credentials)]
Limits = Annotated[Throttle, provided(Throttle)]
Secret = Annotated[str, Field(max_length=200)]


class Address(BaseModel):
    """Where a letter is to go, if an account has this address."""

    email: Annotated[str, Field(max_length=254)]


class NewPassword(BaseModel):
    """Another password, by the secret of a letter."""

    key: Secret
    password: Secret


class ChangedPassword(BaseModel):
    """Another password, by the one before."""

    old: Secret
    new: Secret


class Preferred(BaseModel):
    """The language of letters."""

    language: LanguageCode


@router.post("/sign-in-links", status_code=202)
async def ask_for_link(given: Address, coming: Coming, letters: Post, throttle: Limits) -> None:
    """A letter with a link to sign in by; the answer is the same whether or not anybody gets it."""
    await throttle.expect_few_letters(given.email, coming)
    await letters.want_at(given.email, "sign-in")


@router.post("/password-resets", status_code=202)
async def ask_for_reset(given: Address, coming: Coming, letters: Post, throttle: Limits) -> None:
    """A letter with a link to choose another password by; answered the same for any address."""
    await throttle.expect_few_letters(given.email, coming)
    await letters.want_at(given.email, "reset")


@router.post("/password-resets/completion", status_code=204)
async def reset(given: NewPassword, proofs: Proofs) -> None:
    """Choose another password by a letter; all sessions end."""
    await proofs.reset(given.key, given.password)


@router.put("/accounts/me/password", status_code=204)
async def change_password(
    given: ChangedPassword, caller: Asking, coming: Coming, proofs: Proofs
) -> None:
    """Choose another password; all other sessions end."""
    caller.must_be(*EVERYBODY)
    await proofs.change(caller, given.old, given.new, coming)


@router.put("/accounts/me/language", status_code=204)
async def choose_language(
    given: Preferred,
    caller: Asking,
    accounts: Annotated[Accounts, provided(Accounts)],
    mongo: Annotated[Mongo, provided(Mongo)],
) -> None:
    """Choose the language of one's letters."""
    caller.must_be(*EVERYBODY)
    await actions.choose_language(caller.account, given.language, accounts, mongo)
