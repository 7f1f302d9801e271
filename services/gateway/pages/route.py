"""What is the same for every page: two addresses, same-origin forms, headers, troubles told."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from fastapi import APIRouter, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from kernel.http import ReadOnly
from kernel.logs import logger
from kernel.mongo import passes_by_itself
from kernel.problems import Forbidden, Invalid, Refusal, Unavailable
from kernel.switches import Switches
from services.gateway.caching.answering import STALE
from services.gateway.caching.staleness import noticing, stale_since
from services.gateway.cookies import Cookies
from services.gateway.pages.headers import STRICT_TRANSPORT, security_headers, squeeze
from services.gateway.pages.language import PATHS
from services.gateway.pages.rendering import render
from services.gateway.pages.visit import bare
from services.gateway.throttling.marks import Marks

Page = Callable[..., Coroutine[Any, Any, Response]]
CODE = r"^[A-Za-z0-9._-]{1,40}$"
Code = Annotated[str, Path(pattern=CODE)]
"""What stands for one thing in an address; it goes into the address of a service as it is."""

OPEN = {"sign-in", "sign-out", "sign-in-link", "operations-switch", "operations-letter"}
"""Forms that are taken while everything else is read-only."""


class Broken(Refusal):
    """A bug of ours, in words for the person who met it."""

    status, code = 500, "bug"


class PageRoute(APIRoute):
    """A page: whatever goes wrong becomes a page too."""

    safe: ClassVar[set[str]] = {"GET", "HEAD"}

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                if request.method not in self.safe:
                    expect_same_origin(request)
                    expect_open(request)
                with noticing():
                    response = await handle(request)
                    if stale_since():
                        response.headers["cache-status"] = STALE
            except Exception as error:
                response = _trouble(request, _refusal_for(error))
            _mark(request, response)
            return _dressed(request, response)

        return answer


def page_router() -> APIRouter:
    """A router whose routes are pages."""
    return APIRouter(route_class=PageRoute, include_in_schema=False)


def page(router: APIRouter, name: str, method: str = "GET") -> Callable[[Page], Page]:
    """Answer a page at its address in each language."""

    methods = ["GET", "HEAD"] if method == "GET" else [method]

    def register(endpoint: Page) -> Page:
        for path in PATHS[name]:
            router.add_api_route(path, endpoint, methods=methods, name=name, response_model=None)
        return endpoint

    return register


def expect_open(request: Request) -> None:
    """Raises ReadOnly while nothing may be changed, but by those who come, go or operate."""
    switches: Switches = request.app.state.provided[Switches]
    if switches.is_on("read-only") and getattr(request.scope["route"], "name", "") not in OPEN:
        raise ReadOnly()


def expect_same_origin(request: Request) -> None:
    """Raises Forbidden for a form that another site sends with the visitor's cookie."""
    fetched_from = request.headers.get("sec-fetch-site")
    if fetched_from is not None:
        same = fetched_from == "same-origin"
    else:
        origin = urlsplit(request.headers.get("origin", "")).netloc
        same = bool(origin) and origin == request.headers.get("host")
    if not same:
        raise Forbidden(
            "Formulir ini dikirim dari situs lain, jadi tidak diterima.",
            "This form was sent from another site, so it is not taken.",
            code="other-origin",
        )


def _refusal_for(error: Exception) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, RequestValidationError):
        return Invalid("Isian tidak sesuai.", "The input does not fit.")
    if passes_by_itself(error):
        return Unavailable(
            "Basis data sedang tidak menjawab; coba lagi sebentar lagi.",
            "The database does not answer at the moment; try again shortly.",
        )
    logger.exception("a page failed", exc_info=error)
    return Broken(
        "Terjadi kesalahan pada sistem. Coba lagi; bila tetap terjadi, sampaikan kepada panitia.",
        "Something is broken on our side. Try again; if it stays, tell the organiser.",
    )


def _dressed(request: Request, response: Response) -> Response:
    """A page with what every page is sent with."""
    for name, value in security_headers().items():
        response.headers.setdefault(name, value)
    if request.app.state.provided[Cookies].encrypted:
        response.headers["strict-transport-security"] = STRICT_TRANSPORT
    response.headers.setdefault("cache-control", "private, no-cache")
    squeeze(request, response)
    return response


def _mark(request: Request, response: Response) -> None:
    """Let a browser be told from others of its network, unless it can be already."""
    marks, cookies = request.app.state.provided[Marks], request.app.state.provided[Cookies]
    if not marks.is_ours(cookies.device(request.cookies)) and not cookies.keeps_device(response):
        cookies.keep_device(response, marks.new())


def trouble(request: Request, refusal: Refusal) -> Response:
    """The page that says what went wrong, also where no page was asked for yet."""
    return _dressed(request, _trouble(request, refusal))


def _trouble(request: Request, refusal: Refusal) -> Response:
    visit = getattr(request.state, "visit", None) or bare(request)
    response = render(visit, "trouble.html", refusal.status, refusal=refusal)
    response.headers.update(when_to_try_again(refusal))
    return response


def when_to_try_again(refusal: Refusal) -> dict[str, str]:
    """The header that says when trying again helps."""
    seconds = refusal.members.get("retry_after", 2 if refusal.status == 503 else None)
    return {} if seconds is None else {"retry-after": str(seconds)}
