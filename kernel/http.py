"""What surrounds every HTTP request: correlation, trace, counting, and problems as answers."""

import time
from functools import cache
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kernel import context, metrics, tracing
from kernel.cells.errors import sentences_of
from kernel.health import Health
from kernel.logs import logger
from kernel.mongo import passes_by_itself
from kernel.problems import Invalid, Refusal, Unavailable
from kernel.switches import Switches

PROBLEM = "application/problem+json"


class Surroundings:
    """Outermost ASGI layer: names the request, counts it, and turns a bug into a plain 500."""

    def __init__(self, app: ASGIApp, switches: Switches) -> None:
        self._app, self._switches = app, switches

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        headers = dict(scope["headers"])
        parent = headers.get(b"traceparent", b"").decode("latin-1")
        correlation = headers.get(b"x-correlation-id", b"").decode("latin-1")
        began = time.time_ns()
        with context.continued(parent, correlation):
            status = await self._counted(scope, receive, send)
            name = f"{_method(scope)} {_route(scope)}"
            code = {"http.response.status_code": status}
            tracing.record("server", name, parent, began, code)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._switches.is_on("read-only") and changes_something(scope):
            return await problem(ReadOnly())(scope, receive, send)
        await self._app(scope, receive, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> int:
        """Answer, and tell with which status."""
        started, status = time.perf_counter(), 0

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", ()),
                    (b"x-correlation-id", context.correlation_id.get().encode()),
                ]
            await send(message)

        under_way = metrics.in_progress.labels(_method(scope))
        under_way.inc()
        try:
            await self._answered(scope, receive, named)
        except ClientDisconnect:
            logger.info("a caller hung up in the middle of a request", path=scope["path"])
        except Exception as error:
            if not passes_by_itself(error):
                logger.exception("a request failed", path=scope["path"])
            if not status:
                await _answer_for(error)(scope, receive, named)
        finally:
            under_way.dec()
            self._count(scope, status, time.perf_counter() - started)
        return status

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        method = _method(scope)
        counted, timed = _children(_route(scope), method, f"{status // 100}xx")
        counted.inc()
        timed.observe(seconds)


@cache
def _children(handler: str, method: str, status: str) -> tuple[Counter, Histogram]:
    """Kept, as looking them up costs more than counting; there are as many as routes."""
    return (
        metrics.requests.labels(handler, method, status),
        metrics.request_duration.labels(handler, method),
    )


def _route(scope: Scope) -> str:
    path: str = getattr(scope.get("route"), "path", "none")
    return path


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in _METHODS else "other"


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


SPARED_WHILE_READ_ONLY = ("/v1/ops/", "/api/v1/ops/", "/api/v1/sessions")


class ReadOnly(Unavailable):
    """Operations let nobody change anything for a while."""

    code = "read-only"

    def __init__(self) -> None:
        super().__init__(
            "Sedang ada pemeliharaan: semua dapat dibaca, tetapi belum dapat diubah. Coba nanti.",
            "Maintenance is under way: all can be read, nothing can be changed. Try again later.",
            retry_after=60,
        )


def changes_something(scope: Scope) -> bool:
    """Whether an API is asked to change something; pages tell their own readers."""
    path: str = scope["path"]
    is_api = path.startswith(("/v1/", "/api/"))
    return (
        is_api and scope["method"] not in _READING and not path.startswith(SPARED_WHILE_READ_ONLY)
    )


_READING = {"GET", "HEAD", "OPTIONS"}


def _answer_for(error: Exception) -> Response:
    if passes_by_itself(error):
        return problem(
            Unavailable(
                "Basis data sedang tidak menjawab; coba lagi sebentar lagi.",
                "The database does not answer at the moment; try again shortly.",
            )
        )
    return _problem_response(
        500,
        {
            "type": "urn:pendopo:problem:bug",
            "title": "bug",
            "status": 500,
            "code": "bug",
            "detail": "Terjadi kesalahan pada sistem. Sebutkan nomor ini kepada panitia.",
            "detail_en": "Something is broken on our side. Give the organiser this number.",
            "correlation_id": context.correlation_id.get(),
        },
    )


def _problem_response(status: int, body: dict[str, Any]) -> Response:
    headers = {"retry-after": "2"} if status == 503 else None
    return Response(orjson.dumps(body, default=str), status, headers, media_type=PROBLEM)


class UnreadableBody(Refusal):
    """A body that is not what its type says, or is nested without end."""

    code = "unreadable-body"

    def __init__(self) -> None:
        super().__init__(
            "Isi permintaan tidak dapat dibaca; kirim JSON yang utuh dan tidak terlalu dalam.",
            "The body cannot be read; send JSON that is whole and not nested too deeply.",
        )


def problem(refusal: Refusal) -> Response:
    """A refusal as an RFC 9457 answer."""
    answer = _problem_response(refusal.status, refusal.problem())
    if "retry_after" in refusal.members:
        answer.headers["retry-after"] = str(refusal.members["retry_after"])
    return answer


def _fault(found: Any) -> dict[str, str]:
    """One thing that is wrong with the input: where, a stable code, and a sentence twice."""
    code, message, message_en = sentences_of(found)
    where = ".".join(map(str, found["loc"]))
    return {"where": where, "code": code, "message": message, "message_en": message_en}


def answer_problems(app: FastAPI) -> None:
    """Let refusals, broken input and unknown paths leave as problems."""

    @app.exception_handler(Refusal)
    async def refused(_request: Request, refusal: Refusal) -> Response:
        return problem(refusal)

    @app.exception_handler(RequestValidationError)
    async def broken(_request: Request, error: RequestValidationError) -> Response:
        faults = [_fault(found) for found in error.errors()[:50]]
        first = faults[0]
        return problem(
            Invalid(
                f"Isian {first['where']}: {first['message']}",
                f"The input {first['where']}: {first['message_en']}",
                errors=faults,
            )
        )

    @app.exception_handler(HTTPException)
    async def plain(_request: Request, error: HTTPException) -> Response:
        if error.status_code == 400:
            return problem(UnreadableBody())
        code = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "refused")
        body = {
            "type": f"urn:pendopo:problem:{code}",
            "title": code.replace("-", " "),
            "status": error.status_code,
            "code": code,
            "detail": "Alamat ini tidak ada atau tidak menerima permintaan seperti ini.",
            "detail_en": "There is no such address, or it does not take this kind of request.",
        }
        return _problem_response(error.status_code, body)


def answer_ops(app: FastAPI, health: Health) -> None:
    """`/livez`, `/readyz`, `/metrics`."""

    @app.get("/livez", include_in_schema=False)
    async def livez() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/readyz", include_in_schema=False)
    async def readyz() -> Response:
        ready, answers = await health.ready()
        body = {"status": "ready" if ready else "not ready", "checks": answers}
        return Response(orjson.dumps(body), 200 if ready else 503, media_type="application/json")

    @app.get("/metrics", include_in_schema=False)
    async def metrics_() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
