"""One request for a page: who asks, in which language, about which edition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlencode

import orjson
from fastapi import Depends, Request, Response
from fastapi.responses import StreamingResponse

from kernel.callers import Caller
from kernel.clock import now
from kernel.problems import Refusal
from services.gateway.checkins.online import Online
from services.gateway.cookies import Cookies
from services.gateway.pages.formats import JAKARTA
from services.gateway.pages.language import PATHS, Language, language_of
from services.gateway.pages.references import Names, NoEdition, References
from services.gateway.pages.services import Services
from services.gateway.pages.views import Edition
from services.gateway.sessions.actions import STRANGER, SignIns, Visitor
from services.gateway.upstreams import Body

Answer = TypeVar("Answer")
PASSED_ON = ("content-type", "content-disposition", "cache-control")
Side = Literal["exhibitor", "buyer", ""]


@dataclass(frozen=True)
class Visit:
    """What all pages start from."""

    request: Request
    language: Language
    services: Services
    visitor: Visitor = STRANGER
    names: Names = field(default_factory=Names)
    found: Edition | Refusal = field(default_factory=NoEdition)

    @property
    def caller(self) -> Caller:
        return self.visitor.caller

    @property
    def edition(self) -> Edition:
        """The edition the page is about. Raises what kept it from being found."""
        if isinstance(self.found, Refusal):
            raise self.found
        return self.found

    @property
    def mall_is_shut(self) -> bool:
        """Whether the edition is over and its goods are shown to the office alone."""
        today = now().astimezone(JAKARTA).date()
        return self.edition.is_shut(today) and self.caller.role != "organiser"

    @property
    def side(self) -> Side:
        """Whether the visitor sells or buys, "" for neither."""
        kind = self.caller.party.partition(":")[0]
        if kind in ("exhibitor", "buyer"):
            return kind  # type: ignore[return-value]
        return ""

    @property
    def party_code(self) -> str:
        """The code of the exhibitor or buyer the visitor acts for."""
        return self.caller.party.rpartition(":")[2]

    @property
    def chosen_edition(self) -> str:
        """The edition that the address names, "" for the newest."""
        return self.request.query_params.get("edisi", "")

    @property
    def return_to(self) -> str:
        """The address to come back to after signing in, "" where a form was sent."""
        url = self.request.url
        if self.request.method != "GET":
            return ""
        return f"{url.path}?{url.query}" if url.query else url.path

    @property
    def wants_part(self) -> bool:
        """Whether a page that is open already asks for what changes in it."""
        headers = self.request.headers
        return headers.get("hx-request") == "true" and "hx-history-restore-request" not in headers

    async def ask(self, answer: type[Answer], service: str, path: str, **query: object) -> Answer:
        """Ask a service on the visitor's behalf."""
        return await self.services.ask(answer, service, path, self.visitor.token, **query)

    async def ask_edition(
        self, answer: type[Answer], service: str, path: str, **query: object
    ) -> Answer:
        """The same about the edition of the page."""
        return await self.ask(answer, service, f"/v1/editions/{self.edition.id}/{path}", **query)

    async def fetch_edition(self, service: str, path: str, **query: object) -> bytes:
        """A file about the edition of the page."""
        target = f"/v1/editions/{self.edition.id}/{path}?{urlencode(query)}"
        content, _ = await self.services.fetch(service, target, self.visitor.token)
        return content

    async def download(self, service: str, path: str) -> Response:
        """A file about the edition of the page, handed on as it comes."""
        target = f"/v1/editions/{self.edition.id}/{path}"
        pieces, headers = await self.services.stream(service, target, self.visitor.token)
        kept = {name: headers[name] for name in PASSED_ON if name in headers}
        return StreamingResponse(pieces, headers=kept)

    async def send(
        self,
        service: str,
        target: str,
        body: Body = None,
        method: str = "POST",
        seen: str = "",
    ) -> Any:
        """Tell a service something on the visitor's behalf; its answer."""
        return await self.services.send(service, target, self.visitor.token, body, method, seen)

    async def send_edition(
        self, path: str, said: object = None, method: str = "POST", seen: str = ""
    ) -> Any:
        """Tell matching something about the edition of the page."""
        target = f"/v1/editions/{self.edition.id}/{path}"
        return await self.send("matching", target, orjson.dumps(said), method, seen)

    def link(self, page: str, query: Mapping[str, object] | None = None, **parts: str) -> str:
        """The address of a page in the visitor's language, about the same edition."""
        return self._address(self.language, page, query or {}, parts)

    def elsewhere(self, language: Language) -> str:
        """The address of this same page in another language."""
        name = getattr(self.request.scope.get("route"), "name", "")
        if name not in PATHS:
            return language.path("hall")
        query = dict(self.request.query_params)
        return self._address(language, name, query, self.request.path_params)

    def _address(
        self, language: Language, page: str, query: Mapping[str, object], parts: Mapping[str, str]
    ) -> str:
        given = {name: value for name, value in query.items() if value not in (None, "")}
        if self.chosen_edition:
            given.setdefault("edisi", self.chosen_edition)
        path = language.path(page, **parts)
        return f"{path}?{urlencode(given, doseq=True)}" if given else path


def bare(request: Request) -> Visit:
    """A visit of which nothing is known but the language."""
    services: Services = request.app.state.provided[Services]
    return Visit(request, language_of(request.url.path), services)


async def _visit(request: Request) -> Visit:
    provided = request.app.state.provided
    sign_ins: SignIns = provided[SignIns]
    references: References = provided[References]
    cookies: Cookies = provided[Cookies]
    found: Edition | Refusal
    try:
        found = await references.edition(request.query_params.get("edisi", ""))
        names = await references.names()
    except Refusal as refusal:
        found, names = refusal, Names()
    visit = Visit(
        request=request,
        language=language_of(request.url.path),
        services=provided[Services],
        visitor=await sign_ins.visitor(cookies.session(request.cookies)),
        names=names,
        found=found,
    )
    request.state.visit = visit
    if request.method == "GET" and isinstance(found, Edition):
        provided[Online].viewed(found.id)
    return visit


Visiting = Annotated[Visit, Depends(_visit)]
