"""The gateway's own part of the API: sign-in, keys, live inbox; everything else passes through."""

from datetime import datetime
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kernel.callers import Asking, Caller
from kernel.imports import import_routes
from kernel.problems import Invalid
from kernel.service import provided
from services.gateway import actions
from services.gateway.model import Role
from services.gateway.passwords import Passwords
from services.gateway.requests import small_body
from services.gateway.sessions import SignIns
from services.gateway.store import Accounts
from services.gateway.streams import Stream, Streams
from services.gateway.tokens import Signer

COOKIE = "pendopo_session"

router = APIRouter(prefix="/api")
router.include_router(import_routes("accounts", "organiser"))


class Credentials(BaseModel):
    """What a person types to sign in."""

    email: Annotated[str, Field(max_length=254)]
    password: Annotated[str, Field(max_length=200)]


class SignedIn(BaseModel):
    """A token and when it ends."""

    token: str
    expires_at: datetime


class Me(BaseModel):
    """Who is asking, as the token says it."""

    model_config = ConfigDict(from_attributes=True)

    account: str
    role: str
    party: str
    name: str


class AddedKey(BaseModel):
    """A signing key that was just made."""

    kid: str
    made_at: datetime


async def _credentials(request: Request) -> Credentials:
    try:
        return Credentials.model_validate_json(await small_body(request))
    except ValidationError as error:
        raise Invalid(
            "Kirim JSON dengan `email` dan `password`.", "Send JSON with `email` and `password`."
        ) from error


@router.post("/v1/sessions", status_code=201)
async def sign_in(
    request: Request,
    accounts: Annotated[Accounts, provided(Accounts)],
    passwords: Annotated[Passwords, provided(Passwords)],
    signer: Annotated[Signer, provided(Signer)],
) -> SignedIn:
    """A token for fifteen minutes, in exchange for mail and password."""
    given = await _credentials(request)
    account = await actions.sign_in(given.email, given.password, accounts, passwords)
    token = signer.token(account)
    return SignedIn(token=token.text, expires_at=token.expires_at)


@router.get("/v1/me")
async def me(caller: Asking) -> Me:
    """Who the token speaks of."""
    _expect_known(caller)
    return Me.model_validate(caller)


@router.post("/v1/keys", status_code=201)
async def add_key(caller: Asking, signer: Annotated[Signer, provided(Signer)]) -> AddedKey:
    """Make a new signing key; it signs as soon as every replica knows it."""
    caller.must_be("ops")
    key = await signer.rotate()
    return AddedKey(kid=key.kid, made_at=key.made_at)


@router.get("/v1/inbox/stream", response_class=Response)
async def stream(
    request: Request,
    caller: Asking,
    sign_ins: Annotated[SignIns, provided(SignIns)],
    streams: Annotated[Streams, provided(Streams)],
) -> Stream:
    """What is written to the caller's inbox from now on, as Server-Sent Events."""
    if not caller.is_known:
        caller = (await sign_ins.visitor(request.cookies.get(COOKIE, ""))).caller
    _expect_known(caller)
    return streams.open(caller.party or caller.account)


def _expect_known(caller: Caller) -> None:
    caller.must_be(*get_args(Role))


keys = APIRouter()


@keys.get("/.well-known/jwks.json")
async def jwks(response: Response, signer: Annotated[Signer, provided(Signer)]) -> dict[str, Any]:
    """The public keys with which anybody can check a token."""
    response.headers["cache-control"] = "public, max-age=60"
    return signer.jwks()
