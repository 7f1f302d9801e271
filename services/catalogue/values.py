"""What the catalogue's nouns are made of: values that are replaced, never changed."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kernel.cells import cell_error

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
Rupiah = Annotated[int, Field(ge=0, le=10**12)]
Entry = Annotated[str, StringConstraints(max_length=60)]
"""A word of a list that everybody agrees on."""


class Value(BaseModel):
    """A value that is replaced, not changed."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)


NAMES = {
    "category": ("Kategori", "The category"),
    "unit": ("Satuan", "The unit"),
    "regency": ("Kabupaten atau kota", "The regency"),
    "kind": ("Jenis dokumen", "The kind of paper"),
    "variants": ("Varian", "Variants"),
    "capacities": ("Kapasitas bulanan", "Capacities by month"),
}


def expect_known(known: bool, field: str, value: str) -> None:
    """Raises ValueError for a value that its list does not have."""
    if not known:
        name, name_en = NAMES[field]
        raise cell_error(
            f"unknown-{field}",
            f"{name} “{value}” tidak dikenal; pilih dari daftar.",
            f"{name_en} “{value}” is not known; choose from the list.",
        )


def expect_once(field: str, values: Sequence[object]) -> None:
    """Raises ValueError when one of some values is there twice."""
    if len(set(values)) < len(values):
        name, name_en = NAMES[field]
        raise cell_error(
            "twice",
            f"{name}: isi yang sama disebut dua kali; sebut sekali saja.",
            f"{name_en}: the same is said twice; say it once.",
        )
