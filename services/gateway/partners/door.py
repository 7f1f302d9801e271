"""Stands before the API's doors: a partner's key goes no further, a token of its scopes does."""

from starlette.types import ASGIApp, Receive, Scope, Send

from kernel.http import problem
from kernel.problems import Refusal
from services.gateway.partners.actions import Partners
from services.gateway.partners.model import KEY_PREFIX

AUTHORIZATION = b"authorization"


class KeyDoor:
    """An ASGI layer that exchanges `Authorization: Bearer pendopo_…` for a short-lived token."""

    def __init__(self, app: ASGIApp, partners: Partners) -> None:
        self._app, self._partners = app, partners

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/api/"):
            return await self._app(scope, receive, send)
        secret = key_in(dict(scope["headers"]).get(AUTHORIZATION, b"").decode("latin-1"))
        if secret:
            path = scope["raw_path"].decode("latin-1")
            try:
                token = await self._partners.token(secret, scope["method"], path)
            except Refusal as refusal:
                return await problem(refusal)(scope, receive, send)
            others = [(name, value) for name, value in scope["headers"] if name != AUTHORIZATION]
            scope["headers"] = [*others, (AUTHORIZATION, f"Bearer {token}".encode())]
        await self._app(scope, receive, send)


def key_in(authorization: str) -> str:
    """The partner's key in a header, "" where it holds none."""
    scheme, _, secret = authorization.partition(" ")
    return secret if scheme.lower() == "bearer" and secret.startswith(KEY_PREFIX) else ""
