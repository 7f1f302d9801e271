"""Editions, stands and a profile, as the catalogue would answer for them."""

from typing import Any

from aiohttp import web

from tests.integration.gateway import answers
from tests.integration.gateway.answers import Answer

HALL: Answer = {
    "code": "A",
    "name": "Aula A",
    "stands": 3,
    "rows": 2,
    "columns": 2,
    "accessible": [1],
    "closed": [3],
    "online": False,
}
PLAN: Answer = {
    "id": "expo-2027",
    "name": "Expo 2027 (contoh)",
    "name_en": "Expo 2027 (sample)",
    "starts": "2027-07-12",
    "ends": "2027-07-14",
    "venue": "Semarang",
    "halls": [HALL],
    "categories": ["perkebunan"],
    "rule_set": "home",
    "mall": "open",
    "booking_opens": "2027-06-21",
    "booking_closes": "2027-07-10",
    "is_sample": True,
}
TEMPLATE: Answer = {
    "id": "hibrida",
    "name": "Expo hibrida",
    "name_en": "Hybrid expo",
    "days": 3,
    "halls": [HALL],
    "own": False,
}
SINDORO: Answer = {
    "code": "KOP-01",
    "name": "Koperasi Kopi Lereng Sindoro (contoh)",
    "category": "perkebunan",
}


def stand(number: int, row: int, column: int, **more: Any) -> Answer:
    return {
        "code": f"A-{number:02}",
        "row": row,
        "column": column,
        "accessible": number == 1,
        "closed": number == 3,
        "exhibitor": None,
        **more,
    }


FLOOR: Answer = {
    "halls": [
        {
            **{name: HALL[name] for name in ("code", "name", "online", "rows", "columns")},
            "stands": [stand(1, 0, 0, exhibitor=SINDORO), stand(2, 0, 1), stand(3, 1, 0)],
        }
    ]
}
BATIK: Answer = {"code": "KOP-03", "name": "Koperasi Batik (contoh)", "category": "tekstil"}
MOVE: Answer = {"code": "KOP-03", "name": BATIK["name"], "before": None, "after": "A-02"}
PLACEMENT: Answer = {
    "id": "64b000000000000000000001",
    "kind": "rule",
    "moves": [MOVE],
    "author": {"name": "Bu Wati"},
    "at": "2026-11-20T03:00:00Z",
    "undone": False,
}
SEATING: Answer = {
    "exhibitors": [
        SINDORO | {"stand": "A-01", "by_hand": True, "needs_access": False},
        BATIK | {"stand": None, "by_hand": False, "needs_access": True},
    ],
    "placements": [PLACEMENT],
    "version": 7,
}
PROPOSAL: Answer = {
    "moves": [MOVE],
    "left": [{"code": "KOP-02", "name": "Koperasi Nelayan", "reason": "no-stand-left"}],
    "together": 0.75,
    "together_now": 0.5,
    "version": 7,
}
PARTICIPATION: Answer = {
    "code": "KOP-01",
    "profile": "profile:h2o-2026:KOP-01",
    "edition": "h2o-2026",
    "attendance": "both",
    "category": "perkebunan",
    "stand": "A-01",
    "needs_access": False,
    "version": 3,
}
PROFILE: Answer = {
    "id": PARTICIPATION["profile"],
    "name": SINDORO["name"],
    "regency": "3323",
    "version": 2,
    "parts": [PARTICIPATION, PARTICIPATION | {"edition": "h2o-2025"}],
}


def routes(edition: str) -> list[web.RouteDef]:
    """What the catalogue answers to whoever looks."""
    own = f"{edition}/exhibitors/{{code}}/participation"
    return [
        _answering("/v1/edition-templates", {"items": [TEMPLATE]}),
        _answering("/v1/edition-templates/{template}/edition", PLAN),
        _answering(edition, answers.EDITION | {"halls": [HALL]}),
        _answering(f"{edition}/copy", PLAN),
        _answering(f"{edition}/stands", FLOOR),
        _answering(f"{edition}/stands/seating", SEATING),
        _answering(f"{edition}/stands/proposal", PROPOSAL),
        _answering(own, PARTICIPATION),
        _answering("/v1/profiles/{profile}", PROFILE),
    ]


def _answering(path: str, body: Answer) -> web.RouteDef:
    async def answer(_request: web.Request) -> web.Response:
        return web.json_response(body)

    return web.get(path, answer)
