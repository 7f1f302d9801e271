"""Reads the seed: what is known of Central Java's goods, places, papers and buyers."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import NamedTuple

SEED_FOLDER = Path(__file__).resolve().parent.parent / "data" / "seed"

Row = dict[str, str]


class Word(NamedTuple):
    """A word in Indonesian and English."""

    id: str
    en: str


class Pack(NamedTuple):
    """How goods are packed, and how many units go into one carton."""

    text: str
    carton: int


@dataclass(frozen=True)
class Archetype:
    """A real kind of product, of which sellers offer variants."""

    id: str
    name: Word
    category: str
    regencies: tuple[str, ...]
    hs: str
    retired_hs: str
    unit: str
    price_min: int
    price_max: int
    certificates: tuple[str, ...]
    family: str
    packs: tuple[Pack, ...]
    first: tuple[Word, ...]
    second: tuple[Word, ...]
    storage: str
    shelf_days: tuple[int, int] | None

    @property
    def price_median(self) -> float:
        """The median of prices that are log-uniform between the lowest and the highest."""
        return sqrt(self.price_min * self.price_max)


@dataclass(frozen=True)
class Regency:
    """One of the 35 regencies and cities, with its BPS code and its centre in degrees."""

    code: str
    name: str
    latitude: float
    longitude: float
    population: int

    @property
    def place(self) -> str:
        """The name as people say it: Wonosobo, not Kabupaten Wonosobo."""
        return self.name.removeprefix("Kabupaten ").removeprefix("Kota ")


@dataclass(frozen=True)
class Profile:
    """How sellers of a category trade: turnover in rupiah, times in days, minimums in cartons."""

    trade: str
    hooks: str
    turnover: int
    spread: float
    lead_days: tuple[int, int]
    moq_cartons: int
    claim_chance: float


@dataclass(frozen=True)
class PaperSample:
    """How often a certificate is held, how long it is valid, and how its number looks."""

    kind: str
    chance: float
    valid_years: int | None
    number: str


@dataclass(frozen=True)
class BuyerKind:
    """What buyers of a kind want (categories or archetypes), for which market, on which papers."""

    kind: str
    role: str
    market: str
    wants: tuple[str, ...]
    documents: tuple[str, ...]
    purpose: Word


@dataclass(frozen=True)
class Seeds:
    """All tables of the seed."""

    archetypes: dict[str, Archetype]
    regencies: dict[str, Regency]
    profiles: dict[str, Profile]
    papers: dict[str, PaperSample]
    words: dict[str, tuple[Word, ...]]
    buyer_kinds: dict[str, BuyerKind]
    buyers: tuple[Row, ...]
    facts: tuple[Row, ...]


def read_seeds(folder: Path = SEED_FOLDER) -> Seeds:
    """The seed as it stands in the folder; raises KeyError where tables do not fit together."""
    words = _words(folder)
    return Seeds(
        archetypes=_archetypes(folder, words),
        regencies={row["code"]: _regency(row) for row in _rows(folder, "regencies")},
        profiles={row["category"]: _profile(row) for row in _rows(folder, "category_profiles")},
        papers={row["certificate"]: _paper(row) for row in _rows(folder, "certificate_samples")},
        words=words,
        buyer_kinds={row["kind"]: _buyer_kind(row) for row in _rows(folder, "buyer_kinds")},
        buyers=tuple(_rows(folder, "sample_buyers")),
        facts=tuple(_rows(folder, "event_facts")),
    )


def _rows(folder: Path, table: str) -> Iterator[Row]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _words(folder: Path) -> dict[str, tuple[Word, ...]]:
    lists: dict[str, list[Word]] = {}
    for row in _rows(folder, "words"):
        lists.setdefault(row["list"], []).append(Word(row["word_id"], row["word_en"]))
    return {name: tuple(words) for name, words in lists.items()}


def _archetypes(folder: Path, words: dict[str, tuple[Word, ...]]) -> dict[str, Archetype]:
    details = {row["archetype"]: row for row in _rows(folder, "archetype_details")}
    return {
        row["id"]: _archetype(row, details[row["id"]], words)
        for row in _rows(folder, "product_archetypes")
    }


def _archetype(row: Row, details: Row, words: dict[str, tuple[Word, ...]]) -> Archetype:
    return Archetype(
        id=row["id"],
        name=Word(row["name_id"], row["name_en"]),
        category=row["category"],
        regencies=_items(row["regency_codes_bps"]),
        hs=row["hs6_2022"],
        retired_hs=details["retired_hs"],
        unit=row["unit"],
        price_min=int(row["price_idr_min"]),
        price_max=int(row["price_idr_max"]),
        certificates=_items(row["certifications"]),
        family=details["family"],
        packs=tuple(_pack(text) for text in _items(details["packs"])),
        first=words[details["first"]],
        second=words[details["second"]] if details["second"] else (),
        storage=details["storage"],
        shelf_days=_shelf_days(details),
    )


def _shelf_days(details: Row) -> tuple[int, int] | None:
    if not details["shelf_days_min"]:
        return None
    return int(details["shelf_days_min"]), int(details["shelf_days_max"])


def _pack(text: str) -> Pack:
    name, _, carton = text.rpartition(":")
    return Pack(name, int(carton))


def _regency(row: Row) -> Regency:
    return Regency(
        code=row["code"],
        name=row["name"],
        latitude=float(row["lat"]),
        longitude=float(row["lon"]),
        population=int(row["population_thousand"]) * 1000,
    )


def _profile(row: Row) -> Profile:
    return Profile(
        trade=row["trade"],
        hooks=row["hooks"],
        turnover=int(row["turnover_idr_month"]),
        spread=float(row["spread"]),
        lead_days=(int(row["lead_days_min"]), int(row["lead_days_max"])),
        moq_cartons=int(row["moq_cartons_max"]),
        claim_chance=float(row["claim_chance"]),
    )


def _paper(row: Row) -> PaperSample:
    return PaperSample(
        kind=row["certificate"],
        chance=float(row["chance"]),
        valid_years=int(row["valid_years"]) if row["valid_years"] else None,
        number=row["number"],
    )


def _buyer_kind(row: Row) -> BuyerKind:
    return BuyerKind(
        kind=row["kind"],
        role=row["role"],
        market=row["market"],
        wants=_items(row["wants"]),
        documents=_items(row["documents"]),
        purpose=Word(row["purpose_id"], row["purpose_en"]),
    )


def _items(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()
