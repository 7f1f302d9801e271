"""A partner's program: checks who sends, answers as it is told, and notes what came."""

from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from standardwebhooks import Webhook as Reader


@dataclass(frozen=True)
class Received:
    """One request, after its signature was checked with the secret at hand."""

    id: str
    path: str
    said: Any
    signatures: int


class Partner:
    """Listens on this machine; `answers` are given one after the other, then 204 for ever."""

    def __init__(self) -> None:
        self.secret = ""
        self.answers: list[web.Response] = []
        self.received: list[Received] = []
        app = web.Application()
        app.router.add_post("/{path}", self._take)
        self._runner = web.AppRunner(app, access_log=None)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}/kait"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        said = Reader(self.secret).verify(await request.read(), dict(request.headers))
        signatures = len(request.headers["webhook-signature"].split())
        id_ = request.headers["webhook-id"]
        self.received.append(Received(id_, request.path, said, signatures))
        return self.answers.pop(0) if self.answers else web.Response(status=204)
