"""Good tables with a row that the business cannot accept."""

from collections.abc import Callable
from pathlib import Path

from tests.mistakes.good import RECORDS, Record, write_csv
from tests.mistakes.mistake import Mistake


def _writing(name: str, rows: list[Record]) -> Callable[[Path], Path]:
    return lambda folder: write_csv(folder / f"{name}.csv", rows)


def _spoilt(name: str, kind: str, code: str, **changes: object) -> Mistake:
    """The second of three right rows gets other cells."""
    first, second, third = RECORDS[kind]
    rows = [first, {**second, **changes}, third]
    return Mistake(name, kind, _writing(name, rows), "service", code)


def _without(name: str, kind: str, column: str, code: str) -> Mistake:
    """The column is in no row, and not in the header."""
    rows: list[Record] = [
        {key: cell for key, cell in row.items() if key != column} for row in RECORDS[kind]
    ]
    return Mistake(name, kind, _writing(name, rows), "service", code)


TRADE = [
    _without("no-price-column", "products", "harga", "missing"),
    _without("no-code-column", "exhibitors", "kode", "missing"),
    _without("no-volume-column", "demands", "volume_per_bulan", "missing"),
    _spoilt("no-name", "products", "missing", nama=""),
    _spoilt("same-product-twice", "products", "duplicate", kode="PR-1"),
    _spoilt("same-exhibitor-twice", "exhibitors", "duplicate", kode="PS-1"),
    _spoilt("code-with-blanks", "products", "wrong-form", kode="PR 2/a"),
    _spoilt("price-below-zero", "products", "negative", harga="-5"),
    _spoilt("price-in-words", "products", "not-a-number", harga="murah"),
    _spoilt("price-with-unit", "products", "not-a-number", harga="12.000/kg"),
    _spoilt("price-with-cents", "products", "fraction", harga="12,5"),
    _spoilt("price-as-the-english-write", "products", "comma-thousands", harga="12,000"),
    _spoilt("price-too-large", "products", "too-large", harga="9" * 30),
    _spoilt("moq-below-zero", "products", "negative", moq="-1"),
    _spoilt("hs-too-short", "products", "wrong-form", hs="2005"),
    _spoilt("packed-perhaps", "products", "not-yes-or-no", dikemas="mungkin"),
    _spoilt("name-too-long", "products", "too-long", nama="keripik " * 100),
    _spoilt("stored-anywhere", "products", "not-allowed", penyimpanan="di mana saja"),
    _spoilt("unknown-unit", "products", "unknown-unit", satuan="karung goni"),
    _spoilt("unknown-category", "products", "unknown-category", kategori="lain-lain"),
    _spoilt("unknown-exhibitor", "products", "unknown-exhibitor", kode_peserta="PS-999"),
    _spoilt("tiers-dearer", "products", "price-tiers", harga_bertingkat="50:99000"),
    _spoilt("tiers-in-words", "products", "price-tiers", harga_bertingkat="grosir lebih murah"),
    _spoilt("certificate-in-words", "products", "certificate", sertifikat="sudah halal"),
    _spoilt(
        "certificate-to-31-february",
        "products",
        "impossible-date",
        sertifikat="PIRT CONTOH-123456789012345 s.d. 2027-02-31",
    ),
    _spoilt("unknown-regency", "exhibitors", "unknown-regency", kabupaten="Atlantis"),
    _spoilt("attends-in-thought", "exhibitors", "not-allowed", kehadiran="dalam hati"),
    _spoilt("site-is-no-address", "exhibitors", "wrong-form", situs="www koperasi"),
    _spoilt("unknown-kind-of-buyer", "buyers", "not-allowed", jenis="tengkulak"),
    _spoilt("unknown-country", "buyers", "unknown-country", negara="ZZ"),
    _spoilt("unknown-time-zone", "buyers", "unknown-time-zone", zona_waktu="WIB"),
    _spoilt("unknown-buyer", "demands", "unknown-buyer", kode_pembeli="PB-999"),
    _spoilt("31-february", "demands", "impossible-date", mulai="31/02/2026"),
    _spoilt("month-before-day", "demands", "impossible-date", selesai="12/31/2027"),
    _spoilt("year-of-two-digits", "demands", "two-digit-year", mulai="01/09/26"),
    _spoilt("date-in-words", "demands", "not-a-date", selesai="akhir tahun"),
    _spoilt("ends-before-it-starts", "demands", "ends-before-start", selesai="2026-08-31"),
    _spoilt("unknown-paper", "demands", "unknown-certificate", dokumen="PIRT; SURAT SAKTI"),
    _spoilt("unknown-market", "demands", "unknown-market", pasar="PASAR PAGI"),
    _spoilt("no-address-of-mail", "accounts", "not-an-email", email="orang2"),
    _spoilt("unknown-role", "accounts", "not-allowed", peran="bos"),
    _spoilt("unknown-language", "accounts", "not-allowed", bahasa="jv"),
]
