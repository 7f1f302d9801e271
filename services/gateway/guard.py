"""Stands before all doors: counts requests for whom they are, and sheds load when it is much."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kernel.http import problem
from kernel.problems import Refusal
from services.gateway.pages.route import trouble
from services.gateway.throttling.allowances import Allowance, Allowances, TooManyRequests
from services.gateway.throttling.load import Load, TooBusy, priority_of
from services.gateway.throttling.whose import Counting

OPEN_TO_ALL = ("/static/", "/.well-known/")
OPS = frozenset({"/livez", "/readyz", "/metrics"})


class Guard:
    """An ASGI layer within what surrounds every request."""

    def __init__(
        self, app: ASGIApp, counting: Counting, allowances: Allowances, load: Load
    ) -> None:
        self._app = app
        self._counting, self._allowances, self._load = counting, allowances, load

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or path in OPS or path.startswith(OPEN_TO_ALL):
            return await self._app(scope, receive, send)
        request = Request(scope)
        whose = await self._counting.whose(request)
        is_allowed, allowance = await self._allowances.spend(whose)
        if not is_allowed:
            refusal = TooManyRequests(allowance.seconds)
            return await _refuse(request, refusal, allowance)(scope, receive, send)
        told = _telling(send, allowance.headers) if path.startswith("/api/") else send
        try:
            with self._carried(scope, whose.kind == "account"):
                await self._app(scope, receive, told)
        except TooBusy as refusal:
            await _refuse(request, refusal, allowance)(scope, receive, send)

    def _carried(self, scope: Scope, is_known: bool) -> AbstractContextManager[None]:
        """A stream costs nothing while it is silent, so it is nothing to carry."""
        if scope["path"].endswith("/stream"):
            return nullcontext()
        return self._load.carrying(priority_of(scope["method"], scope["path"], is_known))


def _refuse(request: Request, refusal: Refusal, allowance: Allowance) -> Response:
    """A problem for programs, a page for people."""
    is_api = request.url.path.startswith("/api/")
    response = problem(refusal) if is_api else trouble(request, refusal)
    for name, value in allowance.headers:
        response.headers[name.decode()] = value.decode()
    return response


def _telling(send: Send, headers: Sequence[tuple[bytes, bytes]]) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *headers]
        await send(message)

    return told
