"""The JSON Schema of each fact's data: the snapshot that holds a producer to its word."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema

from contracts.fact import Fact
from docs.generate.language import ROOT
from kernel.envelope import ATTRIBUTES

SNAPSHOTS = ROOT / "contracts" / "schemas"


class _Untitled(GenerateJsonSchema):
    """Without a title for each field, which would only say the field's name again."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def snapshot_of(fact: type[Fact]) -> Path:
    """Where a fact's schema is kept."""
    return SNAPSHOTS / f"{fact.type}.json"


def data_schema(fact: type[Fact]) -> JsonSchemaValue:
    """The schema of a fact's `data`; subject, version and edition travel in the envelope."""
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": f"urn:pendopo:fact:{fact.type}",
        "x-lasting": fact.lasting,
        **_data_alone(fact.model_json_schema(schema_generator=_Untitled)),
    }


def shared_schemas(facts: Collection[type[Fact]], refs: str) -> dict[str, JsonSchemaValue]:
    """The schemas of several facts' data and of all values in them, by class name.

    They refer to each other by `refs`, in which `{model}` stands for the name.
    """
    _, told = models_json_schema(
        [(fact, "validation") for fact in facts], ref_template=refs, schema_generator=_Untitled
    )
    names = {fact.__name__ for fact in facts}
    return {
        name: _data_alone(schema) if name in names else schema
        for name, schema in told["$defs"].items()
    }


def _data_alone(schema: JsonSchemaValue) -> JsonSchemaValue:
    kept = {name: field for name, field in schema["properties"].items() if name not in ATTRIBUTES}
    required = [name for name in schema["required"] if name not in ATTRIBUTES]
    return {**schema, "properties": kept, "required": required}
