"""The API as people read it: every operation by what it is about, and each with its examples."""

import json
from itertools import groupby
from typing import Annotated, Any

from fastapi import Path, Response

from kernel.problems import NotFound
from kernel.service import provided
from services.gateway.openapi.documents import Documents
from services.gateway.openapi.merging import Document
from services.gateway.pages.rendering import render
from services.gateway.pages.route import page, page_router
from services.gateway.pages.visit import Visiting

Described = Annotated[Documents, provided(Documents)]
OperationId = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,80}$")]

router = page_router()


@page(router, "api")
async def operations(visit: Visiting, documents: Described) -> Response:
    """All operations, by resource."""
    document = await documents.merged()
    found = sorted(_operations(document), key=lambda one: (one["resource"], one["path"]))
    grouped = groupby(found, key=lambda one: str(one["resource"]))
    resources = [(resource, list(ones)) for resource, ones in grouped]
    return render(visit, "api.html", resources=resources, codes=document["x-problem-codes"])


@page(router, "api-operation")
async def operation(visit: Visiting, operation: OperationId, documents: Described) -> Response:
    """One operation: what it takes, what it answers, with examples."""
    document = await documents.merged()
    for one in _operations(document):
        if one["id"] == operation:
            return render(visit, "api_operation.html", one=one)
    raise NotFound("Operasi API ini tidak ada.", "There is no such operation of the API.")


def _operations(document: Document) -> list[dict[str, Any]]:
    return [
        _shown(path, method, told)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]


def _shown(path: str, method: str, told: Document) -> dict[str, Any]:
    content = told.get("requestBody", {}).get("content", {})
    return {
        "id": told["operationId"],
        "resource": told["tags"][0],
        "method": method.upper(),
        "path": path,
        "says": told.get("description") or told.get("summary", ""),
        "needs_token": all(told.get("security", [{}])),
        "scopes": [one for way in told.get("security", ()) for one in way.get("api-key", ())],
        "parameters": told.get("parameters", []),
        "body": _example(content),
        "answers": [
            (status, answer.get("description", ""), _example(answer.get("content", {})))
            for status, answer in told["responses"].items()
            if status.startswith("2")
        ],
        "refusals": [status for status in told["responses"] if not status.startswith("2")],
    }


def _example(content: Document) -> str:
    """The example of a JSON body, laid out to be read; "" for none."""
    shown = content.get("application/json", {})
    return json.dumps(shown["example"], indent=2, ensure_ascii=False) if "example" in shown else ""
