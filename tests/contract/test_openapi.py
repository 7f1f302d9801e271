"""The committed OpenAPI document keeps its word: one name an operation, examples that fit."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from docs.generate.language import ROOT

TEXTS_OF = "services/gateway/openapi/examples.py"
DOCUMENT: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def examples() -> Iterator[tuple[str, dict[str, Any]]]:
    """Where an example stands, and the schema and example there."""
    for name, operation in operations():
        answers = operation["responses"].items()
        parts = [("body", operation.get("requestBody", {}))]
        parts += [(status, answer) for status, answer in answers if status.startswith("2")]
        for where, part in parts:
            if media := part.get("content", {}).get("application/json"):
                yield f"{name} {where}", media


def test_the_document_is_one_of_openapi() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    jsonschema_rs.meta.validate({"$defs": DOCUMENT["components"]["schemas"]})


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for _, operation in operations()]
    assert len(names) == len(set(names))
    assert all(name.replace("_", "").replace("-", "").isalnum() for name in names)


def test_every_json_body_and_answer_has_an_example_that_fits_its_schema() -> None:
    wrong = []
    for where, media in examples():
        schema = {**media["schema"], "components": DOCUMENT["components"]}
        if "example" not in media or not jsonschema_rs.is_valid(schema, media["example"]):
            wrong.append(where)
    assert not wrong, f"give {TEXTS_OF} a text or a field that fits: {wrong}"


def test_every_operation_says_how_it_refuses() -> None:
    problem = DOCUMENT["components"]["responses"]["Problem"]["content"]
    assert list(problem) == ["application/problem+json"]
    for name, operation in operations():
        assert operation["responses"]["4XX"] == {"$ref": "#/components/responses/Problem"}, name
        assert ("401" in operation["responses"]) is ("security" in operation), name


def test_what_the_gateway_passes_to_nobody_is_not_in_it() -> None:
    paths = DOCUMENT["paths"]
    assert "/api/v1/editions/{edition}/products" in paths
    assert not [path for path in paths if path.startswith(("/api/v1/ops", "/api/v1/letter-key"))]
