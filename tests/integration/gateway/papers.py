"""An exhibitor's own shelf and papers, as the catalogue would answer for them."""

from typing import Any

from aiohttp import web

from tests.integration.gateway import answers
from tests.integration.gateway.answers import Answer

OWN: Answer = answers.PRODUCTS[0] | {
    "status": "listed",
    "version": 4,
    "complete": 0.6,
    "hints": [
        {
            "field": "papers",
            "reason": "Pembeli menyaring menurut dokumen.",
            "reason_en": "Buyers filter by papers.",
        }
    ],
}
DRAFT: Answer = OWN | {"code": "PRD-09", "name": "Kopi luwak (contoh)", "status": "draft"}
PAPER: Answer = {
    "id": "0123456789abcdef",
    "kind": "PIRT",
    "number": "P-IRT 2063323010234-27",
    "issuer": "Dinkes Temanggung",
    "issued": "2022-05-02",
    "expires": "2099-05-01",
    "state": "declared",
    "version": 2,
    "checked_at": None,
    "has_file": True,
    "shelf": "products",
    "holder_code": "PRD-01",
    "holder_name": "Robusta Temanggung, biji hijau (contoh)",
    "exhibitor_code": "KOP-01",
    "exhibitor_name": "Koperasi Kopi Lereng Sindoro (contoh)",
    "is_sample": True,
    "file": {
        "media_type": "application/pdf",
        "size": 20480,
        "scan": "not-scanned",
        "stored_at": "2026-11-20T03:00:00Z",
    },
    "checked_by": "",
    "reason": "",
    "remark": "GTIN ini bukan terbitan GS1 Indonesia.",
    "remark_en": "GS1 Indonesia did not issue this GTIN.",
}
NIB: Answer = PAPER | {
    "id": "fedcba9876543210",
    "kind": "NIB",
    "number": "9120001234567",
    "state": "rejected",
    "reason": "Nomor pada berkas lain.",
    "shelf": "exhibitors",
    "holder_code": "KOP-01",
    "holder_name": "Koperasi Kopi Lereng Sindoro (contoh)",
    "file": None,
    "has_file": False,
    "remark": "",
    "remark_en": "",
}
CHANGES = [
    {
        "about": "product:h2o-2026:PRD-01",
        "version": 4,
        "verb": "changed",
        "author": {"name": "Bu Rini", "role": "assistant", "on_behalf": True},
        "at": "2026-11-20T03:00:00Z",
        "fields": {"price": {"before": 68000, "after": 68500}},
    }
]
FILE = b"%PDF-1.4 the file\n%%EOF\n"


class Shelf:
    """Answers for an exhibitor's shelf, and keeps what it is told; it may refuse the next thing."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, str, Any]] = []
        self.refuses: tuple[str, int, Answer] | None = None

    def routes(self, edition: str) -> list[web.RouteDef]:
        held = f"{edition}/{{shelf:exhibitors|products}}/{{code}}/papers"
        return [
            web.get(f"{edition}/exhibitors/{{code}}/products", _page([OWN, DRAFT])),
            web.get(f"{edition}/products/{{code}}/completeness", _own),
            web.get(f"{edition}/products/{{code}}/history", _page(CHANGES)),
            web.get(f"{edition}/papers", _page([NIB, PAPER])),
            web.get(held, _page([NIB, PAPER])),
            web.get(f"{held}/{{paper}}/file", _file),
            *(
                route(f"{edition}/{path}", self._take)
                for route in (web.post, web.put, web.delete)
                for path in (
                    "products",
                    "products/{code}",
                    "products/{code}/{change:publication|withdrawal|picture}",
                    "exhibitors/{code}/picture",
                    "{shelf:exhibitors|products}/{code}/papers{rest:.*}",
                )
            ),
        ]

    async def _take(self, request: web.Request) -> web.Response:
        if request.content_type == "application/json":
            said: Any = await request.json() if request.can_read_body else None
        else:
            said = await request.read()
        path = request.path_qs.partition("/h2o-2026/")[2]
        self.told.append((request.method, path, request.headers.get("if-match", ""), said))
        if self.refuses and self.refuses[0] in path:
            _, status, problem = self.refuses
            return web.json_response(problem, status=status)
        return web.json_response(PAPER if "papers" in path else OWN, status=200)


def _page(items: list[Answer]) -> Any:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"items": items, "next": None})

    return answer


async def _own(request: web.Request) -> web.Response:
    return web.json_response(DRAFT if request.match_info["code"] == "PRD-09" else OWN)


async def _file(request: web.Request) -> web.Response:
    return web.Response(
        body=FILE,
        content_type="application/pdf",
        headers={"content-disposition": 'attachment; filename="PRD-01-PIRT.pdf"'},
    )
