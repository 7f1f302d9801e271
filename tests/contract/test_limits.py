"""Whatever may be sent has its limits in the OpenAPI document: texts, numbers and lists."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from docs.generate.language import ROOT

DOCUMENT: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
LIMITS = {
    "string": {"maxLength", "pattern", "enum", "const", "format"},
    "integer": {"maximum", "exclusiveMaximum", "enum", "const"},
    "number": {"maximum", "exclusiveMaximum"},
    "array": {"maxItems"},
    "object": {"properties", "maxProperties", "additionalProperties"},
}


def _sent() -> Iterator[tuple[str, Any]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            where = f"{method.upper()} {path}"
            for parameter in operation.get("parameters", []):
                yield f"{where} {parameter['name']}", {"anyOf": [parameter["schema"]]}
            for media, body in operation.get("requestBody", {}).get("content", {}).items():
                if media == "application/json":
                    yield f"{where} body", {"anyOf": [body["schema"]]}


def _unlimited(where: str, schema: dict[str, Any], seen: set[str]) -> Iterator[str]:
    """Where a text, number or list within a schema may be as long or large as somebody likes."""
    kind = schema.get("type")
    if kind in LIMITS and not LIMITS[kind] & schema.keys():
        yield f"{where}: {kind}"
    for name, part in _parts(schema):
        if reference := part.get("$ref"):
            name = reference.rpartition("/")[2]
            if name in seen:
                continue
            seen.add(name)
            yield from _unlimited(name, DOCUMENT["components"]["schemas"][name], seen)
        else:
            yield from _unlimited(f"{where}{name}", part, seen)


def _parts(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a schema is made of, with the names of its properties."""
    yield from ((f".{name}", part) for name, part in schema.get("properties", {}).items())
    for key in ("anyOf", "oneOf", "allOf", "prefixItems"):
        yield from (("", part) for part in schema.get(key, []))
    for key in ("items", "additionalProperties"):
        if isinstance(part := schema.get(key), dict):
            yield "", part


def test_whatever_may_be_sent_has_its_limits() -> None:
    seen: set[str] = set()
    found = [each for where, schema in _sent() for each in _unlimited(where, schema, seen)]
    assert not found


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        ({"type": "string"}, ["here: string"]),
        ({"type": "array", "maxItems": 3, "items": {"type": "integer"}}, ["here: integer"]),
        ({"anyOf": [{"type": "null"}, {"type": "number"}]}, ["here: number"]),
        ({"type": "object", "properties": {"a": {"type": "string", "maxLength": 9}}}, []),
        ({"type": "object", "properties": {"a": {"type": "array"}}}, ["here.a: array"]),
    ],
)
def test_what_has_no_limit_is_noticed(schema: dict[str, Any], found: list[str]) -> None:
    assert list(_unlimited("here", schema, set())) == found
