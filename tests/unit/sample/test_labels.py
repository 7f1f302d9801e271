"""Nobody may take a row of the sample for a real seller, buyer, offer or person."""

import csv
import re
from pathlib import Path

import pytest

from sample.exhibitors import Exhibitor
from sample.seeds import SEED_FOLDER

NAMED = {
    "peserta": ("nama", None),
    "produk": ("nama", "nama_en"),
    "pembeli": ("nama", None),
    "kebutuhan": ("judul", "judul_en"),
    "akun": ("nama", None),
}
DIGITS = {"PIRT": 15, "BPOM-MD": 12, "BPOM-TR": 9, "BPOM-NA": 11, "NIB": 13}


def _plain(name: str) -> str:
    return " ".join(re.sub(r"\(.*?\)", "", name).lower().split())


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("sheet", NAMED)
def test_every_row_says_that_it_is_a_sample_and_so_does_its_name(written: Path, sheet: str) -> None:
    indonesian, english = NAMED[sheet]
    for row in _rows(written / f"{sheet}.csv"):
        assert row["contoh"] == "ya"
        assert row[indonesian].endswith("(contoh)")
        if english and row[english]:
            assert row[english].endswith("(sample)")


def test_mail_and_sites_lead_nowhere(written: Path) -> None:
    assert all(
        re.fullmatch(r"[eb]-\d{3,4}@example\.invalid", row["email"])
        for row in _rows(written / "akun.csv")
    )
    sites = {row["situs"] for row in _rows(written / "peserta.csv")} - {""}
    assert sites
    assert all(site.endswith(".example.invalid") for site in sites)


def test_certificate_numbers_are_marked_and_as_long_as_real_ones(written: Path) -> None:
    papers = [
        paper
        for row in _rows(written / "produk.csv")
        for paper in row["sertifikat"].split("; ")
        if paper
    ]
    assert papers
    for paper in papers:
        kind, number = paper.split()[:2]
        assert number.startswith("CONTOH-")
        if kind in DIGITS:
            assert re.fullmatch(rf"CONTOH-\d{{{DIGITS[kind]}}}", number)


def test_demands_say_in_both_languages_that_they_are_made_up(written: Path) -> None:
    for row in _rows(written / "kebutuhan.csv"):
        assert "kebutuhan rekaan" in row["judul"]
        assert "made-up demand" in row["judul_en"]


def test_no_exhibitor_bears_the_name_of_a_cooperative_in_the_press(
    sellers: list[Exhibitor],
) -> None:
    with (SEED_FOLDER / "koperasi_facts.csv").open(encoding="utf-8", newline="") as file:
        real = {_plain(row["name"]) for row in csv.DictReader(file)}
    assert {"koperasi bangun bersama", "koperasi wanita srikandi", "kud mino saroyo"} <= real
    for seller in sellers:
        assert not any(name in _plain(seller.name) for name in real)


def test_descriptions_of_exhibitors_say_that_they_are_made_up(sellers: list[Exhibitor]) -> None:
    for seller in sellers:
        assert "rekaan" in seller.description.id
        assert "made up" in seller.description.en
