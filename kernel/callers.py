"""Who is asking: every service checks the token itself, with the keys the gateway publishes."""

import asyncio
import time
from typing import Annotated, Any

import aiohttp
import jwt
from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase
from pydantic import BaseModel, ConfigDict

from kernel import metrics
from kernel.problems import Forbidden, Unauthenticated, Unavailable

ISSUER = "pendopo"
PARTNER = "partner"
"""The role of a program that came by an API key: it may what its scopes name, and no more."""
REFETCH_SECONDS = 10.0


class Caller(BaseModel):
    """A person behind a request: role, and the party (exhibitor, buyer) they act for, or "".

    Who acts in a party's stead has the party's role; `actor` is then what they are themselves.
    """

    model_config = ConfigDict(frozen=True)

    account: str = ""
    role: str = "anonymous"
    party: str = ""
    name: str = ""
    session: str = ""
    actor: str = ""
    scopes: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        return self.role != "anonymous"

    @property
    def is_person(self) -> bool:
        """Whether there can be data of theirs: a partner's program is nobody."""
        return bool(self.account) and self.role != PARTNER

    def must_be(self, *roles: str, scope: str = "") -> None:
        """Raises Unauthenticated or Forbidden for anybody but these roles, and for a partner's
        program without this scope."""
        if not self.is_known:
            raise Unauthenticated("Silakan masuk terlebih dahulu.", "Please sign in first.")
        if scope and self.role == PARTNER and scope in self.scopes:
            return
        if self.role not in roles:
            raise Forbidden(
                f"Peran Anda ({self.role}) tidak boleh melakukan ini.",
                f"Your role ({self.role}) may not do this.",
            )


ANONYMOUS = Caller()


class Keys:
    """The public keys of the gateway, fetched when one is met that is not known yet."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched = float("-inf")
        self._lock = asyncio.Lock()

    async def caller(self, token: str) -> Caller:
        """Whom a token speaks of. Raises Unauthenticated for one that is forged or has expired."""
        try:
            key = await self._key(jwt.get_unverified_header(token).get("kid", ""))
            claims = jwt.decode(
                token,
                key.key,
                algorithms=["EdDSA"],
                issuer=ISSUER,
                options={"require": ["exp", "iat", "sub"]},
            )
            return caller_of(claims)
        except jwt.InvalidTokenError as error:
            metrics.auth_failures.labels(_reason(error)).inc()
            raise Unauthenticated(
                "Sesi Anda berakhir atau tidak sah; silakan masuk lagi.",
                "Your session has ended or is not valid; please sign in again.",
                code="token-refused",
            ) from error

    async def _key(self, kid: str) -> jwt.PyJWK:
        if kid not in self._keys:
            async with self._lock:
                if kid not in self._keys and time.monotonic() - self._fetched > REFETCH_SECONDS:
                    await self._fetch()
        if kid not in self._keys:
            raise jwt.InvalidTokenError("unknown key")
        return self._keys[kid]

    async def _fetch(self) -> None:
        timeout = aiohttp.ClientTimeout(total=3)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as http,
                http.get(self._url) as answer,
            ):
                published = jwt.PyJWKSet.from_dict(await answer.json())
        except (aiohttp.ClientError, TimeoutError, jwt.PyJWKError, ValueError) as error:
            raise Unavailable(
                "Kunci masuk sedang tidak dapat diambil; coba lagi sebentar lagi.",
                "The sign-in keys cannot be fetched at the moment; try again shortly.",
            ) from error
        self._keys = {key.key_id: key for key in published.keys if key.key_id}
        self._fetched = time.monotonic()


def _reason(error: jwt.InvalidTokenError) -> str:
    return "token_expired" if isinstance(error, jwt.ExpiredSignatureError) else "token_refused"


def caller_of(claims: dict[str, Any]) -> Caller:
    """The person a checked token's claims speak of."""
    return Caller(
        account=claims["sub"],
        role=claims.get("role", "visitor"),
        party=claims.get("party", ""),
        name=claims.get("name", ""),
        session=claims.get("sid", ""),
        actor=claims.get("act", {}).get("role", ""),
        scopes=tuple(claims.get("scope", "").split()),
    )


class Bearer(SecurityBase):
    """Reads who asks from the `Authorization` header, and says so in the OpenAPI document."""

    def __init__(self) -> None:
        self.model = HTTPBearer(bearerFormat="JWT", description=_HOW)
        self.scheme_name = "token"

    async def __call__(self, request: Request) -> Caller:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return ANONYMOUS
        keys: Keys = request.app.state.keys
        return await keys.caller(token)


_HOW = "A token of `POST /api/v1/sessions`, good for 15 minutes. Strangers see what is public."

Asking = Annotated[Caller, Depends(Bearer())]
