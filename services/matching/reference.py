"""The lists everybody agrees on: regencies and where they lie, units and what they measure."""

import csv
import re
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

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
    return {regency.name.lower(): code for code, regency in regencies().items()}


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
    """The BPS code of a regency's name or code, or an ISO 3166 country code; None for neither."""
    plain = re.sub(r"^kab\.?\s", "kabupaten ", text.strip().lower())
    if plain in regencies():
        return plain
    if re.fullmatch(r"[a-z]{2}", plain):
        return plain.upper()
    return _codes().get(plain) or _codes().get(f"kabupaten {plain}")


def distance_km(one: str, other: str) -> float:
    """Great-circle distance between the centres of two regencies, in kilometres (haversine)."""
    a, b = regencies()[one], regencies()[other]
    north, east = radians(b.lat - a.lat), radians(b.lon - a.lon)
    h = sin(north / 2) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(east / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(h))
