"""One document of four: paths as the gateway has them, names that cannot meet."""

from collections.abc import Iterator, Mapping
from typing import Any

from kernel.openapi import REFUSED
from kernel.problems import NotFound
from services.gateway.openapi.examples import exemplified
from services.gateway.partners.scopes import scope_for
from services.gateway.routing import PREFIX, service_of

Document = dict[str, Any]

GATEWAY = "gateway"
API_KEY = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "pendopo_…",
    "description": "A key that the organiser made for a partner's program, with these scopes.",
}
_SHARED = ("Problem",)
_SCHEMAS = "#/components/schemas/"
OPERATIONS = "/api/v1/ops/"
"""For those who look after the platform alone."""
INFO = {
    "title": "Pendopo API",
    "version": "1",
    "description": (
        "Everything the pages do can be done here. Sign in with `POST /api/v1/sessions`, or "
        "use an API key that the organiser gave you, and send it as `Authorization: Bearer …`. "
        "A refusal is an RFC 9457 problem with a stable `code` (see `x-problem-codes`). Lists are "
        "read on with `after`. Times are UTC, amounts whole rupiah. Facts are described in "
        "docs/asyncapi.json."
    ),
}


def merged(documents: Mapping[str, Document]) -> Document:
    """The services' documents, by service name, as one; only what passes the gateway is in it."""
    paths: dict[str, Document] = {}
    schemas: dict[str, Document] = {}
    codes: dict[str, Document] = {}
    for service in sorted(documents):
        document = documents[service]
        paths |= dict(_paths(service, document))
        schemas |= _schemas(service, document)
        codes |= document.get("x-problem-codes", {})
    own = documents[GATEWAY]["components"]
    components = {
        "schemas": dict(sorted(_needed(paths, schemas).items())),
        "responses": own["responses"],
        "securitySchemes": {**own["securitySchemes"], "api-key": API_KEY},
    }
    return exemplified(
        {
            "openapi": documents[GATEWAY]["openapi"],
            "info": INFO,
            "servers": [{"url": "/"}],
            "tags": [{"name": name} for name in sorted(_tags(paths))],
            "paths": dict(sorted(paths.items())),
            "components": components,
            "x-problem-codes": dict(sorted(codes.items())),
        }
    )


def _paths(service: str, document: Document) -> Iterator[tuple[str, Document]]:
    for path, operations in document["paths"].items():
        public = path if service == GATEWAY else PREFIX + path
        if public.startswith(OPERATIONS):
            continue
        if service == GATEWAY or _passes(public, service):
            yield public, {m: _operation(service, m, public, o) for m, o in operations.items()}


def _passes(path: str, service: str) -> bool:
    try:
        return service_of(path.replace("{", "").replace("}", ""))[0] == service
    except NotFound:
        return False


def _operation(service: str, method: str, path: str, operation: Document) -> Document:
    renamed: Document = _renamed(operation, service)
    named = {"operationId": f"{service}_{operation['operationId']}", "tags": [_resource(path)]}
    return {**renamed, **named, **_by_key(method, path, renamed)}


def _by_key(method: str, path: str, operation: Document) -> Document:
    """That a key with a scope opens an operation, beside a token or where nothing is needed."""
    scope = scope_for(method.upper(), path)
    if scope is None:
        return {}
    refusals = {"401": REFUSED, "403": REFUSED}
    return {
        "security": [*operation.get("security", [{}]), {"api-key": [scope]}],
        "responses": {**operation["responses"], **refusals},
    }


def _resource(path: str) -> str:
    """What a path is about: the first of its parts that is no edition."""
    parts = [part for part in path.split("/") if part not in ("", "api", "v1")]
    if len(parts) > 2 and parts[0] == "editions":
        return parts[2].strip("{}")
    return parts[0]


def _schemas(service: str, document: Document) -> dict[str, Document]:
    found = document.get("components", {}).get("schemas", {})
    return {_name(service, name): _renamed(schema, service) for name, schema in found.items()}


def _name(service: str, schema: str) -> str:
    return schema if schema in _SHARED else f"{service}.{schema}"


def _renamed(part: Any, service: str) -> Any:
    """A part of a document whose references are to the schemas' names in the merged one."""
    if isinstance(part, list):
        return [_renamed(one, service) for one in part]
    if not isinstance(part, dict):
        return part
    return {key: _reference(key, one, service) for key, one in part.items()}


def _reference(key: str, part: Any, service: str) -> Any:
    if key == "$ref" and isinstance(part, str) and part.startswith(_SCHEMAS):
        return _SCHEMAS + _name(service, part.removeprefix(_SCHEMAS))
    return _renamed(part, service)


def _needed(paths: Document, schemas: dict[str, Document]) -> dict[str, Document]:
    """The schemas that the paths refer to, directly or through others, and the shared ones."""
    needed: dict[str, Document] = {}
    wanted = [*_SHARED, *_references(paths)]
    while wanted:
        name = wanted.pop()
        if name not in needed:
            needed[name] = schemas[name]
            wanted += _references(schemas[name])
    return needed


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _references(one)
    elif isinstance(part, dict):
        for key, one in part.items():
            if key == "$ref" and isinstance(one, str) and one.startswith(_SCHEMAS):
                yield one.removeprefix(_SCHEMAS)
            else:
                yield from _references(one)


def _tags(paths: Document) -> set[str]:
    return {tag for each in paths.values() for one in each.values() for tag in one["tags"]}
