"""What a service's OpenAPI document says besides its routes: how it refuses, by which codes."""

import inspect
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from kernel.problems import Refusal

Document = dict[str, Any]

REFUSED = {"$ref": "#/components/responses/Problem"}
_BY_FASTAPI = ("HTTPValidationError", "ValidationError")
_PROBLEM: Document = {
    "type": "object",
    "description": "RFC 9457: what is wrong, where, and what to do; `code` is stable.",
    "required": ["type", "title", "status", "code", "detail", "detail_en"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "For programs; it does not change."},
        "detail": {"type": "string", "description": "Indonesian."},
        "detail_en": {"type": "string", "description": "English."},
        "errors": {"type": "array", "items": {}, "description": "Which parts of the input."},
    },
}


def describe(app: FastAPI) -> None:
    """Let the application's document tell of its problems instead of FastAPI's own."""
    plain = app.openapi

    def told() -> Document:
        if app.openapi_schema is None:
            app.openapi_schema = with_problems(plain())
        return app.openapi_schema

    app.openapi = told  # type: ignore[method-assign]


def with_problems(document: Document) -> Document:
    """The document with the statuses at which each operation refuses."""
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in _BY_FASTAPI:
        schemas.pop(name, None)
    schemas["Problem"] = _PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components["responses"] = {"Problem": {"description": "A refusal.", "content": content}}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _refuses(operation, statuses(path, method, operation))
    document["x-problem-codes"] = dict(sorted(problem_codes(Refusal)))
    return document


def _refuses(operation: Document, at: list[str]) -> None:
    answers = {code: told for code, told in operation["responses"].items() if code != "422"}
    operation["responses"] = answers | {status: REFUSED for status in at if status not in answers}


def statuses(path: str, method: str, operation: Document) -> list[str]:
    """Which refusals an operation has by what it takes; `4XX` stands for the rarer ones."""
    headers = {
        one["name"].lower() for one in operation.get("parameters", ()) if one["in"] == "header"
    }
    takes_input = "parameters" in operation or "requestBody" in operation
    told = {
        "401": "security" in operation,
        "403": "security" in operation,
        "404": "{" in path,
        "409": method != "get",
        "412": "if-match" in headers,
        "422": takes_input,
        "428": "if-match" in headers,
        "4XX": True,
        "503": True,
    }
    return [status for status, applies in told.items() if applies]


def problem_codes(kind: type[Refusal]) -> Iterator[tuple[str, Document]]:
    """The codes of all refusals that have a class, with status and meaning."""
    for refusal in kind.__subclasses__():
        meaning = (inspect.getdoc(refusal) or "").partition("\n")[0]
        if "code" in vars(refusal):
            yield refusal.code, {"status": refusal.status, "meaning": meaning}
        yield from problem_codes(refusal)
