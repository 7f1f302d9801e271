"""Four documents become one without meeting each other's names."""

from typing import Any

from services.gateway.openapi.examples import example
from services.gateway.openapi.merging import merged

PROBLEM = {"type": "object"}


def document(path: str, schema: dict[str, Any], name: str = "show") -> dict[str, Any]:
    """One operation that answers a `Thing`."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    operation = {"operationId": name, "responses": {"200": {"description": "", "content": content}}}
    return {
        "openapi": "3.1.0",
        "paths": {path: {"get": operation}},
        "components": {
            "schemas": {"Thing": schema, "Unused": {"type": "null"}, "Problem": PROBLEM},
            "responses": {"Problem": {}},
            "securitySchemes": {"token": {}},
        },
        "x-problem-codes": {name: {"status": 409, "meaning": ""}},
    }


DOCUMENTS = {
    "catalogue": document("/v1/products", {"type": "integer"}),
    "matching": document("/v1/editions/{edition}/demands", {"type": "boolean"}, "list"),
    "notifications": document("/v1/letter-key", {"type": "string"}, "key"),
    "gateway": document("/api/v1/me", {"type": "array", "items": {"type": "null"}}, "me"),
}
MERGED = merged(DOCUMENTS)


def answer(path: str) -> Any:
    operation = MERGED["paths"][path]["get"]
    return operation["responses"]["200"]["content"]["application/json"]


def test_paths_are_those_of_the_gateway_and_only_what_it_passes_on() -> None:
    assert list(MERGED["paths"]) == [
        "/api/v1/editions/{edition}/demands",
        "/api/v1/me",
        "/api/v1/products",
    ]


def test_things_of_one_name_in_two_services_stay_two() -> None:
    schemas = MERGED["components"]["schemas"]
    assert sorted(schemas) == ["Problem", "catalogue.Thing", "gateway.Thing", "matching.Thing"]
    assert answer("/api/v1/products")["schema"] == {"$ref": "#/components/schemas/catalogue.Thing"}


def test_operations_are_named_after_their_service_and_tagged_by_their_resource() -> None:
    found = MERGED["paths"]["/api/v1/editions/{edition}/demands"]["get"]
    assert (found["operationId"], found["tags"]) == ("matching_list", ["demands"])


def test_answers_have_examples_and_codes_of_all_services_are_listed() -> None:
    assert [answer(path)["example"] for path in MERGED["paths"]] == [True, [None], 1]
    assert set(MERGED["x-problem-codes"]) == {"key", "list", "me", "show"}


def test_an_example_that_refers_to_itself_ends() -> None:
    node = {"type": "object", "properties": {"in": {"$ref": "#/components/schemas/Node"}}}
    shown = example({"$ref": "#/components/schemas/Node"}, {"Node": node})
    assert str(shown).count("in") < 10


def test_a_known_value_is_shown_only_where_it_fits() -> None:
    schema = {
        "type": "object",
        "properties": {"price": {"type": "integer", "maximum": 10}, "unit": {"type": "string"}},
    }
    assert example(schema, {}) == {"price": 1, "unit": "pak"}
