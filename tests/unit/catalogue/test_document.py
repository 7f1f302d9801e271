"""The catalogue's document says of every field and parameter how much it takes."""

from collections.abc import Iterator
from typing import Any

from services.catalogue.app import create
from services.catalogue.settings import CatalogueSettings

Schema = dict[str, Any]
LENGTH = {"maxLength", "pattern", "format", "enum", "const"}
SIZE = ({"minimum", "exclusiveMinimum"}, {"maximum", "exclusiveMaximum"})


async def test_every_field_and_parameter_has_its_limits() -> None:
    settings = CatalogueSettings(
        mongo_url="mongodb://nowhere.invalid", amqp_url="amqp://nowhere.invalid"
    )
    document = create(settings).app.openapi()
    schemas = document["components"]["schemas"]
    unlimited = {
        f"{method} {path} {where}"
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        for name, schema in _taken(operation)
        for where in _unlimited(schema, schemas, name)
    }
    assert not unlimited, sorted(unlimited)


def _taken(operation: Schema) -> Iterator[tuple[str, Schema]]:
    for parameter in operation.get("parameters", []):
        yield parameter["name"], parameter["schema"]
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield "body", content["schema"]


def _unlimited(
    schema: Schema, schemas: Schema, where: str, within: tuple[str, ...] = ()
) -> Iterator[str]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name in within:
            return
        schema, within = schemas[name], (*within, name)
    if _is_unlimited(schema):
        yield where
    for name, part in _parts(schema):
        yield from _unlimited(part, schemas, where + name, within)


def _is_unlimited(schema: Schema) -> bool:
    kind, said = schema.get("type"), schema.keys()
    if kind in ("integer", "number"):
        return not all(bound & said for bound in SIZE)
    needed = {"string": LENGTH, "array": {"maxItems"}}.get(str(kind))
    return needed is not None and not needed & said


def _parts(schema: Schema) -> Iterator[tuple[str, Schema]]:
    for several in ("anyOf", "oneOf", "allOf"):
        yield from (("", one) for one in schema.get(several, []))
    items = [schema["items"]] if "items" in schema else []
    for item in (*items, *schema.get("prefixItems", [])):
        yield "[]", item
    for name, field in schema.get("properties", {}).items():
        yield f".{name}", field
