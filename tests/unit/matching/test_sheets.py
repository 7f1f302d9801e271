"""What each column of the sheets of buyers and demands takes, and how it is turned down."""

from datetime import date
from typing import Any

import pytest

from services.matching.imports import DemandSheet
from services.matching.sheets import BuyerRow, DemandRow
from tests.rows import faults, read

BUYER = {"kode": "PB-1", "nama": "Swalayan Simpang Lima", "jenis": "supermarket"}
DEMAND = {
    "kode": "KB-1",
    "kode_pembeli": "PB-1",
    "judul": "Keripik singkong",
    "kategori": "makanan-ringan",
    "satuan": "pak",
    "volume_per_bulan": "2.000",
    "tujuan": "Kota Semarang",
    "pasar": "LM",
}


def test_three_columns_are_enough_for_a_buyer() -> None:
    form = read(BuyerRow, BUYER).form()
    assert (form.code, form.kind, form.country, form.time_zone) == (
        "PB-1",
        "supermarket",
        "ID",
        "Asia/Jakarta",
    )


def test_eight_columns_are_enough_for_a_demand() -> None:
    form = read(DemandRow, DEMAND).form()
    assert (form.volume_per_month, form.destination, form.market) == (2000, "3374", "LM")
    assert (form.price_limit, form.largest_moq, form.starts, form.ends) == (None,) * 4
    assert (form.papers, form.keywords) == ((), ())


@pytest.mark.parametrize(
    ("column", "cell", "field", "expected"),
    [
        ("jenis", "Importer", "kind", "importer"),
        ("negara", "nl", "country", "NL"),
        ("kota", "Den Haag", "city", "Den Haag"),
        ("zona_waktu", "Europe/Amsterdam", "time_zone", "Europe/Amsterdam"),
        ("contoh", "ya", "is_sample", True),
    ],
)
def test_a_column_of_a_buyer_takes(column: str, cell: str, field: str, expected: Any) -> None:
    assert getattr(read(BuyerRow, BUYER | {column: cell}).form(), field) == expected


@pytest.mark.parametrize(
    ("column", "cell", "field", "expected"),
    [
        ("judul_en", "Cassava crisps", "title_en", "Cassava crisps"),
        ("hs", "2005.20", "hs_code", "200520"),
        (
            "kata_kunci",
            "keripik singkong; cassava crisps",
            "keywords",
            ("keripik singkong", "cassava crisps"),
        ),
        ("satuan", "Kg", "unit", "kg"),
        ("volume_per_bulan", "1.500", "volume_per_month", 1500),
        ("harga_maksimum", "Rp 12.500", "price_limit", 12_500),
        ("pesanan_terkecil", "240", "largest_moq", 240),
        ("dokumen", "pirt; Halal; PIRT", "papers", ("PIRT", "HALAL")),
        ("tujuan", "3319", "destination", "3319"),
        ("tujuan", "Kab.Kudus", "destination", "3319"),
        ("tujuan", "kudus", "destination", "3319"),
        ("tujuan", "nl", "destination", "NL"),
        ("pasar", "x:nl", "market", "X:NL"),
        ("pasar", "in", "market", "IN"),
        ("mulai", "1 September 2026", "starts", date(2026, 9, 1)),
        ("selesai", "31/08/2027", "ends", date(2027, 8, 31)),
        ("contoh", "tidak", "is_sample", False),
    ],
)
def test_a_column_of_a_demand_takes(column: str, cell: str, field: str, expected: Any) -> None:
    assert getattr(read(DemandRow, DEMAND | {column: cell}).form(), field) == expected


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("kode", "PB/1", "wrong-form"),
        ("nama", "", "missing"),
        ("jenis", "tengkulak", "not-allowed"),
        ("negara", "ZZ", "unknown-country"),
        ("negara", "Belanda", "unknown-country"),
        ("kota", "k" * 81, "too-long"),
        ("zona_waktu", "WIB", "unknown-time-zone"),
    ],
)
def test_a_column_of_a_buyer_refuses(column: str, cell: str, code: str) -> None:
    assert faults(BuyerRow, BUYER | {column: cell}) == [(column, code)]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("kode_pembeli", "", "missing"),
        ("judul", "K", "too-short"),
        ("kategori", "lain-lain", "unknown-category"),
        ("hs", "2005", "wrong-form"),
        ("kata_kunci", ";".join(["keripik"] * 21), "too-many"),
        ("satuan", "goni", "unknown-unit"),
        ("volume_per_bulan", "", "missing"),
        ("volume_per_bulan", "0", "too-small"),
        ("volume_per_bulan", "1.000.000.001", "too-large"),
        ("harga_maksimum", "0", "too-small"),
        ("harga_maksimum", "1.000.000.000.001", "too-large"),
        ("pesanan_terkecil", "0", "too-small"),
        ("pesanan_terkecil", "1.000.000.001", "too-large"),
        ("dokumen", "PIRT; SURAT SAKTI", "unknown-certificate"),
        ("tujuan", "Atlantis", "unknown-destination"),
        ("tujuan", "Semarang", "unknown-destination"),
        ("tujuan", "ID", "unknown-destination"),
        ("pasar", "PASAR", "unknown-market"),
        ("mulai", "31/02/2026", "impossible-date"),
        ("selesai", "akhir tahun", "not-a-date"),
    ],
)
def test_a_column_of_a_demand_refuses(column: str, cell: str, code: str) -> None:
    assert faults(DemandRow, DEMAND | {column: cell}) == [(column, code)]


def test_many_keywords_of_one_letter_are_still_a_demand() -> None:
    row = read(DemandRow, DEMAND | {"kata_kunci": "k;" * 20})
    assert row.form().keywords == ("k",) * 20


def test_a_demand_of_the_past_is_remarked_on_and_taken() -> None:
    nowhere: Any = None
    over = read(DemandRow, DEMAND | {"selesai": "31/01/2026"})
    lasting = read(DemandRow, DEMAND | {"kode": "KB-2"})
    [(code, [remark])] = DemandSheet(nowhere, nowhere, nowhere).remarks([over, lasting]).items()
    assert (code, remark.column, remark.code) == ("KB-1", "selesai", "demand-over")
