"""Which files show a paper: a PDF, JPEG or PNG by its content, whole, and with no malware in it."""

from typing import Literal

from kernel.pictures import Studio, UnusablePicture, kind_of
from kernel.problems import Invalid
from kernel.scanning import Scan, Scanner
from kernel.uploads import Upload

MOST_BYTES = 10 * 2**20
MEDIA_TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
PDF_TAIL_BYTES = 2048

Passed = Literal["not-scanned", "clean", "unavailable"]


async def inspected(upload: Upload, studio: Studio, scanner: Scanner) -> tuple[str, Passed]:
    """A file's media type, and what the scanner said of it. Raises Invalid, UnusablePicture."""
    kind = kind_of(upload.head)
    if kind not in MEDIA_TYPES:
        code = "heic" if kind == "heic" else "wrong-kind"
        raise UnusablePicture.because(code, allowed="PDF, JPEG, PNG")
    if kind == "pdf":
        _expect_the_end_of(upload)
    else:
        await studio.look(upload.path)
    return MEDIA_TYPES[kind], _passed(await scanner.scan(upload.path))


def _expect_the_end_of(upload: Upload) -> None:
    """ISO 32000-1, 7.5.5: the last line of a PDF is %%EOF."""
    if b"%%EOF" not in upload.tail(PDF_TAIL_BYTES):
        raise Invalid(
            "PDF ini rusak atau terpotong. Kirim sekali lagi.",
            "This PDF is damaged or cut short. Send it once more.",
            code="broken-pdf",
        )


def _passed(scan: Scan) -> Passed:
    if scan == "infected":
        raise Invalid(
            "Pemindai menemukan program berbahaya di berkas ini, jadi tidak disimpan.",
            "The scanner found malware in this file, so it was not kept.",
            code="infected-file",
        )
    return scan
