"""Deals and leads, as matching would answer for them."""

from typing import Any

from aiohttp import web

from tests.integration.gateway.answers import Answer


def said(side: str, value: int) -> Answer:
    return {
        "side": side,
        "value": value,
        "volume": 1500,
        "day": "2026-11-20",
        "at": "2026-11-21T03:00:00Z",
    }


DEAL: Answer = {
    "code": "64b0000000000000000000d1",
    "title": "Robusta fine, biji hijau",
    "unit": "kg",
    "buyer_name": "Nordmarkt Retail (contoh)",
    "exhibitor_code": "KOP-01",
    "exhibitor_name": "Koperasi Kopi Lereng Sindoro (contoh)",
    "from_award": True,
    "outside": False,
    "steps": [
        {
            "kind": "contract",
            "state": "disagreed",
            "buyer": said("buyer", 90000000),
            "exhibitor": said("exhibitor", 93000000),
            "history": [
                said("exhibitor", 95000000),
                said("buyer", 90000000),
                said("exhibitor", 93000000),
            ],
        },
        {
            "kind": "repeat",
            "state": "one-sided",
            "buyer": None,
            "exhibitor": said("exhibitor", 31000000),
            "history": [said("exhibitor", 31000000)],
        },
    ],
    "version": 5,
}
LEAD: Answer = {
    "code": "64b0000000000000000000e1",
    "channels": [
        {"channel": "scan", "times": 2},
        {"channel": "request", "times": 1},
    ],
    "first_seen": "2026-11-12T03:00:00Z",
    "last_seen": "2026-11-12T05:00:00Z",
    "consent": {"text_version": "2026-11", "at": "2026-11-12T05:00:00Z"},
    "contact": {"name": "Rina (contoh)", "mail": "", "phone": "0812-0000-0001"},
    "message": "Minta katalog",
    "request": "waiting",
    "notes": "",
    "rating": None,
    "version": 3,
}


def _sum(**more: int) -> Answer:
    parts = {"steps": 1, "confirmed_steps": 0, "one_sided_steps": 0, "disagreed_steps": 0}
    known = {"without_unconfirmed": 0, "with_unconfirmed": 0, "at_most": 0}
    return {"parts": parts | {"disagreed_steps": 1}, **(known | more)}


TOTALS: Answer = {
    "deals": 1,
    "steps": {
        "sample": _sum(),
        "trial": _sum(),
        "contract": _sum(with_unconfirmed=90000000, at_most=93000000),
        "repeat": _sum(with_unconfirmed=31000000, at_most=31000000),
    },
}
DEALS, LEADS = [DEAL], [LEAD]


async def totals(_request: web.Request) -> web.Response:
    return web.json_response(TOTALS)


async def exported(request: web.Request) -> web.Response:
    return web.Response(body=f"kode in {request.query['format']}".encode())


async def own_request(request: web.Request) -> web.Response:
    problem: dict[str, Any] = {"code": "no-request", "detail": "Belum.", "detail_en": "Not yet."}
    return web.json_response(problem, status=404)


async def funnel(_request: web.Request) -> web.Response:
    people = {"leads": 14, "requests": 3, "waiting": 1}
    trade = {"demands": 9, "matched": 7, "asked": 4, "quoted": 3, "accepted": 2, "deals": 2}
    return web.json_response(people | trade)


async def own_number(_request: web.Request) -> web.Response:
    return web.json_response({"number": "+628120000001", "agreed_at": "2026-11-20T03:00:00Z"})


async def offered(_request: web.Request) -> web.Response:
    return web.json_response({"offered": True})


async def handed(_request: web.Request) -> web.Response:
    return web.json_response({"number": "+628120000001", "receipt": "c0ffee"}, status=201)


async def numbered(request: web.Request) -> web.Response:
    if not (await request.json())["number"].startswith("08"):
        said = {"message": "bukan nomor", "message_en": "no number"}
        errors = [{"where": "body.number", "code": "wrong-form", **said}]
        problem = {"code": "invalid", "detail": "tidak sesuai", "detail_en": "does not fit"}
        return web.json_response({**problem, "errors": errors}, status=422)
    return await own_number(request)
