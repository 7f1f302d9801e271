"""Right rows of every kind of import, to be spoilt one by one."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

Record = Mapping[str, object]

EXHIBITORS: list[Record] = [
    {
        "kode": f"PS-{number}",
        "nama": f"Koperasi Tani {number} (contoh)",
        "kabupaten": regency,
        "kategori": "makanan-ringan",
        "kehadiran": "keduanya",
        "stan": f"A-0{number}",
        "deskripsi": "Keripik dan kopi dari anggota.",
        "deskripsi_en": "Crisps and coffee made by members.",
        "situs": "https://koperasi.example.invalid/",
        "contoh": "ya",
    }
    for number, regency in enumerate(("3319", "Kabupaten Semarang", "Kudus"), 1)
]
PRODUCTS: list[Record] = [
    {
        "kode": f"PR-{number}",
        "kode_peserta": f"PS-{number}",
        "nama": f"Keripik singkong {number} (contoh)",
        "nama_en": f"Cassava crisps {number} (sample)",
        "deskripsi": "Renyah, digoreng hari itu juga.",
        "kategori": "makanan-ringan",
        "hs": "200520",
        "satuan": "pak",
        "kemasan": "250 g",
        "harga": 12000 + number,
        "harga_bertingkat": "50:11500; 200:10900",
        "moq": 24,
        "kelipatan_karton": 12,
        "kapasitas_per_bulan": 3000,
        "lead_time_hari": 7,
        "masa_simpan_hari": 180,
        "penyimpanan": "suhu ruang",
        "dikemas": "ya",
        "klaim": "tanpa pengawet; pedas",
        "varian": "balado",
        "sertifikat": "PIRT CONTOH-123456789012345 s.d. 2027-05-01",
        "contoh": "ya",
    }
    for number in (1, 2, 3)
]
BUYERS: list[Record] = [
    {
        "kode": f"PB-{number}",
        "nama": f"Swalayan {number} (contoh)",
        "jenis": "supermarket",
        "negara": "ID",
        "kota": "Semarang",
        "zona_waktu": "Asia/Jakarta",
        "contoh": "ya",
    }
    for number in (1, 2, 3)
]
DEMANDS: list[Record] = [
    {
        "kode": f"KB-{number}",
        "kode_pembeli": f"PB-{number}",
        "judul": "Keripik singkong (contoh)",
        "judul_en": "Cassava crisps (sample)",
        "kategori": "makanan-ringan",
        "hs": "200520",
        "kata_kunci": "keripik singkong; cassava crisps",
        "satuan": "pak",
        "volume_per_bulan": 2000,
        "harga_maksimum": 12500,
        "pesanan_terkecil": 240,
        "dokumen": "PIRT; HALAL",
        "tujuan": "3374",
        "pasar": "LM",
        "mulai": "2026-09-01",
        "selesai": "2027-08-31",
        "contoh": "ya",
    }
    for number in (1, 2, 3)
]
ACCOUNTS: list[Record] = [
    {
        "email": f"orang{number}@example.invalid",
        "nama": f"Orang {number} (contoh)",
        "peran": "exhibitor",
        "kode_pihak": f"PS-{number}",
        "bahasa": "id",
        "contoh": "ya",
    }
    for number in (1, 2, 3)
]
RECORDS: dict[str, list[Record]] = {
    "exhibitors": EXHIBITORS,
    "products": PRODUCTS,
    "buyers": BUYERS,
    "demands": DEMANDS,
    "accounts": ACCOUNTS,
}


def grid(records: Iterable[Record]) -> list[list[object]]:
    """The header and the rows of some records that have the same columns."""
    rows = list(records)
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def csv_text(rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    """The rows as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def write_csv(path: Path, records: Iterable[Record]) -> Path:
    """Writes records as a CSV in UTF-8."""
    path.write_text(csv_text(grid(records)), encoding="utf-8", newline="")
    return path


def write_workbook(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """Writes rows as the only sheet of an XLSX."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return path


def write_good(folder: Path, kind: str) -> Path:
    """Writes a CSV of one kind of import without any mistake."""
    return write_csv(folder / f"{kind}.csv", RECORDS[kind])
