"""An example of every body and answer, made from its schema and from values people recognise."""

import re
from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]

DEPTH = 6
"""Beyond it an example leaves out what need not be there."""

# What a field is shown as wherever its schema takes it, by its name.
FIELDS: dict[str, Any] = {
    "email": "sri@koperasi.example",
    "name": "Koperasi Tani Maju (contoh)",
    "name_en": "Tani Maju Cooperative (sample)",
    "edition": "h2o-2026",
    "code": "KOP-001",
    "exhibitor": "exhibitor:h2o-2026:KOP-001",
    "exhibitor_code": "KOP-001",
    "product_code": "PRD-001",
    "buyer": "buyer:h2o-2026:BUY-01",
    "buyer_code": "BUY-01",
    "party": "exhibitor:h2o-2026:KOP-001",
    "category": "makanan-ringan",
    "regency": "3319",
    "hs_code": "200520",
    "unit": "pak",
    "pack": "250 g",
    "price": 12500,
    "moq": 40,
    "market": "LM",
    "title": "Keripik singkong",
    "title_en": "Cassava chips",
    "description": "Keripik singkong tanpa pengawet.",
    "number": "+6281100000000",
    "phone": "+62 811 0000 0000",
    "mail": "sri@koperasi.example",
    "text_version": "2026-11",
    "venue": "Semarang",
    "website": "https://koperasi.example",
    "month": "2026-12",
    "next": None,
    "password": "empat kata yang tak berhubungan",
}
FORMATS = {
    "date": "2026-12-01",
    "date-time": "2026-12-01T02:00:00Z",
    "uri": "https://mitra.example/pendopo",
}
TEXTS = (
    *("KOP-001", "h2o-2026", "2026-12", "3319", "id", "64b000000000000000000001"),
    *("exhibitor:h2o-2026:KOP-001", "account:64b000000000000000000001", "https://mitra.example"),
    "profile:h2o-2022:KOP-001",
)


def exemplified(document: Schema) -> Schema:
    """The document with an example beside the schema of every JSON body and 2xx answer."""
    schemas = document["components"]["schemas"]
    for operations in document["paths"].values():
        for operation in operations.values():
            _exemplify(operation.get("requestBody", {}), schemas)
            for status, answer in operation["responses"].items():
                if status.startswith("2"):
                    _exemplify(answer, schemas)
    return document


def _exemplify(part: Schema, schemas: Schema) -> None:
    for kind, media in part.get("content", {}).items():
        if kind == "application/json" and "schema" in media:
            media["example"] = example(media["schema"], schemas)


def example(schema: Schema, schemas: Schema, depth: int = 0, field: str = "") -> Any:
    """A value that fits a JSON schema of ours."""
    if "$ref" in schema:
        named = schemas[schema["$ref"].rpartition("/")[2]]
        return example(named, schemas, depth + 1, field)
    if field in FIELDS and _takes(schema, FIELDS[field]):
        return FIELDS[field]
    for given in ("const", "default"):
        if schema.get(given) is not None:
            return schema[given]
    if "enum" in schema:
        return schema["enum"][0]
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return example(schema[several][0], schemas, depth, field)
    return _BY_TYPE.get(schema.get("type", ""), _anything)(schema, schemas, depth)


def _takes(schema: Schema, value: Any) -> bool:
    """Whether a value fits what can be told without looking any further."""
    if "anyOf" in schema:
        return any(_takes(one, value) for one in schema["anyOf"])
    if "enum" in schema or "const" in schema or "$ref" in schema:
        return False
    kinds = {str: "string", int: "integer", type(None): "null"}
    return schema.get("type") == kinds[type(value)] and _is_within(schema, value)


def _is_within(schema: Schema, value: Any) -> bool:
    if isinstance(value, str):
        fits = re.search(schema.get("pattern", ""), value) is not None
        long_enough = schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 1000)
        return fits and long_enough and "format" not in schema
    if isinstance(value, int):
        return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
    return True


def _object(schema: Schema, schemas: Schema, depth: int) -> Any:
    fields, required = schema.get("properties", {}), schema.get("required", ())
    shown = [name for name in fields if name in required or depth < DEPTH]
    return {name: example(fields[name], schemas, depth + 1, name) for name in shown}


def _array(schema: Schema, schemas: Schema, depth: int) -> Any:
    if "prefixItems" in schema:
        return [example(one, schemas, depth + 1) for one in schema["prefixItems"]]
    if depth >= DEPTH and not schema.get("minItems"):
        return []
    return [example(schema.get("items", {}), schemas, depth + 1)] * max(
        1, schema.get("minItems", 1)
    )


def _text(schema: Schema, _schemas: Schema, _depth: int) -> Any:
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    fitting = (text for text in TEXTS if _is_within(schema, text))
    return next(fitting, "x" * max(1, schema.get("minLength", 1)))


def _number(schema: Schema, _schemas: Schema, _depth: int) -> Any:
    least = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
    return min(max(least, 1), schema.get("maximum", 1)) if least <= 1 else least


def _anything(_schema: Schema, _schemas: Schema, _depth: int) -> Any:
    return None


_BY_TYPE: dict[str, Callable[[Schema, Schema, int], Any]] = {
    "object": _object,
    "array": _array,
    "string": _text,
    "integer": _number,
    "number": _number,
    "boolean": lambda _schema, _schemas, _depth: True,
    "null": lambda _schema, _schemas, _depth: None,
}
