"""What matching answers the office: rules, what a change would do, weights, buyers' terms."""

from typing import Any

from aiohttp import web

from services.matching.readiness.reading import shipped_rules
from services.matching.refits.actions import Placed, Preview
from services.matching.weights import usual

REFUSED = {
    "type": "urn:pendopo:problem:rules-invalid",
    "code": "rules-invalid",
    "detail": "1 hal perlu diperbaiki dalam aturan.",
    "detail_en": "1 thing needs mending in the rules.",
    "errors": [
        {
            "row": 1,
            "column": "valid_from",
            "value": "2030-01-01",
            "code": "dates-gap",
            "message": "Tidak ada versi yang berlaku di antaranya.",
            "message_en": "No version is in force in between.",
        }
    ],
}


def rule(code: str) -> dict[str, Any]:
    """A requirement as it comes with the installation."""
    versions = [form for form in shipped_rules().forms if form.code == code]
    return {
        "code": code,
        "versions": [form.model_dump(mode="json") for form in versions],
        "version": 1,
        "edited": False,
    }


class Office:
    """Answers as matching does, and remembers what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, Any]] = []

    def routes(self, edition: str) -> list[web.RouteDef]:
        """Of the rules, and of one edition's weights and buyers."""
        return [
            web.get("/v1/rules", self._rules),
            web.get("/v1/rules/kinds", self._kinds),
            web.get("/v1/rules/{code}", self._rule),
            web.put("/v1/rules/{code}", self._take),
            web.post("/v1/rules/{code}/rehearsal", self._rehearse),
            web.get("/v1/rules/{code}/history", self._history),
            web.get(f"{edition}/matches/weights", self._weights),
            web.put(f"{edition}/matches/weights", self._take),
            web.post(f"{edition}/matches/weights/preview", self._preview),
            web.get(f"{edition}/matches/refits", self._refits),
            web.get(f"{edition}/buyers", self._buyers),
            web.get(f"{edition}/buyers/{{code}}/end-buyers", self._end_buyers),
            web.get(f"{edition}/readiness/buyers/{{code}}/terms", self._terms),
            web.put(f"{edition}/readiness/buyers/{{code}}/terms", self._take),
        ]

    async def _rules(self, request: web.Request) -> web.Response:
        codes = ("PRC-EUDR",) if request.query.get("market") == "X:EU" else ("PRC-EUDR", "LEG-KOP")
        return web.json_response({"items": [rule(code) for code in codes]})

    async def _kinds(self, request: web.Request) -> web.Response:
        book = shipped_rules()
        kinds = book.lexicon.goods.values()
        goods = [{"code": k.code, "name": k.name, "name_en": k.name_en} for k in kinds]
        return web.json_response({"goods": goods, "markets": list(book.markets)})

    async def _rule(self, request: web.Request) -> web.Response:
        return web.json_response(rule(request.match_info["code"]))

    async def _history(self, request: web.Request) -> web.Response:
        change = rule(request.match_info["code"]) | {"by": "dinas", "at": "2026-11-20T08:00:00Z"}
        return web.json_response({"items": [change | {"goods": 40, "waiting": 10}]})

    async def _take(self, request: web.Request) -> web.Response:
        said = await request.json()
        self.told.append((request.path, request.headers["if-match"], said))
        if any(one["valid_from"] == "2030-01-01" for one in said.get("versions", ())):
            return web.json_response(REFUSED, status=422)
        return web.json_response(said)

    async def _rehearse(self, request: web.Request) -> web.Response:
        self.told.append((request.path_qs, "", await request.json()))
        before = {"asked": 30, "lacking": 12, "ready": 7}
        effect = {"market": "LM", "before": before, "after": before | {"lacking": 25, "ready": 2}}
        turned = {
            "product_code": "PRD-01",
            "product_name": "Kopi bubuk (contoh)",
            "exhibitor_name": "Koperasi (contoh)",
            "market": "LM",
            "ready": False,
        }
        answer = {"day": "2027-03-01", "goods": 480, "tried": 100, "effects": [effect]}
        return web.json_response(answer | {"turned": 5, "examples": [turned]})

    async def _weights(self, request: web.Request) -> web.Response:
        weights = usual().model_dump()
        return web.json_response({"weights": weights, "usual": weights, "version": 4})

    async def _preview(self, request: web.Request) -> web.Response:
        self.told.append((request.path_qs, "", await request.json()))
        placed = Placed(
            product_code="PRD-01",
            product_name="Kopi bubuk (contoh)",
            score=0.91,
            score_before=0.72,
            place_before=6,
        )
        preview = Preview(
            demand_code="KEB-01", demand_title="Kopi", after=(placed,), fallen=("PRD-09",)
        )
        return web.json_response([preview.model_dump()])

    async def _refits(self, request: web.Request) -> web.Response:
        refit = {"why": "weights", "state": "running", "progress": 0.4}
        return web.json_response([refit | {"created_at": "2026-11-24T08:00:00Z"}])

    async def _buyers(self, request: web.Request) -> web.Response:
        buyer = {"code": "BUY-01", "name": "Toko Sumber (contoh)", "kind": "supermarket"}
        return web.json_response({"items": [buyer | {"city": "Semarang"}], "next": None})

    async def _end_buyers(self, request: web.Request) -> web.Response:
        demand = {"code": "KEB-01", "title": "Kopi (contoh)", "is_open": True, "matches": 4}
        demand |= {"request": "open", "quotes": 2, "accepted": 0}
        counts = {"open": 1, "matches": 4, "quotes": 2, "accepted": 0, "demands": [demand]}
        items = [counts | {"name": name} for name in ("", "Toko Sari, Den Haag")]
        return web.json_response({"items": items, "next": None})

    async def _terms(self, request: web.Request) -> web.Response:
        asks = [{"requirement": "LEG-KOP", "least_days": 90, "checked": True}]
        waivers = [{"requirement": "PKG-EAN", "reason": "Dijual curah."}]
        said = {"asks": asks, "waivers": waivers, "version": 2, "by": "lina", "on": "2026-11-20"}
        return web.json_response(said)
