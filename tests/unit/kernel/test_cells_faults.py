"""What pydantic finds wrong becomes faults of cells, in sentences."""

from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kernel.cells import ListOfText, Rupiah, cell_error, cell_faults, line
from kernel.spreadsheets import CellFault


class Storage(StrEnum):
    AMBIENT = "suhu ruang"
    FROZEN = "beku"


class Sample(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(pattern=r"^[A-Z]+$")] = "A"
    name: Annotated[str, line(5)] = "Kopi"
    price: Rupiah = 0
    moq: Annotated[int, Field(gt=0, lt=100, multiple_of=2)] = 2
    attendance: Literal["lantai", "daring", "keduanya"] = "lantai"
    storage: Storage | None = None
    claims: Annotated[ListOfText, Field(min_length=1)] = ("a",)

    @model_validator(mode="after")
    def _is_not_forbidden(self) -> "Sample":
        if self.name == "Ganja":
            raise cell_error("forbidden", "Dilarang.", "It is forbidden.")
        if self.name == "Opium":
            raise ValueError("no opium")
        return self


class Needed(BaseModel):
    harga: Rupiah


def _faults(**cells: object) -> list[CellFault]:
    with pytest.raises(ValidationError) as refusal:
        Sample.model_validate(cells)
    return cell_faults(refusal.value, {"price": "harga"})


@pytest.mark.parametrize(
    ("field", "cell", "code", "message", "message_en"),
    [
        ("name", "x" * 6, "too-long", "Paling banyak 5 huruf", "At most 5 characters"),
        ("name", "", "too-short", "Paling sedikit 1 huruf", "At least 1 characters"),
        (
            "price",
            10**15,
            "too-large",
            "Paling besar 999.999.999.999.999",
            "999,999,999,999,999 or",
        ),
        ("moq", 0, "too-small", "Harus lebih dari 0", "more than 0"),
        ("moq", 100, "too-large", "Harus kurang dari 100", "less than 100"),
        ("moq", 3, "not-a-multiple", "kelipatan 2", "multiple of 2"),
        ("claims", "", "too-few", "Paling sedikit 1 isian", "At least 1 entries"),
        ("attendance", "x", "not-allowed", "lantai, daring, keduanya", "lantai, daring, keduanya"),
        ("storage", "x", "not-allowed", "suhu ruang, beku", "suhu ruang, beku"),
        ("code", "a b", "wrong-form", "^[A-Z]+$", "^[A-Z]+$"),
        ("berat", "5", "unknown-column", "tidak dikenal", "not known"),
        ("moq", "dua", "not-a-number", "bilangan bulat", "whole number"),
        ("price", "-5", "negative", "kurang dari nol", "below zero"),
    ],
)
def test_a_wrong_cell_is_told_in_two_languages(
    field: str, cell: object, code: str, message: str, message_en: str
) -> None:
    [fault] = _faults(**{field: cell})

    assert (fault.code, fault.value) == (code, str(cell))
    assert message in fault.message
    assert message_en in fault.message_en


def test_the_column_is_called_as_in_the_spreadsheet() -> None:
    [price] = _faults(price="murah")
    [moq] = _faults(moq="dua")

    assert (price.column, moq.column) == ("harga", "moq")


def test_all_wrong_cells_of_a_row_are_told() -> None:
    assert [fault.column for fault in _faults(name="", price="x", moq="y")] == [
        "name",
        "harga",
        "moq",
    ]


def test_an_empty_cell_that_must_be_filled_in_is_told_without_a_value() -> None:
    with pytest.raises(ValidationError) as refusal:
        Needed.model_validate({"nama": "Kopi"})

    assert cell_faults(refusal.value, {}) == [
        CellFault("harga", "missing", "Wajib diisi.", "This must be filled in.", "")
    ]


def test_what_is_wrong_with_a_whole_row_has_no_column() -> None:
    assert _faults(name="Ganja") == [
        CellFault("", "forbidden", "Dilarang.", "It is forbidden.", "")
    ]
    [fault] = _faults(name="Opium")
    assert (fault.column, fault.code, fault.value) == ("", "invalid", "")
    assert "no opium" in fault.message_en


def test_a_long_or_strange_value_is_shown_short_and_harmless() -> None:
    [long] = _faults(price="x" * 5_000)
    [strange] = _faults(price="\u202ex\n")

    assert long.value == "x" * 100 + "…"
    assert strange.value == "�x�"


def test_a_list_is_shown_as_it_is_typed() -> None:
    [fault] = _faults(claims="a;" * 51)

    assert fault.value.startswith("a; a; a;")
