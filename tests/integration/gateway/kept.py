"""What services say that they keep of people: a receipt, and records with their periods."""

from typing import Any

from aiohttp import web

RECEIPT: dict[str, Any] = {
    "edition": "h2o-2026",
    "code": "64b0000000000000000000f1",
    "exhibitor": "exhibitor:h2o-2026:KOP-01",
    "contact": {"name": "Sekar", "mail": "sekar@example.invalid", "phone": ""},
    "text_version": "2026-11",
    "at": "2026-11-12T08:00:00Z",
    "withdrawn_at": None,
}
RULE: dict[str, Any] = {
    "kind": "leads",
    "title": "Perkenalan",
    "title_en": "Introductions",
    "why": "Agar peserta dapat menghubungi Anda.",
    "why_en": "So that exhibitors can reach you.",
    "days": 365,
}
HOLDING = RULE | {"items": [{"exhibitor": "KOP-01", "at": "2026-11-12T08:00:00Z", "agreed": True}]}


def routes() -> list[web.RouteDef]:
    """Of every service alike."""
    return [
        web.get("/v1/receipts", _answering(RECEIPT)),
        web.get("/v1/privacy/data", _answering(HOLDING)),
        web.get("/v1/privacy/retention", _answering(RULE | {"due": 3})),
    ]


def _answering(item: dict[str, Any]) -> Any:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response({"items": [item]})

    return answer
