"""The sentences with which a picture is turned down."""

from typing import Any, ClassVar, Self

from kernel.problems import Refusal

# code: (Indonesian, English); in braces, the facts of the case
SENTENCES: dict[str, tuple[str, str]] = {
    "heic": (
        "Ini foto HEIC. Di ponsel pilih format “Paling Kompatibel” (JPEG), atau kirim tangkapan "
        "layarnya.",
        "This is a HEIC photo. Choose “Most Compatible” (JPEG) on the phone, or send a screenshot "
        "of it.",
    ),
    "wrong-kind": (
        "Isi berkas ini bukan {allowed}, apa pun namanya. Pilih berkas lain.",
        "The content of this file is not {allowed}, whatever it is called. Choose another file.",
    ),
    "broken-picture": (
        "Gambar ini rusak atau terpotong. Ambil atau kirim sekali lagi.",
        "This picture is damaged or cut short. Take it or send it once more.",
    ),
    "too-many-pixels": (
        "Gambar ini {width} × {height} piksel; paling banyak {limit} juta piksel. Kecilkan, lalu "
        "unggah lagi.",
        "This picture has {width} × {height} pixels; {limit} million at most. Make it smaller and "
        "upload it again.",
    ),
    "too-heavy": (
        "Gambar ini terlalu berat untuk dibuka. Simpan ulang sebagai JPEG, lalu unggah lagi.",
        "This picture is too heavy to open. Save it again as JPEG and upload it again.",
    ),
}


class UnusablePicture(Refusal):
    """A file that is not a picture we can use."""

    status: ClassVar[int] = 422
    code = "unusable-picture"

    @classmethod
    def because(cls, code: str, **facts: Any) -> Self:
        """The refusal with this code of SENTENCES, told with the facts of the case."""
        detail, detail_en = SENTENCES[code]
        return cls(detail.format(**facts), detail_en.format(**facts), code=code, **facts)
