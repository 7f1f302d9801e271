"""The gateway's own part of the API: who is asking, keys, live inbox; the rest passes through."""

from datetime import datetime
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel, ConfigDict

from kernel.callers import Asking, Caller
from kernel.imports import import_routes
from kernel.service import provided
from services.gateway.cookies import Cookies
from services.gateway.model import Role
from services.gateway.sessions.actions import SignIns
from services.gateway.streams import Stream, Streams
from services.gateway.tokens import Signer

router = APIRouter(prefix="/api")
router.include_router(import_routes("accounts", "organiser"))


class Me(BaseModel):
    """Who is asking, as the token says it."""

    model_config = ConfigDict(from_attributes=True)

    account: str
    role: str
    party: str
    name: str
    actor: str


class AddedKey(BaseModel):
    """A signing key that was just made."""

    kid: str
    made_at: datetime


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
    cookies: Annotated[Cookies, provided(Cookies)],
    streams: Annotated[Streams, provided(Streams)],
    last_event_id: Annotated[str, Header(max_length=100)] = "",
) -> Stream:
    """What is written to the caller's inbox from now on, as Server-Sent Events.

    After `Last-Event-ID` the events since then come first, or a `reload` where some are forgotten.
    """
    if not caller.is_known:
        caller = (await sign_ins.visitor(cookies.session(request.cookies))).caller
    _expect_known(caller)
    return streams.open(caller.party or caller.account, last_event_id)


def _expect_known(caller: Caller) -> None:
    caller.must_be(*get_args(Role))


keys = APIRouter()


@keys.get("/.well-known/jwks.json")
async def jwks(response: Response, signer: Annotated[Signer, provided(Signer)]) -> dict[str, Any]:
    """The public keys with which anybody can check a token."""
    response.headers["cache-control"] = "public, max-age=60"
    return signer.jwks()
