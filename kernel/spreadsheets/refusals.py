"""The sentences with which a whole spreadsheet is turned down."""

from typing import Any, ClassVar, Self

from kernel.problems import Refusal

# code: (Indonesian, English); in braces, the facts of the case
SENTENCES: dict[str, tuple[str, str]] = {
    "empty-file": (
        "Berkas ini kosong. Unggah CSV atau XLSX dengan judul kolom di baris 1.",
        "This file is empty. Upload a CSV or XLSX with the column names in row 1.",
    ),
    "no-header": (
        "Baris 1 kosong. Tulis judul kolom di baris 1, lalu data mulai baris 2.",
        "Row 1 is empty. Put the column names in row 1 and the data from row 2 on.",
    ),
    "bad-header": (
        "Judul kolom {letter} di baris 1 tidak dapat dipakai: {fault} "
        "Baris 1 hanya boleh berisi judul kolom.",
        "The name of column {letter} in row 1 cannot be used: {fault_en} "
        "Row 1 may hold column names only.",
    ),
    "duplicate-columns": (
        'Judul "{name}" dipakai dua kali di baris 1: kolom {first} dan {second}. Hapus atau ganti '
        "nama salah satunya.",
        'The name "{name}" is used twice in row 1: columns {first} and {second}. Remove or rename '
        "one of them.",
    ),
    "too-many-columns": (
        "Baris 1 berisi {found} judul kolom; paling banyak {limit}. Hapus kolom yang tidak perlu.",
        "Row 1 has {found} column names; {limit} at most. Remove the columns that are not needed.",
    ),
    "too-many-rows": (
        "Lembar ini berisi lebih dari {limit} baris data. Bagi menjadi beberapa berkas.",
        "This sheet has more than {limit} rows of data. Split it into several files.",
    ),
    "no-rows": (
        "Lembar ini hanya berisi judul kolom. Isi data mulai baris 2, lalu unggah lagi.",
        "This sheet has column names only. Fill in data from row 2 on and upload it again.",
    ),
    "old-excel": (
        'Ini berkas Excel lama (.xls). Buka di Excel, pilih "Simpan Sebagai" jenis "Excel Workbook '
        '(.xlsx)", lalu unggah yang baru.',
        'This is an old Excel file (.xls). Open it in Excel, choose "Save As" of type "Excel '
        'Workbook (.xlsx)" and upload the new one.',
    ),
    "excel-binary": (
        'Ini berkas Excel biner (.xlsb). Simpan ulang sebagai "Excel Workbook (.xlsx)", lalu '
        "unggah lagi.",
        'This is a binary Excel file (.xlsb). Save it as "Excel Workbook (.xlsx)" and upload it '
        "again.",
    ),
    "encrypted": (
        "Berkas ini dikunci kata sandi. Hapus kata sandinya (Berkas > Info > Proteksi), simpan, "
        "lalu unggah lagi.",
        "This file is locked with a password. Remove the password (File > Info > Protect), save "
        "it and upload it again.",
    ),
    "open-document": (
        "Ini berkas LibreOffice (.ods). Simpan ulang sebagai Excel (.xlsx) atau CSV, lalu unggah "
        "lagi.",
        "This is a LibreOffice file (.ods). Save it as Excel (.xlsx) or CSV and upload it again.",
    ),
    "pdf": (
        "Ini berkas PDF, bukan tabel. Unggah berkas Excel (.xlsx) atau CSV asalnya.",
        "This is a PDF, not a table. Upload the Excel (.xlsx) or CSV file it was made from.",
    ),
    "picture": (
        "Ini gambar, bukan tabel. Unggah tabelnya sebagai Excel (.xlsx) atau CSV.",
        "This is a picture, not a table. Upload the table as Excel (.xlsx) or CSV.",
    ),
    "html": (
        "Ini halaman HTML yang hanya bernama seperti tabel. Buka di Excel, simpan sebagai .xlsx, "
        "lalu unggah yang baru.",
        "This is an HTML page that is only named like a spreadsheet. Open it in Excel, save it as "
        ".xlsx and upload the new one.",
    ),
    "xml": (
        "Ini berkas XML, bukan XLSX. Buka di Excel, simpan sebagai .xlsx, lalu unggah yang baru.",
        "This is an XML file, not an XLSX. Open it in Excel, save it as .xlsx and upload the new "
        "one.",
    ),
    "archive": (
        "Ini arsip terkompresi, bukan tabel. Buka arsipnya dan unggah satu berkas Excel (.xlsx) "
        "atau CSV di dalamnya.",
        "This is a compressed archive, not a table. Open it and upload one Excel (.xlsx) or CSV "
        "file from inside.",
    ),
    "document": (
        "Ini dokumen teks atau presentasi, bukan tabel. Salin tabelnya ke Excel dan simpan sebagai "
        ".xlsx.",
        "This is a text document or presentation, not a table. Copy the table into Excel and save "
        "it as .xlsx.",
    ),
    "binary": (
        "Isi berkas ini bukan teks dan bukan Excel. Unggah Excel (.xlsx) atau CSV.",
        "The content of this file is neither text nor Excel. Upload Excel (.xlsx) or CSV.",
    ),
    "nul-bytes": (
        'Berkas teks ini berisi byte NUL dan mungkin rusak. Simpan ulang sebagai "CSV UTF-8".',
        'This text file has NUL bytes in it and may be damaged. Save it again as "CSV UTF-8".',
    ),
    "undecodable": (
        'Huruf di berkas ini tidak dapat dibaca. Simpan ulang sebagai "CSV UTF-8".',
        'The letters in this file cannot be read. Save it again as "CSV UTF-8".',
    ),
    "unknown-delimiter": (
        "Pemisah kolom tidak dikenali di baris 1. Pisahkan kolom dengan koma, titik koma, tab, "
        "atau |.",
        "Row 1 has no known column separator. Separate columns by comma, semicolon, tab or |.",
    ),
    "unbalanced-quotes": (
        'Tanda kutip (") mulai baris {row} tidak ditutup dengan benar. Tutup, atau tulis dua kali '
        '("") bila bagian dari teks.',
        'The quote (") from row {row} on is not closed as it should be. Close it, or write it '
        'twice ("") where it is part of the text.',
    ),
    "broken-zip": (
        "Berkas Excel ini rusak atau terpotong. Simpan ulang di Excel dan unggah lagi.",
        "This Excel file is damaged or cut short. Save it again in Excel and upload it again.",
    ),
    "broken-workbook": (
        "Isi berkas Excel ini tidak sesuai bentuk XLSX. Buka di Excel, simpan ulang, lalu unggah "
        "lagi.",
        "The content of this Excel file is not what an XLSX holds. Open it in Excel, save it again "
        "and upload it again.",
    ),
    "too-much-data": (
        "Isi berkas ini lebih dari {limit} juta byte. Bagi menjadi beberapa berkas.",
        "This file holds more than {limit} million bytes. Split it into several files.",
    ),
    "zip-bomb": (
        "Bagian {part} mengembang lebih dari {limit} kali ukurannya; berkas seperti ini tidak "
        "dibaca. Salin datanya ke buku kerja baru.",
        "Part {part} unpacks to more than {limit} times its size; such a file is not read. Copy "
        "the data into a new workbook.",
    ),
    "forbidden-xml": (
        "Bagian {part} memuat deklarasi DTD, yang tidak pernah ditulis Excel. Salin datanya ke "
        "buku kerja baru.",
        "Part {part} carries a DTD, which Excel never writes. Copy the data into a new workbook.",
    ),
    "no-sheet": (
        "Berkas Excel ini tidak memiliki lembar. Isi satu lembar dan unggah lagi.",
        "This Excel file has no sheet. Fill in one sheet and upload it again.",
    ),
    "charts-only": (
        "Berkas Excel ini hanya berisi grafik. Unggah lembar dengan datanya.",
        "This Excel file has charts only. Upload the sheet with the data.",
    ),
    "hidden-sheets": (
        "Semua lembar di berkas Excel ini tersembunyi. Tampilkan lembar yang berisi data.",
        "All sheets in this Excel file are hidden. Show the sheet that holds the data.",
    ),
    "empty-sheet": (
        "Tidak ada isi di lembar yang tampak. Tulis judul kolom di baris 1 dan data mulai baris 2.",
        "There is nothing in the visible sheets. Put column names in row 1 and data from row 2 on.",
    ),
    "too-heavy": (
        "Berkas ini terlalu berat untuk dibaca. Salin datanya saja ke buku kerja baru, atau bagi "
        "menjadi beberapa berkas.",
        "This file is too heavy to read. Copy only the data into a new workbook, or split it into "
        "several files.",
    ),
}


class UnreadableSheet(Refusal):
    """A file of which no row can be used as it is."""

    status: ClassVar[int] = 422
    code = "unreadable-sheet"

    @classmethod
    def because(cls, code: str, **facts: Any) -> Self:
        """The refusal with this code of SENTENCES, told with the facts of the case."""
        detail, detail_en = SENTENCES[code]
        return cls(detail.format(**facts), detail_en.format(**facts), code=code, **facts)
