"""What services say to operations: one is well, and has a dead letter."""

from typing import Any

from aiohttp import web

LETTER = {
    "id": "matching.fit:64b0000000000000000000aa",
    "queue": "matching.fit",
    "type": "catalogue.product.listed.v1",
    "subject": "product:h2o-2026:PRD-01",
    "error": "ValueError('cannot stand it')",
    "attempts": 5,
    "told_at": "2026-11-12T08:00:00Z",
    "died_at": "2026-11-12T08:06:00Z",
}
CHORE = {
    "id": "64b0000000000000000000bb",
    "kind": "retell",
    "argument": "h2o-2026",
    "state": "running",
    "done": 250,
    "total": 601,
    "queued_at": "2026-11-12T08:00:00Z",
}
STATUS: dict[str, Any] = {
    "service": "any",
    "ready": True,
    "checks": {"mongo": "ok", "rabbitmq": "ok"},
    "started_at": "2026-11-12T07:00:00Z",
    "outbox": {"pending": 12, "oldest_seconds": 3.2},
    "dead_letters": {"matching.fit": 1},
    "chores": [CHORE],
    "imports": [],
    "switches": [],
}


async def status(_: web.Request) -> web.Response:
    return web.json_response(STATUS)


async def letters(_: web.Request) -> web.Response:
    return web.json_response({"items": [LETTER], "next": None})


async def taken(_: web.Request) -> web.Response:
    return web.json_response({})


async def retold(_: web.Request) -> web.Response:
    return web.json_response(CHORE, status=202)
