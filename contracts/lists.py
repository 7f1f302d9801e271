"""The lists everybody agrees on: categories, regencies, units, kinds of papers, words."""

import csv
from collections import Counter
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from pydantic import BaseModel, ConfigDict

_DATA = Path(__file__).parents[1] / "data"

_EARTH_RADIUS_KM = 6371.0

SPELLINGS = _DATA / "spellings.csv"
"""Words that people spell in several ways: columns `variant` and `word`."""


class Named(BaseModel):
    """A code with its name in Indonesian and English."""

    model_config = ConfigDict(frozen=True)

    code: str
    name: str
    name_en: str


class Regency(BaseModel):
    """A regency or city of Central Java, by BPS code, with its centre in degrees."""

    model_config = ConfigDict(frozen=True)

    code: str
    name: str
    lat: float
    lon: float


class RegencyTile(BaseModel):
    """Where a regency stands on a map of tiles, 10 columns by 6 rows from the north-west."""

    model_config = ConfigDict(frozen=True)

    code: str
    short: str
    column: int
    row: int


class Unit(BaseModel):
    """A unit of trade: its UNECE code, and what it measures: `factor` of the base unit `base`."""

    model_config = ConfigDict(frozen=True)

    unece: str
    base: str
    factor: float
    name_en: str


class UnitContent(BaseModel):
    """How many of base unit `base` one `unit` of goods usually holds that are called `word`.

    `word` is empty for whatever goods it may be.
    """

    model_config = ConfigDict(frozen=True)

    word: str
    unit: str
    amount: float
    base: str
    source: str


class Column(BaseModel):
    """What people call a column of a spreadsheet, first of all its `name`s."""

    model_config = ConfigDict(frozen=True)

    name: str
    name_en: str
    also: tuple[str, ...]


class Term(BaseModel):
    """A product word: in Indonesian, in the ways English says it, and what it is."""

    model_config = ConfigDict(frozen=True)

    id: str
    en: tuple[str, ...]
    note: str


def _read(file: str) -> list[dict[str, str]]:
    with (_DATA / file).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _named(file: str) -> dict[str, Named]:
    return {
        row["code"]: Named(code=row["code"], name=row["name_id"], name_en=row["name_en"])
        for row in _read(file)
    }


@cache
def categories() -> dict[str, Named]:
    """Categories of goods by code."""
    return _named("categories.csv")


@cache
def category_families() -> dict[str, str]:
    """The family of each category: goods of one family may stand in for each other on a list."""
    return {row["code"]: row["family"] for row in _read("categories.csv")}


@cache
def regency_tiles() -> tuple[RegencyTile, ...]:
    """The 35 regencies and cities as tiles, row by row."""
    tiles = map(RegencyTile.model_validate, _read("regency_tiles.csv"))
    return tuple(sorted(tiles, key=lambda tile: (tile.row, tile.column)))


@cache
def unit_contents() -> tuple[UnitContent, ...]:
    """What a unit of some goods usually holds where its pack does not say."""
    return tuple(UnitContent.model_validate(row) for row in _read("unit_contents.csv"))


@cache
def paper_kinds() -> dict[str, Named]:
    """Kinds of certificates by code."""
    return _named("seed/certifications.csv")


@cache
def units() -> dict[str, Unit]:
    """Units by the word that people use."""
    return {row["unit"]: Unit.model_validate(row) for row in _read("units.csv")}


def unit_word(said: str) -> str | None:
    """The unit that a word or a UNECE code means; of units with one code the first in the list.

    None for what is not known.
    """
    word = said.strip().lower()
    return word if word in units() else _units_by_code().get(said.strip().upper())


@cache
def _units_by_code() -> dict[str, str]:
    return {unit.unece: word for word, unit in reversed(units().items())}


@cache
def filling_words() -> dict[str, str]:
    """Words that name no goods: `filling`, or `purpose` when what goods are for follows."""
    return {row["word"]: row["kind"] for row in _read("filling_words.csv")}


@cache
def glossary() -> tuple[Term, ...]:
    """Product words in Indonesian and English, written by hand."""
    return tuple(
        Term(id=row["id"], en=tuple(row["en"].split(";")), note=row["note"])
        for row in _read("glossary.csv")
    )


@cache
def columns(kind: str) -> dict[str, Column]:
    """What the columns of a kind of spreadsheet are called, by our own name for each."""
    return {
        row["column"]: Column(
            name=row["name"], name_en=row["name_en"], also=tuple(row["also"].split(";"))
        )
        for row in _read("columns.csv")
        if row["kind"] == kind
    }


@cache
def regencies() -> dict[str, Regency]:
    """The 35 regencies and cities of Central Java by BPS code."""
    return {row["code"]: Regency.model_validate(row) for row in _read("seed/regencies.csv")}


def distance_km(one: str, other: str) -> float:
    """Great-circle distance between the centres of two regencies, in kilometres (haversine)."""
    a, b = regencies()[one], regencies()[other]
    north, east = radians(b.lat - a.lat), radians(b.lon - a.lon)
    h = sin(north / 2) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(east / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(h))


def regency_code(name_or_code: str) -> str | None:
    """The BPS code of a regency by its code or by its name ("Kab. Kudus", "kota semarang").

    None for what is not known, and for "Semarang", which is a regency and a city.
    """
    if name_or_code in regencies():
        return name_or_code
    return _regency_codes().get(_plain(name_or_code))


@cache
def _regency_codes() -> dict[str, str]:
    """By full name, and by the bare name where it is not a regency's and a city's alike."""
    full = {_plain(regency.name): code for code, regency in regencies().items()}
    bare = [(name.partition(" ")[2], code) for name, code in full.items()]
    often = Counter(name for name, _ in bare)
    return full | {name: code for name, code in bare if often[name] == 1}


def _plain(name: str) -> str:
    words = name.lower().replace(".", " ").split()
    return " ".join("kabupaten" if word in ("kab", "kabupaten") else word for word in words)
