"""Stand-ins for the services behind the gateway: one server that answers as all three do."""

import asyncio
import hashlib
from collections.abc import Callable
from io import BytesIO
from types import TracebackType
from typing import Any, Self

import orjson
from aiohttp import web
from PIL import Image

from kernel.sealing import SealingKey
from tests.integration.gateway import (
    answers,
    floors,
    hooks,
    kept,
    ledger,
    papers,
    pooled,
    requests,
    watched,
)
from tests.integration.gateway.answers import Answer
from tests.integration.gateway.gaps import Gaps
from tests.integration.gateway.office import Office

PIECE = b"x" * 65536


class Behind:
    """The services behind the gateway; remembers what it was asked, and can be taken away."""

    def __init__(self) -> None:
        self.requests: list[web.BaseRequest] = []
        self.wishes = {"mail": True, "language": "id"}
        self.entries = [dict(entry) for entry in answers.ENTRIES]
        self.job = dict(answers.JOB)
        self.gaps = Gaps()
        self.office = Office()
        self.letter_key = SealingKey.new()
        self.received = 0
        self.digest = ""
        self.uploaded = b""
        self.said: list[tuple[str, str, Any]] = []
        self.shelf = papers.Shelf()
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        await self.come()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.go()

    async def come(self) -> None:
        """Be there, at the same address as before."""
        app = web.Application(client_max_size=2**30, middlewares=[self._remember])
        app.router.add_routes(self._routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def go(self) -> None:
        """Be away: connections are refused."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def hang_up(self) -> None:
        """Close the connections that are kept, and go on listening."""
        await self.go()
        await self.come()

    @web.middleware
    async def _remember(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.requests.append(request)
        answer: web.StreamResponse = await handler(request)
        return answer

    def _routes(self) -> list[web.RouteDef]:
        edition = f"/v1/editions/{answers.EDITION['id']}"
        listings: dict[str, list[Answer]] = {
            "/v1/editions": [answers.EDITION],
            "/v1/categories": answers.CATEGORIES,
            "/v1/regencies": answers.REGENCIES,
            f"{edition}/exhibitors": answers.EXHIBITORS,
            f"{edition}/products": answers.PRODUCTS,
            f"{edition}/demands": answers.DEMANDS,
            f"{edition}/matches": answers.MATCHES,
            f"{edition}/rfqs": requests.RFQS,
            f"{edition}/quotes": requests.QUOTES,
            f"{edition}/deals": ledger.DEALS,
            f"{edition}/leads": ledger.LEADS,
            f"{edition}/pools": [pooled.POOL, pooled.PROPOSED],
            f"{edition}/pool-invitations": pooled.INVITATIONS,
            f"{edition}/searches": [answers.SEARCH],
            f"{edition}/programme": [answers.TALK],
            f"{edition}/announcements": [answers.ANNOUNCEMENT],
            f"{edition}/announcements/history": [answers.ANNOUNCEMENT],
        }
        return [
            web.get(f"{edition}/products/elsewhere", _elsewhere),
            *self.shelf.routes(edition),
            *floors.routes(edition),
            *self.office.routes(edition),
            web.get(f"{edition}/deals/totals", ledger.totals),
            web.get(f"{edition}/matches/funnel", ledger.funnel),
            web.get(f"{edition}/deals/export", ledger.exported),
            web.get(f"{edition}/leads/requests/{{code}}", ledger.own_request),
            web.get(f"{edition}/whatsapp/{{code}}", ledger.own_number),
            web.get(f"{edition}/whatsapp/{{code}}/offer", ledger.offered),
            web.post(f"{edition}/whatsapp/{{code}}/handoffs", self._keep(ledger.handed)),
            web.put(f"{edition}/whatsapp/{{code}}", self._keep(ledger.numbered)),
            *(
                method(f"{edition}/{kind}{{rest:.*}}", self._keep(requests.taken))
                for kind in ("deals", "leads")
                for method in (web.post, web.put)
            ),
            *(web.get(path, _listing(items)) for path, items in listings.items()),
            web.get(f"{edition}/exhibitors/facets", _facets(answers.EXHIBITORS)),
            web.get(f"{edition}/products/facets", _facets(answers.PRODUCTS)),
            web.get(f"{edition}/products/{{code}}/capacity", self._capacity),
            web.get(f"{edition}/feed/{{kind}}/{{code}}", self._linked),
            web.post(f"{edition}/searches", self._keep(requests.taken)),
            web.delete(f"{edition}/searches/{{code}}", self._keep(requests.taken)),
            *(
                web.get(f"{path}/{{code}}", _one(items))
                for path, items in listings.items()
                if path.startswith(edition)
            ),
            web.get(f"{edition}/demands/{{code}}/exclusions", _listing([answers.LEFT_OUT])),
            web.post(f"{edition}/demands/{{code}}/sightings", self._keep(requests.taken)),
            web.put(f"{edition}/demands{{rest:.*}}", self._keep(requests.taken)),
            web.post(f"{edition}/demands/trials", self._keep(requests.tried)),
            web.post(f"{edition}/demands{{rest:.*}}", self._keep(requests.taken)),
            web.get(f"{edition}/pictures/{{name}}.webp", _picture),
            web.get(f"{edition}/rfqs/{{code}}/comparison", requests.compared),
            web.get(f"{edition}/rfqs/{{code}}/quotes/{{product}}", requests.quoted),
            web.post(f"{edition}/rfqs/{{code}}/awards", self._keep(requests.awarded)),
            web.post(f"{edition}/rfqs{{rest:.*}}", self._keep(requests.taken)),
            web.put(f"{edition}/rfqs{{rest:.*}}", self._keep(requests.taken)),
            *self.gaps.routes(edition),
            web.post(f"{edition}/pools", self._keep(pooled.proposed)),
            web.post(f"{edition}/pools/{{rest:.*}}", self._keep(pooled.changed)),
            web.get("/v1/ops/status", watched.status),
            web.get("/v1/ops/dead-letters", watched.letters),
            web.post("/v1/ops/dead-letters/{what}", self._keep(watched.taken)),
            web.put("/v1/ops/switches/{name}", self._keep(watched.taken)),
            web.post("/v1/ops/retell/{edition}", watched.retold),
            *hooks.routes(self._keep),
            *kept.routes(),
            web.get("/v1/inbox", self._inbox),
            web.get("/v1/inbox/audiences/{edition}/{audience}", _audience),
            web.put(f"{edition}/announcements/{{code}}", self._keep(requests.taken)),
            web.post(f"{edition}/announcements/{{code}}/withdrawal", requests.taken),
            web.post("/v1/inbox/{id}/reading", self._reading),
            web.get("/v1/letter-key", self._letter_key),
            web.get("/v1/preferences", self._prefers),
            web.put("/v1/preferences", self._prefer),
            web.post(f"{edition}/products/imports", self._import),
            web.get(f"{edition}/products/imports/{{id}}", self._follow),
            web.post(f"{edition}/products/imports/{{id}}/saving", self._save_checked),
            web.post("/v1/editions", self._swallow),
            web.get("/v1/editions/{edition}", self._edition),
            web.post(f"{edition}/demands/imports", self._swallow),
            web.get("/v1/products/large", self._large),
            web.get("/v1/products/slow", self._slow),
        ]

    async def _inbox(self, request: web.Request) -> web.Response:
        unread = sum(not entry["read"] for entry in self.entries)
        return web.json_response({"items": self.entries, "next": None, "unread": unread})

    async def _edition(self, request: web.Request) -> web.Response:
        if request.match_info["edition"] == answers.EDITION["id"]:
            return web.json_response(answers.EDITION)
        refusal = {"code": "no-edition", "detail": "tidak ada", "detail_en": "there is none"}
        return web.json_response(refusal, status=404)

    async def _letter_key(self, request: web.Request) -> web.Response:
        return web.json_response(self.letter_key.public.model_dump())

    async def _prefers(self, request: web.Request) -> web.Response:
        return web.json_response(self.wishes)

    async def _prefer(self, request: web.Request) -> web.Response:
        self.wishes = await request.json()
        return web.json_response(self.wishes)

    async def _reading(self, request: web.Request) -> web.Response:
        for entry in self.entries:
            if entry["id"] == request.match_info["id"]:
                entry["read"] = True
        return web.Response(status=204)

    async def _linked(self, request: web.Request) -> web.Response:
        name = f"</script><b>{request.match_info['code']}"
        return web.json_response({"@context": "https://schema.org", "name": name})

    async def _capacity(self, _request: web.Request) -> web.Response:
        return web.json_response(answers.CAPACITY)

    async def _import(self, request: web.Request) -> web.Response:
        self.uploaded = await request.read()
        self.job["filename"] = request.query["filename"]
        self.job["dry_run"] = request.query["dry_run"] == "true"
        return web.json_response(self.job, status=202)

    async def _save_checked(self, request: web.Request) -> web.Response:
        self.job["dry_run"] = False
        self.job["all_or_nothing"] = request.query["all_or_nothing"] == "true"
        return web.json_response(self.job, status=202)

    async def _follow(self, request: web.Request) -> web.Response:
        return web.json_response(self.job)

    def _keep(self, handler: "Handler") -> "Handler":
        """Remember what was sent with a request, then answer it."""

        async def answer(request: web.Request) -> web.Response:
            self.said.append((request.method, request.path_qs, orjson.loads(await request.read())))
            answered: web.Response = await handler(request)
            return answered

        return answer

    async def _swallow(self, request: web.Request) -> web.Response:
        digest = hashlib.sha256()
        self.received = 0
        async for piece in request.content.iter_any():
            digest.update(piece)
            self.received += len(piece)
        self.digest = digest.hexdigest()
        return web.json_response({"bytes": self.received, "sha256": self.digest}, status=201)

    async def _large(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(int(request.query["megabytes"]) * 2**20 // len(PIECE)):
            await response.write(PIECE)
        return response

    async def _slow(self, request: web.Request) -> web.Response:
        await asyncio.sleep(float(request.query["seconds"]))
        return web.json_response({})


Handler = Callable[[web.Request], Any]


def _fits(item: Answer, request: web.Request) -> bool:
    query, searched = request.query, item.get("name", "").lower()
    narrowed = all(
        item.get(field) == query[field]
        for field in ("category", "regency", "attendance")
        if field in query
    )
    maker = query.get("exhibitor", item.get("exhibitor_code"))
    return (
        narrowed and query.get("q", "").lower() in searched and maker == item.get("exhibitor_code")
    )


def _listing(items: list[Answer]) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        found = [item for item in items if _fits(item, request)]
        return web.json_response({"items": found, "next": None, "total": len(found)})

    return answer


async def _picture(_request: web.Request) -> web.Response:
    painted = BytesIO()
    Image.new("RGB", (8, 12), "peru").save(painted, "WEBP")
    return web.Response(body=painted.getvalue(), content_type="image/webp")


async def _elsewhere(_request: web.Request) -> web.Response:
    return web.Response(status=302, headers={"location": "http://127.0.0.1:1/stolen"})


def _facets(items: list[Answer]) -> Handler:
    def counted(field: str) -> list[Answer]:
        values = [item[field] for item in items]
        return [{"value": value, "count": values.count(value)} for value in sorted(set(values))]

    async def answer(request: web.Request) -> web.Response:
        fields = ("category", "regency", "attendance")
        return web.json_response({field: counted(field) for field in fields})

    return answer


def _one(items: list[Answer]) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        code = request.match_info["code"]
        for item in items:
            if item.get("code") == code:
                return web.json_response(item)
        return web.json_response(
            {
                "code": "not-found",
                "detail": f"“{code}” tidak ada.",
                "detail_en": f"There is no “{code}”.",
            },
            status=404,
        )

    return answer


async def _audience(request: web.Request) -> web.Response:
    return web.json_response({"people": 133, "mail": 130})
