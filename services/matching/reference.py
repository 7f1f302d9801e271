"""The lists everybody agrees on: regencies and where they lie, units and what they measure."""

import csv
from collections import Counter
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from babel.core import get_global
from pydantic import BaseModel, ConfigDict

from kernel.words import Words

_DATA = Path(__file__).parents[2] / "data"
_EARTH_RADIUS_KM = 6371.0
PORT = "3374"
"""Kota Semarang, whose port Tanjung Emas ships the province's exports."""


class Regency(BaseModel):
    """A regency or city of Central Java, by BPS code, with its centre."""

    model_config = ConfigDict(frozen=True)

    code: str
    name: str
    lat: float
    lon: float


class Unit(BaseModel):
    """What a unit measures: `factor` of the base unit `base`."""

    model_config = ConfigDict(frozen=True)

    base: str
    factor: float
    name_en: str


def _read(file: str) -> list[dict[str, str]]:
    with (_DATA / file).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@cache
def words() -> Words:
    """How texts are taken apart for comparison."""
    return Words(_DATA / "spellings.csv")


@cache
def regencies() -> dict[str, Regency]:
    """Regencies by code."""
    return {row["code"]: Regency.model_validate(row) for row in _read("seed/regencies.csv")}


@cache
def _codes() -> dict[str, str]:
    """By full name, and by the bare name where it is not a regency's and a city's alike."""
    full = {_plain(regency.name): code for code, regency in regencies().items()}
    bare = [(name.partition(" ")[2], code) for name, code in full.items()]
    often = Counter(name for name, _ in bare)
    return full | {name: code for name, code in bare if often[name] == 1}


def _plain(name: str) -> str:
    words = name.lower().replace(".", " ").split()
    return " ".join("kabupaten" if word in ("kab", "kabupaten") else word for word in words)


@cache
def categories() -> frozenset[str]:
    """Codes of the categories of goods."""
    return frozenset(row["code"] for row in _read("categories.csv"))


@cache
def paper_names() -> dict[str, str]:
    """What each kind of certificate is called."""
    return {row["code"]: row["name_id"] for row in _read("seed/certifications.csv")}


@cache
def units() -> dict[str, Unit]:
    """Units by the word that people use."""
    return {row["unit"]: Unit.model_validate(row) for row in _read("units.csv")}


def destination_code(text: str) -> str | None:
    """The BPS code of a regency's name or code, or a foreign country's code; None for neither."""
    plain = _plain(text)
    if is_destination(plain.upper()):
        return plain.upper()
    return _codes().get(plain)


def is_destination(code: str) -> bool:
    """Whether it is the code of a regency or of a foreign country."""
    return code in regencies() or (code in countries() and code != "ID")


@cache
def countries() -> frozenset[str]:
    """ISO 3166 codes of the countries and territories where people live."""
    return frozenset(get_global("territory_zones")) - {"001", "ZZ"}


@cache
def time_zones() -> frozenset[str]:
    """Names of time zones, former ones too."""
    return frozenset(get_global("zone_territories")) | frozenset(get_global("zone_aliases"))


def distance_km(one: str, other: str) -> float:
    """Great-circle distance between the centres of two regencies, in kilometres (haversine)."""
    a, b = regencies()[one], regencies()[other]
    north, east = radians(b.lat - a.lat), radians(b.lon - a.lon)
    h = sin(north / 2) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(east / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(h))
