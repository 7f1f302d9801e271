"""What each column of the sheets of exhibitors and products takes, and how it is turned down."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.catalogue.months import MonthCapacity
from services.catalogue.sheets import ExhibitorRow, ProductRow
from services.catalogue.variants import Variant
from tests.rows import faults, read

EXHIBITOR = {
    "kode": "PS-1",
    "nama": "Koperasi Tani Makmur",
    "kabupaten": "Kabupaten Kudus",
    "kategori": "makanan-ringan",
    "kehadiran": "keduanya",
}
PRODUCT = {
    "kode": "PR-1",
    "kode_peserta": "PS-1",
    "nama": "Keripik singkong balado",
    "kategori": "makanan-ringan",
    "satuan": "pak",
    "harga": "12000",
}


def test_five_columns_are_enough_for_an_exhibitor() -> None:
    form = read(ExhibitorRow, EXHIBITOR).form()
    assert (form.code, form.name, form.regency) == ("PS-1", "Koperasi Tani Makmur", "3319")
    assert (form.attendance, form.stand, form.website) == ("both", None, None)
    assert not form.is_sample


def test_six_columns_are_enough_for_a_product() -> None:
    form = read(ProductRow, PRODUCT).form()
    assert (form.price, form.moq, form.carton_multiple, form.capacity_per_month) == (12000, 1, 1, 0)
    assert (form.hs_code, form.shelf_life_days, form.storage) == (None, None, None)
    assert (form.price_tiers, form.claims, form.papers) == ((), (), None)
    assert not form.packed


@pytest.mark.parametrize(
    ("column", "cell", "field", "expected"),
    [
        ("kode", "ps.1_B-2", "code", "ps.1_B-2"),
        ("nama", "Koperasi\n Tani   Makmur", "name", "Koperasi Tani Makmur"),
        ("kabupaten", "3374", "regency", "3374"),
        ("kabupaten", "kota  SEMARANG", "regency", "3374"),
        ("kabupaten", "Kab. Semarang", "regency", "3322"),
        ("kabupaten", "Kab.Kudus", "regency", "3319"),
        ("kabupaten", "kudus", "regency", "3319"),
        ("kabupaten", "Salatiga", "regency", "3373"),
        ("kategori", "Makanan-Ringan", "category", "makanan-ringan"),
        ("kehadiran", "Lantai", "attendance", "floor"),
        ("kehadiran", "daring", "attendance", "online"),
        ("stan", "A-01", "stand", "A-01"),
        ("deskripsi", "Dari anggota.", "description", "Dari anggota."),
        ("deskripsi_en", "By members.", "description_en", "By members."),
        ("situs", "https://koperasi.example/", "website", "https://koperasi.example/"),
        ("contoh", "Ya", "is_sample", True),
        ("contoh", "tidak", "is_sample", False),
    ],
)
def test_a_column_of_an_exhibitor_takes(column: str, cell: str, field: str, expected: Any) -> None:
    assert getattr(read(ExhibitorRow, EXHIBITOR | {column: cell}).form(), field) == expected


@pytest.mark.parametrize(
    ("column", "cell", "field", "expected"),
    [
        ("nama_en", "Cassava crisps", "name_en", "Cassava crisps"),
        ("deskripsi", "Renyah.", "description", "Renyah."),
        ("hs", "200520", "hs_code", "200520"),
        ("hs", "2005.20", "hs_code", "200520"),
        ("hs", "2005.20.19", "hs_code", "200520"),
        ("satuan", "KG", "unit", "kg"),
        ("kemasan", "karton 10 kg", "pack", "karton 10 kg"),
        ("satuan", "XPK", "unit", "pak"),
        ("varian", "balado", "variants", (Variant(name="balado"),)),
        (
            "varian",
            "Balado 250 g = Rp 12.500 [BLD-250]; Original [ORI]; pedas=0;",
            "variants",
            (
                Variant(name="Balado 250 g", price=12_500, code="BLD-250"),
                Variant(name="Original", code="ORI"),
                Variant(name="pedas", price=0),
            ),
        ),
        ("harga", "12.000", "price", 12_000),
        ("harga", "Rp 12.000,-", "price", 12_000),
        ("harga", "rp12.000,00", "price", 12_000),
        ("harga", "0", "price", 0),
        ("moq", "1.000", "moq", 1000),
        ("kelipatan_karton", "12", "carton_multiple", 12),
        ("kapasitas_per_bulan", "3.000", "capacity_per_month", 3000),
        (
            "kapasitas_musim",
            "Nov-Des: 1.500; 8: 200",
            "capacities",
            tuple(MonthCapacity(month=m, units=u) for m, u in ((8, 200), (11, 1500), (12, 1500))),
        ),
        ("lead_time_hari", "7", "lead_time_days", 7),
        ("masa_simpan_hari", "180", "shelf_life_days", 180),
        ("penyimpanan", "suhu ruang", "storage", "ambient"),
        ("penyimpanan", "Dingin", "storage", "chilled"),
        ("penyimpanan", "BEKU", "storage", "frozen"),
        ("dikemas", "ya", "packed", True),
        ("klaim", "tanpa pengawet; pedas;", "claims", ("tanpa pengawet", "pedas")),
        ("contoh", "y", "is_sample", True),
    ],
)
def test_a_column_of_a_product_takes(column: str, cell: str, field: str, expected: Any) -> None:
    assert getattr(read(ProductRow, PRODUCT | {column: cell}).form(), field) == expected


def test_price_tiers_are_quantities_and_prices() -> None:
    tiers = read(ProductRow, PRODUCT | {"harga_bertingkat": "50:11500; 1.000 : Rp 10.900 ;"}).form()
    assert [(t.minimum, t.price) for t in tiers.price_tiers] == [(50, 11_500), (1000, 10_900)]


@pytest.mark.parametrize(
    ("cell", "kind", "number", "until"),
    [
        ("PIRT CONTOH-123 s.d. 2027-05-01", "PIRT", "CONTOH-123", date(2027, 5, 1)),
        ("pirt CONTOH-123 S.D. 1/5/2027", "PIRT", "CONTOH-123", date(2027, 5, 1)),
        ("BPOM-MD MD 245 113 s/d 31 Mei 2027", "BPOM-MD", "MD 245 113", date(2027, 5, 31)),
        ("HALAL ID123 sampai 31 Desember 2027", "HALAL", "ID123", date(2027, 12, 31)),
        ("NIB 0551147266119", "NIB", "0551147266119", None),
    ],
)
def test_a_certificate_is_a_kind_a_number_and_a_last_day(
    cell: str, kind: str, number: str, until: date | None
) -> None:
    [paper] = read(ProductRow, PRODUCT | {"sertifikat": cell}).form().papers or ()
    assert (paper.kind, paper.number, paper.expires) == (kind, number, until)
    assert paper.state == "declared"


def test_several_certificates_stand_in_one_cell() -> None:
    cell = "PIRT CONTOH-1 s.d. 2027-05-01; HALAL CONTOH-2;"
    papers = read(ProductRow, PRODUCT | {"sertifikat": cell}).form().papers or ()
    assert [(paper.kind, paper.number) for paper in papers] == [
        ("PIRT", "CONTOH-1"),
        ("HALAL", "CONTOH-2"),
    ]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("kode", "", "missing"),
        ("kode", "PS 1", "wrong-form"),
        ("kode", "K" * 41, "wrong-form"),
        ("nama", "", "missing"),
        ("nama", "K", "too-short"),
        ("nama", "K" * 161, "too-long"),
        ("nama", "Kop\x07erasi", "control-character"),
        ("kabupaten", "Atlantis", "unknown-regency"),
        ("kabupaten", "3500", "unknown-regency"),
        ("kabupaten", "Semarang", "unknown-regency"),
        ("kategori", "lain-lain", "unknown-category"),
        ("kehadiran", "mungkin", "not-allowed"),
        ("stan", "A 01", "wrong-form"),
        ("situs", "koperasi.example", "wrong-form"),
        ("deskripsi", "d" * 2001, "too-long"),
        ("contoh", "mungkin", "not-yes-or-no"),
    ],
)
def test_a_column_of_an_exhibitor_refuses(column: str, cell: str, code: str) -> None:
    assert faults(ExhibitorRow, EXHIBITOR | {column: cell}) == [(column, code)]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("kode_peserta", "", "missing"),
        ("hs", "2005", "wrong-form"),
        ("hs", "20052019A", "wrong-form"),
        ("satuan", "karung goni", "unknown-unit"),
        ("harga", "", "missing"),
        ("harga", "-5", "negative"),
        ("harga", "12,5", "fraction"),
        ("harga", "12,000", "comma-thousands"),
        ("harga", "12000/pak", "not-a-number"),
        ("harga", "1.000.000.000.001", "too-large"),
        ("harga_bertingkat", "50-11500", "price-tiers"),
        ("harga_bertingkat", "0:11500", "price-tiers"),
        ("harga_bertingkat", "50:murah", "price-tiers"),
        ("harga_bertingkat", "; ".join(f"{n}:1" for n in range(2, 13)), "too-many"),
        ("moq", "0", "too-small"),
        ("moq", "1.000.000.001", "too-large"),
        ("kelipatan_karton", "1.000.001", "too-large"),
        ("kapasitas_per_bulan", "1.000.000.001", "too-large"),
        ("kapasitas_musim", "Nov-Feb 500", "capacities"),
        ("kapasitas_musim", "8: 1.000.000.001", "capacities"),
        ("varian", "Balado = mahal", "variants"),
        ("varian", "Balado; BALADO", "variants"),
        ("varian", "Balado [B 1]", "variants"),
        ("lead_time_hari", "731", "too-large"),
        ("masa_simpan_hari", "7301", "too-large"),
        ("penyimpanan", "lemari", "not-allowed"),
        ("dikemas", "mungkin", "not-yes-or-no"),
        ("klaim", ";".join(["pedas"] * 21), "too-many"),
        ("sertifikat", "sudah halal", "certificate"),
        ("sertifikat", "HALAL", "certificate"),
        ("sertifikat", "HALAL " + "9" * 61, "certificate"),
        ("sertifikat", "HALAL ID1 s.d. 31-02-2027", "impossible-date"),
        ("sertifikat", "HALAL ID1 s.d. kapan-kapan", "not-a-date"),
        ("sertifikat", "HALAL ID1 s.d. 1/5/27", "two-digit-year"),
        ("sertifikat", ";".join(["HALAL ID1"] * 31), "too-many"),
    ],
)
def test_a_column_of_a_product_refuses(column: str, cell: str, code: str) -> None:
    assert faults(ProductRow, PRODUCT | {column: cell}) == [(column, code)]


def test_every_fault_of_a_row_is_found_at_once() -> None:
    spoilt = PRODUCT | {"nama": "", "harga": "-5", "satuan": "goni"}
    assert sorted(faults(ProductRow, spoilt)) == [
        ("harga", "negative"),
        ("nama", "missing"),
        ("satuan", "unknown-unit"),
    ]


NUMBERS = st.integers(0, 10**16).map(str)
LISTS = st.lists(st.text("ab ", min_size=1, max_size=3), max_size=25).map(";".join)


@settings(max_examples=100)
@given(
    st.fixed_dictionaries(
        {
            "harga": NUMBERS,
            "moq": NUMBERS,
            "kelipatan_karton": NUMBERS,
            "kapasitas_per_bulan": NUMBERS,
            "lead_time_hari": NUMBERS,
            "klaim": LISTS,
            "nama": st.text(min_size=1, max_size=170),
            "varian": st.text(max_size=130) | LISTS,
            "kapasitas_musim": st.text("123: -;", max_size=20),
        }
    )
)
def test_a_row_that_is_read_is_a_product(cells: dict[str, str]) -> None:
    """What the sheet lets pass, the rules take: an import never breaks in the middle."""
    if not faults(ProductRow, PRODUCT | cells):
        read(ProductRow, PRODUCT | cells).form()
