"""What passes through needs none of our own routes looked at first."""

from starlette.types import ASGIApp, Receive, Scope, Send

from kernel.http import problem
from kernel.problems import Refusal
from services.gateway.passthrough import PassThrough
from services.gateway.routing import is_passed_on


class Shortcut:
    """An ASGI layer: the services' part of the API goes straight on, all else to our own doors."""

    def __init__(self, app: ASGIApp, passes: PassThrough) -> None:
        self._app, self._passes = app, passes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_passed_on(scope["path"]):
            return await self._app(scope, receive, send)
        try:
            await self._passes(scope, receive, send)
        except Refusal as refusal:
            await problem(refusal)(scope, receive, send)
