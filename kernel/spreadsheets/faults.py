"""The sentences for single cells that cannot be read."""

from kernel.spreadsheets.values import CellFault, shown

# code: (Indonesian, English); {limit} and {column} are the facts of the case
SENTENCES: dict[str, tuple[str, str]] = {
    "formula": (
        "Sel berisi rumus; salin lalu tempel sebagai nilai.",
        "The cell holds a formula; copy it and paste it as a value.",
    ),
    "merged": (
        "Sel digabung dengan sel lain; pisahkan dan isi tiap baris.",
        "The cell is merged with others; unmerge it and fill in every row.",
    ),
    "error-value": (
        "Sel berisi galat Excel; perbaiki atau kosongkan.",
        "The cell holds an Excel error; mend it or clear it.",
    ),
    "too-long": (
        "Isi sel lebih dari {limit} huruf; persingkat.",
        "The cell has more than {limit} characters; shorten it.",
    ),
    "control-character": (
        "Sel berisi karakter kendali yang tidak tampak; ketik ulang isinya.",
        "The cell holds invisible control characters; type its content again.",
    ),
    "mojibake": (
        'Huruf di sel ini rusak karena salah penyandian; simpan ulang sebagai "CSV UTF-8" atau '
        "ketik ulang.",
        "The letters in this cell were damaged by a wrong encoding; save the file again as "
        '"CSV UTF-8" or type them again.',
    ),
    "digits-lost": (
        "Excel hanya menyimpan 15 angka dari bilangan ini; ubah format sel menjadi Teks lalu ketik "
        "ulang.",
        "Excel keeps only 15 digits of this number; format the cell as Text and type it again.",
    ),
    "extra-cell": (
        "Kolom {column} tidak punya judul di baris 1; beri judul, kosongkan, atau apit teks yang "
        "memuat pemisah dengan tanda kutip.",
        "Column {column} has no name in row 1; name it, clear it, or put quotes around text that "
        "holds the separator.",
    ),
    "other-delimiter": (
        "Baris ini dipisahkan dengan tanda lain dari baris 1; pakai pemisah yang sama.",
        "This row is separated by another sign than row 1; use the same separator.",
    ),
}


def cell_fault(code: str, column: str, value: str, limit: int) -> CellFault:
    """The fault with this code of SENTENCES; `limit` is how many characters a cell may have."""
    message, message_en = (
        sentence.format(limit=limit, column=column) for sentence in SENTENCES[code]
    )
    return CellFault(column, code, message, message_en, shown(value))
