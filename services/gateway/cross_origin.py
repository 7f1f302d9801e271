"""Which other sites' pages may ask the API from a browser: those on a list, with tokens alone."""

from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SENT = ("authorization", "content-type", "idempotency-key", "if-match", "if-none-match")
READ = ("etag", "retry-after", "ratelimit", "ratelimit-policy", "cache-status", "x-correlation-id")


class CrossOrigin:
    """An ASGI layer; cookies never come along, so a listed site acts for nobody by itself."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self._app = app
        self._listed = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=METHODS,
            allow_headers=SENT,
            expose_headers=READ,
            max_age=3600,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_api = scope.get("path", "").startswith("/api/")
        await (self._listed if is_api else self._app)(scope, receive, send)
