"""How a fact may grow, and what is refused."""

from typing import Any, Literal

import pytest
from pydantic import BaseModel, create_model

from docs.generate.growth import broken_promises


class Stall(BaseModel):
    """A value within the fact."""

    hall: str


FIELDS: dict[str, Any] = {
    "name": (str, ...),
    "mode": (Literal["floor", "online"], ...),
    "stall": (Stall | None, None),
    "tags": (tuple[str, ...], ()),
}


def schema(**changes: Any) -> dict[str, Any]:
    """The schema of a fact whose fields differ from FIELDS; None takes a field away."""
    fields = {name: field for name, field in (FIELDS | changes).items() if field is not None}
    model: type[BaseModel] = create_model("DoorOpened", **fields)
    return model.model_json_schema()


def stall(**fields: Any) -> Any:
    return (create_model("Stall", **fields) | None, None)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"note": (str, "")},
        {"note": (str | None, None)},
        {"name": (str, "nobody")},
        {"stall": stall(hall=(str, ...), number=(int, 0))},
    ],
    ids=["nothing", "default", "nullable", "no-longer-required", "within"],
)
def test_a_fact_may_grow(change: dict[str, Any]) -> None:
    assert broken_promises(schema(), schema(**change)) == []


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"name": None}, "name was removed"),
        ({"name": (int, ...)}, "name changed its type"),
        ({"name": (str | None, ...)}, "name changed its type"),
        ({"note": (str, ...)}, "note is required, which it was not"),
        ({"tags": (tuple[str, ...], ...)}, "tags is required, which it was not"),
        ({"tags": (tuple[int, ...], ())}, "tags[] changed its type"),
        ({"mode": (Literal["floor", "online", "both"], ...)}, "mode changed its type"),
        ({"mode": (Literal["floor"], ...)}, "mode changed its type"),
        ({"stall": stall(number=(int, 0))}, "stall.hall was removed"),
        (
            {"stall": stall(hall=(str, ...), row=(str, ...))},
            "stall.row is required, which it was not",
        ),
        ({"stall": (Stall, ...)}, "stall changed its type"),
    ],
)
def test_a_broken_promise_is_named(change: dict[str, Any], broken: str) -> None:
    assert broken in broken_promises(schema(), schema(**change))


def test_words_about_a_field_are_no_promise() -> None:
    before, after = schema(), schema()
    after["properties"]["name"] |= {"description": "Who it is.", "title": "The name"}
    assert broken_promises(before, after) == []


def test_a_lasting_fact_must_go_on_lasting() -> None:
    lasting, passing = schema() | {"x-lasting": True}, schema() | {"x-lasting": False}
    assert broken_promises(lasting, passing) == ["it was lasting and is not any more"]
    assert broken_promises(passing, lasting) == []
