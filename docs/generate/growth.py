"""Facts only grow: what a changed schema breaks for its readers, or for facts on their way."""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_WORDS_ABOUT_IT = {"title", "description", "default"}


def broken_promises(before: Schema, after: Schema) -> list[str]:
    """A sentence for each promise of the schema `before` that the schema `after` breaks.

    A field may be added when it has a default, here and in the values within; nothing may be
    taken away or mean another type, and a closed list of words may neither lose nor gain one.
    """
    broken = list(_between("", _resolved(before, before), _resolved(after, after)))
    if before.get("x-lasting") and not after.get("x-lasting"):
        broken.append("it was lasting and is not any more")
    return broken


def _resolved(schema: Any, root: Schema) -> Any:
    """The schema with every reference replaced by what it refers to, and no words about it."""
    if isinstance(schema, list):
        return [_resolved(part, root) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    if "$ref" in schema:
        return _resolved(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "properties" in schema:
        fields = {name: _resolved(field, root) for name, field in schema["properties"].items()}
        return {"properties": fields, "required": schema.get("required", [])}
    return {k: _resolved(part, root) for k, part in schema.items() if k not in _WORDS_ABOUT_IT}


def _between(path: str, before: Schema, after: Schema) -> Iterator[str]:
    if "properties" in before and "properties" in after:
        yield from _between_fields(path, before, after)
    elif "items" in before and "items" in after:
        yield from _between(f"{path}[]", before["items"], after["items"])
    elif len(before.get("anyOf", ())) == len(after.get("anyOf", ())) > 0:
        for old, new in zip(before["anyOf"], after["anyOf"], strict=True):
            yield from _between(path, old, new)
    elif before != after:
        yield f"{path} changed its type"


def _between_fields(path: str, before: Schema, after: Schema) -> Iterator[str]:
    for name, field in before["properties"].items():
        where = f"{path}.{name}".lstrip(".")
        if name not in after["properties"]:
            yield f"{where} was removed"
        else:
            yield from _between(where, field, after["properties"][name])
    for name in sorted(set(after["required"]) - set(before["required"])):
        yield f"{f'{path}.{name}'.lstrip('.')} is required, which it was not"
