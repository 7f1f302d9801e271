"""How a route is asked: an address about things that exist, and the least body it takes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

from tests import trade

OPENED_BY_A_BODY = "application/json"
# What stands in an address for a parameter, by what stands before it, else by its name.
EXAMPLES = {
    "edition": trade.EDITION,
    "exhibitors/code": "PS-1",
    "whatsapp/code": "PS-1",
    "products/code": "PR-1",
    "demands/code": "KB-1",
    "rfqs/code": "KB-1",
    "buyers/code": "PB-1",
    "rules/code": "LEG-KOP",
    "{shelf}/code": "PR-1",
    "{things}/code": "PR-1",
    "switches/name": "delayed-matching",
    "shelf": "products",
    "things": "products",
    "product": "PR-1",
    "kind": "products",
    "format_": "csv",
    "hs-codes/code": "442010",
    "exhibitor": "PS-1",
    "position": "0",
    "requirement": "LEG-KOP",
    "profile": f"profile:{trade.EDITION}:PS-1",
    "stand": "A-01",
    "template": "hibrida",
    "paper": "0" * 16,
    "audience": "everyone",
    "picture": "0" * 32,
    "size": "320",
}
SOME_ID = "64b000000000000000000001"
# Texts that fit most patterns; the first that fits a field's pattern is sent.
TEXTS = (
    "KB-1",
    "sri@koperasi.invalid",
    trade.EDITION,
    f"exhibitor:{trade.EDITION}:PS-1",
    "200520",
    "2026-12",
    "kg",
    "id",
    "a",
)
FIELDS = {
    "buyer_code": "PB-1",
    "category": "makanan-ringan",
    "code": "NEW-1",
    "demand": "KB-1",
    "destination": "3374",
    "exhibitor_code": "PS-1",
    "market": "LM",
    "product_code": "PR-1",
    "regency": "3319",
    "unit": "pak",
}
# What a list is asked for, where it cannot be asked for everything.
NEW_EDITION = "id=baru-2027&name=Baru&name_en=New&starts=2027-07-12"
QUERIES = {
    "catalogue GET /v1/edition-templates/{template}/edition": NEW_EDITION,
    "catalogue GET /v1/editions/{edition}/copy": NEW_EDITION,
    "matching GET /v1/editions/{edition}/matches": "product=PR-1",
    "matching GET /v1/editions/{edition}/readiness/products/{code}": "market=LM",
    "matching GET /v1/editions/{edition}/readiness/demands/{code}/gaps": "product=PR-1",
}
# Where the least that fits the schema does not fit what the route knows besides.
PAPERS = "/v1/editions/{edition}/{shelf}/{code}/papers"
BODIES: dict[str, Any] = {
    f"catalogue POST {PAPERS}": trade.PIRT,
    f"catalogue PUT {PAPERS}/{{paper}}": trade.PIRT,
    "catalogue PUT /v1/editions/{edition}": trade.edition(),
    "catalogue PUT /v1/editions/{edition}/products/{code}": trade.product(),
    "catalogue PUT /v1/editions/{edition}/stands/{stand}/exhibitor": {"exhibitor": "PS-1"},
    "catalogue POST /v1/editions/{edition}/participations": {"edition": trade.EDITION},
    "catalogue POST /v1/editions/{edition}/programme": trade.talk(),
    "matching PUT /v1/editions/{edition}/whatsapp/{code}": {
        "number": "0812 3456 7890",
        "consent": {"text_version": "2026-11"},
    },
    "catalogue PUT /v1/editions/{edition}/programme/{talk}": trade.talk(),
    "catalogue PUT /v1/editions/{edition}/announcements/{announcement}": {
        "text": "Pintu dibuka pukul 09.00.",
        "audience": "everyone",
    },
    "matching PUT /v1/editions/{edition}/demands/{code}": trade.demand(),
    "matching POST /v1/editions/{edition}/leads": {
        "channel": "scan",
        "person": "badge:A2",
        "device": "hp-2",
        "sequence": 1,
        "seen_at": "2026-11-12T09:00:00Z",
    },
    "gateway POST /api/v1/editions/{edition}/stand-scans": {
        "device": "stan-hp-1",
        "party": f"exhibitor:{trade.EDITION}:PS-1",
        "sent_at": "2026-11-12T09:00:00Z",
        "scans": [],
    },
    "gateway POST /api/v1/invitations": {
        "email": "baru@koperasi.invalid",
        "name": "Baru",
        "role": "exhibitor",
        "party": f"exhibitor:{trade.EDITION}:PS-1",
    },
}
FORMATS = {"date": "2026-12-01", "date-time": "2026-12-01T09:00:00Z"}


@dataclass(frozen=True)
class Route:
    """A route of a service, as its OpenAPI document says it."""

    service: str
    method: str
    path: str
    operation: dict[str, Any]
    schemas: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.service} {self.method} {self.path}"

    def address(self, examples: dict[str, str]) -> str:
        """The path about things that exist, with the query it cannot do without."""
        known, before = EXAMPLES | examples, ""
        parts = []
        for part in self.path.split("/"):
            filled = part
            for name in re.findall(r"{(\w+)}", part):
                filled = filled.replace(f"{{{name}}}", _example(known, before, name))
            parts.append(filled)
            before = part
        query = "&".join(
            f"{given['name']}=kopi"
            for given in self.operation.get("parameters", [])
            if given["in"] == "query" and given.get("required")
        )
        query = QUERIES.get(self.name, query)
        return "/".join(parts) + (f"?{query}" if query else "")

    @property
    def body(self) -> Any:
        """The least that the route takes, None where it takes no JSON."""
        if self.name in BODIES:
            return BODIES[self.name]
        content = self.operation.get("requestBody", {}).get("content", {})
        schema = content.get(OPENED_BY_A_BODY, {}).get("schema")
        return _least(schema, self.schemas) if schema else None


def routes(service: str, app: FastAPI) -> Iterator[Route]:
    """Every route that a service's document has."""
    document = app.openapi()
    schemas = document.get("components", {}).get("schemas", {})
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield Route(service, method.upper(), path, operation, schemas)


def _example(known: dict[str, str], before: str, name: str) -> str:
    return known.get(f"{before}/{name}") or known.get(name) or SOME_ID


def _least(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """The smallest value that fits a JSON schema of ours."""
    if "$ref" in schema:
        return _least(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    for choice in ("const", "default"):
        if choice in schema:
            return schema[choice]
    if "enum" in schema:
        return schema["enum"][0]
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return _least(schema[several][0], schemas)
    return _LEAST[schema.get("type", "object")](schema, schemas)


def _object(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    fields = schema.get("properties", {})
    return {
        name: FIELDS.get(name) or _least(fields[name], schemas)
        for name in schema.get("required", [])
    }


def _array(schema: dict[str, Any], schemas: dict[str, Any]) -> list[Any]:
    if "prefixItems" in schema:
        return [_least(item, schemas) for item in schema["prefixItems"]]
    return [_least(schema["items"], schemas)] * schema.get("minItems", 0)


def _number(schema: dict[str, Any], _schemas: dict[str, Any]) -> int:
    return int(schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1))


def _text(schema: dict[str, Any], _schemas: dict[str, Any]) -> str:
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    pattern, shortest = schema.get("pattern", ""), schema.get("minLength", 0)
    fitting = (text for text in TEXTS if re.search(pattern, text) and len(text) >= shortest)
    return next(fitting, "x" * shortest)


_LEAST: dict[str, Callable[[dict[str, Any], dict[str, Any]], Any]] = {
    "object": _object,
    "array": _array,
    "string": _text,
    "integer": _number,
    "number": _number,
    "boolean": lambda _schema, _schemas: True,
    "null": lambda _schema, _schemas: None,
}
