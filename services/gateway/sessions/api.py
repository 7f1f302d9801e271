"""Sessions by the API: sign in, go on, look at one's sessions, end them."""

from datetime import datetime
from typing import Annotated, get_args

from fastapi import APIRouter, Header, Path
from pydantic import BaseModel, Field

from kernel.callers import Asking
from kernel.service import provided
from services.gateway.accounts.credentials import Credentials
from services.gateway.accounts.model import Party
from services.gateway.model import Role
from services.gateway.requests import SmallBodyRoute
from services.gateway.sessions.actions import Pass, SignIns
from services.gateway.sessions.model import Kind, Session
from services.gateway.throttling.origins import Coming

router = APIRouter(prefix="/api/v1/sessions", route_class=SmallBodyRoute, tags=["sessions"])

Open = Annotated[SignIns, provided(SignIns)]
Proofs = Annotated[Credentials, provided(Credentials)]
UserAgent = Annotated[str, Header(max_length=1000)]
Typed = Annotated[str, Field(max_length=254)]
Secret = Annotated[str, Field(max_length=200)]
EVERYBODY = get_args(Role)


class ByPassword(BaseModel):
    """What a person types to sign in."""

    email: Typed
    password: Secret


class ByLink(BaseModel):
    """The secret of a letter."""

    key: Secret


class Refresh(BaseModel):
    """What was given with the token before."""

    refresh_token: Secret


class Acting(BaseModel):
    """For whom to act."""

    party: Party


class NewToken(BaseModel):
    """A token for the same session."""

    token: str
    expires_at: datetime


class SignedIn(BaseModel):
    """A token for fifteen minutes, and what to exchange, once, for the next."""

    token: str
    expires_at: datetime
    refresh_token: str
    refresh_expires_at: datetime

    @classmethod
    def by(cls, given: Pass) -> "SignedIn":
        return cls(
            token=given.token.text,
            expires_at=given.token.expires_at,
            refresh_token=given.refresh_token,
            refresh_expires_at=given.ends_at,
        )


class SessionShown(BaseModel):
    """Where somebody is signed in; no place is kept."""

    id: str
    kind: Kind
    device: str
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    current: bool

    @classmethod
    def of(cls, session: Session, current: str) -> "SessionShown":
        return cls(**session.model_dump(), current=session.id == current)


class SessionsShown(BaseModel):
    """The sessions of an account, the last seen first; at most fifty."""

    items: list[SessionShown]


class Ended(BaseModel):
    """How many sessions were ended."""

    ended: int


@router.post("", status_code=201)
async def sign_in(
    given: ByPassword, coming: Coming, proofs: Proofs, sign_ins: Open, user_agent: UserAgent = ""
) -> SignedIn:
    """A session, in exchange for mail and password."""
    account = await proofs.by_password(given.email, given.password, coming)
    return SignedIn.by(await sign_ins.open_api(account, user_agent))


@router.post("/link", status_code=201)
async def sign_in_by_link(
    given: ByLink, proofs: Proofs, sign_ins: Open, user_agent: UserAgent = ""
) -> SignedIn:
    """A session, in exchange for the secret of a letter; it works once."""
    account = await proofs.by_link(given.key)
    return SignedIn.by(await sign_ins.open_api(account, user_agent))


@router.post("/refresh")
async def refresh(given: Refresh, sign_ins: Open) -> SignedIn:
    """The next token. A refresh token that comes a second time ends its session."""
    return SignedIn.by(await sign_ins.refresh(given.refresh_token))


@router.get("")
async def sessions(caller: Asking, sign_ins: Open) -> SessionsShown:
    """Where the caller is signed in."""
    caller.must_be(*EVERYBODY)
    found = await sign_ins.of(caller.account)
    return SessionsShown(items=[SessionShown.of(one, caller.session) for one in found])


@router.put("/current/party")
async def act_for(given: Acting, caller: Asking, sign_ins: Open) -> NewToken:
    """Act for another of the caller's parties from now on; older tokens speak of the one before."""
    caller.must_be(*EVERYBODY)
    token = await sign_ins.act_for(caller, given.party)
    return NewToken(token=token.text, expires_at=token.expires_at)


@router.delete("/{session_id}", status_code=204)
async def end(
    session_id: Annotated[str, Path(pattern=r"^[0-9a-f]{24}$")], caller: Asking, sign_ins: Open
) -> None:
    """End one of the caller's sessions; its last token lasts a quarter of an hour at most."""
    caller.must_be(*EVERYBODY)
    await sign_ins.end(caller.account, session_id)


@router.delete("")
async def end_others(caller: Asking, sign_ins: Open) -> Ended:
    """End all of the caller's sessions but this one."""
    caller.must_be(*EVERYBODY)
    return Ended(ended=await sign_ins.end_all(caller.account, but=caller.session))
