"""docs/events.md: the facts as people look them up."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from pydantic.json_schema import JsonSchemaValue

from docs.generate.language import Published
from docs.generate.schemas import shared_schemas

_HEAD = """\
# Events

Written by `python -m docs.generate` from `contracts/` and the services' code; do not edit.

The services tell each other these facts over the topic exchange `expo.events`; the routing key is
the type. On the wire each is a CloudEvents 1.0 JSON object: the fields below are its `data`, and
`id`, `source`, `time`, `subject` (the aggregate's id), `aggregateversion`, `edition`, `traceparent`
and `correlationid` surround them. Of two facts about one subject the higher version is the later
truth, whatever the order they arrive in. A *lasting* fact waits for its listeners; one that is for
the moment is gone when nobody listens. The schemas are in `contracts/schemas/`.
"""


def page(told: Sequence[Published]) -> str:
    """The whole page."""
    schemas = shared_schemas([each.fact for each in told], refs="{model}")
    names = {each.fact.__name__ for each in told}
    values = {name: schema for name, schema in schemas.items() if name not in names}
    parts = [_HEAD, *_overview(told)]
    for producer, facts in groupby(told, key=_producer):
        parts.append(f"\n## {producer}")
        for each in facts:
            name = each.fact.__name__
            parts += _section(name, schemas[name], f"`{each.type}`\n")
    parts.append("\n## Values within facts")
    for name, schema in sorted(values.items()):
        parts += _section(name, schema)
    return "\n".join(parts) + "\n"


def _producer(fact: Published) -> str:
    return fact.type.partition(".")[0]


def _overview(told: Sequence[Published]) -> Iterator[str]:
    yield "| fact | type | lasting | told by | kept in | heard live by |"
    yield "|---|---|---|---|---|---|"
    for each in told:
        name, lasting = each.fact.__name__, "yes" if each.fact.lasting else "no"
        told_by, kept_in, heard_by = map(_listed, (each.told_by, each.kept_in, each.heard_by))
        yield (
            f"| [{name}](#{name.lower()}) | `{each.type}` | {lasting} "
            f"| {told_by} | {kept_in} | {heard_by} |"
        )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "–"


def _section(name: str, schema: JsonSchemaValue, *notes: str) -> Iterator[str]:
    yield f"\n### {name}\n"
    yield from notes
    yield schema["description"] + "\n"
    yield from _fields(schema)


def _fields(schema: JsonSchemaValue) -> Iterator[str]:
    required = schema.get("required", ())
    yield "| field | type | default |"
    yield "|---|---|---|"
    for name, field in schema["properties"].items():
        default = "required" if name in required else f"`{json.dumps(field['default'])}`"
        yield f"| `{name}` | {_type(field)} | {default} |"


def _type(field: JsonSchemaValue) -> str:
    if "$ref" in field:
        return f"[{field['$ref']}](#{field['$ref'].lower()})"
    if "enum" in field:
        return " or ".join(f"`{word}`" for word in field["enum"])
    if "anyOf" in field:
        return " or ".join(map(_type, field["anyOf"]))
    if field["type"] == "array":
        return f"list of {_type(field['items'])}"
    return str(field.get("format", field["type"]))
