"""What matching answers about the readiness of a small pack of coffee, by its own rules."""

from datetime import date
from typing import Any

from aiohttp import web

from services.matching.readiness.engine import Wanted
from services.matching.readiness.ladder import ladder
from services.matching.readiness.lexicon import lexicon
from services.matching.readiness.markets import market_of
from services.matching.readiness.portrait import portrait
from services.matching.readiness.reading import shipped_rules
from services.matching.readiness.report import gap_report, ladder_answer
from tests.unit.matching.readiness.goods import paper, subject

DAY = date(2026, 11, 24)
COFFEE: dict[str, Any] = {
    "code": "PRD-01",
    "exhibitor": "exhibitor:h2o-2026:KOP-01",
    "name": "Kopi bubuk (contoh)",
    "name_en": "Ground coffee (sample)",
    "category": "minuman",
    "hs_code": "090121",
}
LACKING = {
    "requirement": "PRC-NKV",
    "name": "Nomor Kontrol Veteriner (NKV)",
    "name_en": "Veterinary control number",
    "weight": "law",
}


class Gaps:
    """Answers as matching does, and remembers what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, Any]] = []

    def routes(self, edition: str) -> list[web.RouteDef]:
        """Of one edition."""
        base = f"{edition}/readiness"
        return [
            web.get(f"{base}/products/{{code}}", self._report),
            web.get(f"{base}/products/{{code}}/ladder", self._ladder),
            web.get(f"{base}/{{things}}/{{code}}/dossier", self._dossier),
            web.put(f"{base}/{{things}}/{{code}}/answers", self._take),
            web.put(f"{base}/{{things}}/{{code}}/statements/{{requirement}}", self._take),
            web.get(f"{base}/exhibitors/{{code}}", self._standings),
            web.get(f"{base}/exhibitors/{{code}}/portrait", self._portrait),
            web.get(f"{base}/statistics", self._statistics),
            web.get(f"{base}/openers", self._openers),
            web.get(f"{base}/demands/{{code}}/gaps", self._beside),
        ]

    async def _report(self, request: web.Request) -> web.Response:
        demand = request.query.get("demand")
        market = market_of(request.query.get("market") or "X:NL", lexicon())
        held = request.query.getall("with", [])
        said = {"answers": {"home_made": False}}
        coffee = subject(paper("HALAL"), said=said, **COFFEE).supposing(held, {})
        wanted = Wanted(papers=("HACCP",)) if demand else Wanted()
        report = gap_report(coffee, market, DAY, shipped_rules(), wanted, demand)
        return web.json_response(report.model_dump(mode="json"))

    async def _ladder(self, request: web.Request) -> web.Response:
        coffee, book = subject(paper("HALAL"), **COFFEE), shipped_rules()
        top = "" if "at_home" in request.query else request.query["abroad"]
        found = ladder(coffee, DAY, book, top)
        answer = ladder_answer(coffee, DAY, found, book)
        return web.json_response(answer.model_dump(mode="json"))

    async def _dossier(self, request: web.Request) -> web.Response:
        number = 3 if request.match_info["things"] == "products" else 5
        return web.json_response({"answers": {}, "version": number})

    async def _take(self, request: web.Request) -> web.Response:
        self.told.append((request.path, request.headers["if-match"], await request.json()))
        return web.json_response({"answers": {}, "version": 9})

    async def _standings(self, request: web.Request) -> web.Response:
        far = [
            {"market": market, "ready": market == "LT", "blocking": number}
            for number, market in enumerate(("LT", "LM", "IN", "X:*"))
        ]
        named = {"product_name": "Kopi bubuk (contoh)", "product_name_en": ""}
        items = [
            {"product_code": "PRD-01", **named, "distances": far},
            {"product_code": "PRD-02", **named, "distances": []},
        ]
        return web.json_response({"items": items, "next": None})

    async def _portrait(self, request: web.Request) -> web.Response:
        market = market_of(request.query["market"], lexicon())
        halal = paper("HALAL", "checked", date(2099, 1, 12))
        said = portrait([subject(halal, **COFFEE)], market, DAY, shipped_rules())
        return web.json_response(said.model_dump(mode="json"))

    async def _beside(self, request: web.Request) -> web.Response:
        """The first product that is asked about lacks a label; the others lack nothing."""
        label = {"requirement": "PKG-LABEL", "name": "Label kemasan", "name_en": "Label"}
        label |= {"text": "Belum ada.", "text_en": "Missing."}
        items = [
            {"product_code": code, "ready": bool(number), "gaps": [] if number else [label]}
            for number, code in enumerate(request.query.getall("product"))
        ]
        return web.json_response({"items": items, "next": None})

    async def _statistics(self, request: web.Request) -> web.Response:
        by = request.query.get("by", "")
        value = {"regency": "3323", "category": "perkebunan"}.get(by, "")
        items = [{**LACKING, "value": value, "products": 12, "firms": 7}]
        totals = {"market": request.query["market"], "products": 40, "ready": 2, "firms": 9}
        return web.json_response({**totals, "waiting": 3, "items": items})

    async def _openers(self, request: web.Request) -> web.Response:
        best = {"paper": "NKV", "demands": 2, "rupiah_per_month": 125_000_000, "products": 4}
        return web.json_response({"items": [best], "demands": 9, "open_now": 3})
