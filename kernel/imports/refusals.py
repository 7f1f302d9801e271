"""What imports turn down, in words for the people who uploaded."""

from kernel.imports.model import Counts
from kernel.problems import Conflict, Invalid, Refusal


def not_asking() -> Conflict:
    """A job that does not wait for its columns, nor has ended as a check."""
    return Conflict(
        "Berkas ini tidak sedang menunggu pasangan kolom; unggah lagi bila kolomnya keliru.",
        "This file is not waiting for its columns; upload it again if they are wrong.",
        code="not-asking",
    )


def not_checked() -> Conflict:
    """What cannot be saved, for it was not checked or not well."""
    return Conflict(
        "Berkas ini belum selesai diperiksa, atau pemeriksaannya gagal; tunggu atau unggah lagi.",
        "This file is still being checked, or its check has failed; wait, or upload it again.",
        code="not-checked",
    )


def not_all_right(counts: Counts) -> Invalid:
    """Rows that are wrong where all were to be right."""
    return Invalid(
        f"{counts.invalid} dari {counts.total} baris perlu diperbaiki; tidak ada yang disimpan.",
        f"{counts.invalid} of {counts.total} rows need mending; nothing was saved.",
        code="rows-invalid",
    )


def broken(job_id: str) -> Refusal:
    """A bug of ours, by the job in which it showed."""
    return Refusal(
        f"Impor berhenti karena kesalahan pada sistem. Sebutkan nomor {job_id} kepada panitia.",
        f"The import stopped because something is broken on our side. Quote {job_id}.",
        code="bug",
    )
