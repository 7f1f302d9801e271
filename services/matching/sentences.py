"""The words of reasons, in Indonesian and English, and how numbers read in each."""

from collections.abc import Iterable
from functools import lru_cache

Sentence = tuple[str, str]
"""The same said in Indonesian and in English."""

Part = tuple[float, bool, Sentence]
"""How good a part of a fit is (0-1), whether it speaks for the offer, and why."""

_SENTENCES: dict[str, Sentence] = {
    "goods": (
        "Nama barang cocok {share}; kategori {category}; kode HS {hs}.",
        "The goods' name agrees by {share}; category: {category}; HS code: {hs}.",
    ),
    "same": ("sama", "the same"),
    "related": ("serumpun", "a related one"),
    "other": ("lain", "another"),
    "heading": ("satu pos (4 angka sama)", "the same heading (4 digits)"),
    "chapter": ("satu bab (2 angka sama)", "the same chapter (2 digits)"),
    "unknown": ("belum diketahui", "not known yet"),
    "volume-covered": (
        "Kapasitas {capacity} {unit}/bulan memenuhi kebutuhan {volume} {unit}/bulan.",
        "Capacity of {capacity} {unit} a month covers the {volume} {unit} a month needed.",
    ),
    "volume-short": (
        "Kapasitas {capacity} {unit}/bulan baru {share} dari kebutuhan {volume} {unit}/bulan.",
        "Capacity of {capacity} {unit} a month is {share} of the {volume} {unit} needed.",
    ),
    "volume-varies": (
        "Kapasitas {capacity}–{most} {unit}/bulan menurut musim, rata-rata {share} dari kebutuhan "
        "{volume} {unit}/bulan.",
        "Capacity of {capacity}–{most} {unit} a month by season is on average {share} of the "
        "{volume} {unit} needed.",
    ),
    "volume-unknown": (
        "Kapasitas per bulan belum diisi; tanyakan kepada peserta.",
        "The capacity per month is not stated yet; ask the exhibitor.",
    ),
    "units-differ": (
        "Satuan {offered} dan {wanted} belum bisa dibandingkan; tanyakan isi kemasannya.",
        "The units {offered} and {wanted} cannot be compared yet; ask what a pack holds.",
    ),
    "terms-fit": (
        "Pesanan terkecil {moq} {unit}, masih dalam batas pembeli ({limit} {unit}).",
        "The smallest order of {moq} {unit} is within the buyer's limit ({limit} {unit}).",
    ),
    "terms-too-large": (
        "Pesanan terkecil {moq} {unit} melebihi batas pembeli ({limit} {unit}).",
        "The smallest order of {moq} {unit} exceeds the buyer's limit ({limit} {unit}).",
    ),
    "pays-fits": (
        "Pembeli membayar {days} hari sesudah barang diterima; peserta menunggu sampai {credit} "
        "hari.",
        "The buyer pays {days} days after delivery; the exhibitor waits up to {credit} days.",
    ),
    "pays-late": (
        "Pembeli baru membayar {days} hari sesudah barang diterima; peserta hanya menunggu "
        "{credit} hari.",
        "The buyer pays only {days} days after delivery; the exhibitor waits {credit} days.",
    ),
    "pays-unknown": (
        "Pembeli membayar {days} hari sesudah barang diterima; tanyakan apakah peserta dapat "
        "menunggu.",
        "The buyer pays {days} days after delivery; ask whether the exhibitor can wait.",
    ),
    "time-fits": (
        "Ada kapasitas di semua bulan yang diminta; pesanan siap dalam {lead} hari.",
        "There is capacity in every month asked for; an order is ready in {lead} days.",
    ),
    "time-season": (
        "Kapasitas hanya ada pada {months} dari {wanted} bulan yang diminta.",
        "There is capacity in {months} of the {wanted} months asked for.",
    ),
    "time-slow": (
        "Pesanan baru siap dalam {lead} hari; pembeli menunggu {patience} hari.",
        "An order takes {lead} days; the buyer waits {patience} days.",
    ),
    "price-open": (
        "Harga {price} per {unit}; pembeli tidak menyebut batas harga.",
        "Priced at {price} per {unit}; the buyer states no limit.",
    ),
    "price-fits": (
        "Harga {price} per {unit}, tidak lebih dari batas {limit}.",
        "Priced at {price} per {unit}, no more than the limit of {limit}.",
    ),
    "price-above": (
        "Harga {price} per {unit}, {over} di atas batas {limit}.",
        "Priced at {price} per {unit}, {over} above the limit of {limit}.",
    ),
    "papers-none": ("Pembeli tidak mensyaratkan dokumen.", "The buyer requires no papers."),
    "papers-checked": (
        "Dokumen lengkap dan sudah diperiksa: {papers}.",
        "All papers are held and checked: {papers}.",
    ),
    "papers-declared": (
        "Dokumen lengkap menurut peserta, belum semua diperiksa: {papers}.",
        "All papers are held as the exhibitor says, not all checked yet: {papers}.",
    ),
    "papers-missing": ("Belum ada dokumen: {papers}.", "Papers missing: {papers}."),
    "papers-expired": ("Sudah kedaluwarsa: {papers}.", "Expired: {papers}."),
    "excluded-papers": (
        "Pembeli mewajibkan dokumen yang belum ada atau sudah kedaluwarsa: {papers}.",
        "The buyer insists on papers that are missing or expired: {papers}.",
    ),
    "excluded-price": (
        "Harga {price} per {unit}, {over} di atas batas {limit}: lebih dari dua kali lipat.",
        "Priced at {price} per {unit}, {over} above the limit of {limit}: more than twice it.",
    ),
    "excluded-season": (
        "Tidak ada kapasitas pada bulan-bulan yang diminta.",
        "There is no capacity in any of the months asked for.",
    ),
    "excluded-units": (
        "Dijual per {offered}, diminta per {wanted}: ukurannya lain.",
        "Sold by the {offered}, wanted by the {wanted}: another measure.",
    ),
    "standing-seen": (
        "Sudah Anda lihat pada hari lain; yang baru didahulukan.",
        "You saw it on another day; what is new comes first.",
    ),
    "standing-met": (
        "Sudah bertemu; yang belum ditemui didahulukan.",
        "You have met; those you have not met come first.",
    ),
    "standing-met-scan": (
        "Sudah bertemu di stan; yang belum ditemui didahulukan.",
        "You have met at the stand; those you have not met come first.",
    ),
    "standing-met-meeting": (
        "Sudah bertemu dalam temu bisnis; yang belum ditemui didahulukan.",
        "You have met in a meeting; those you have not met come first.",
    ),
    "standing-seen-request": (
        "Anda sudah minta dihubungi peserta ini; yang baru didahulukan.",
        "You have asked this exhibitor to contact you; what is new comes first.",
    ),
    "standing-seen-whatsapp": (
        "Anda sudah menulis kepadanya lewat WhatsApp; yang baru didahulukan.",
        "You have written to it on WhatsApp; what is new comes first.",
    ),
    "standing-dismissed": ("Anda sisihkan: {why}", "You put it aside: {why}"),
    "place-same": (
        "Dibuat di tempat pembeli menerimanya: {goal}.",
        "Made where the buyer receives it: {goal}.",
    ),
    "place-inland": (
        "Dari {origin} ke {goal} sekitar {distance} km garis lurus.",
        "From {origin} to {goal} about {distance} km in a straight line.",
    ),
    "place-abroad": (
        "Ekspor ke {country}: {origin} sekitar {distance} km garis lurus dari pelabuhan Semarang.",
        "Export to {country}: {origin} lies {distance} km in a straight line from Semarang port.",
    ),
}


Told = dict[str, str | Sentence]
"""What a sentence is filled in with; what reads differently in each language comes as a pair."""


def say(key: str, **facts: str | Sentence) -> Sentence:
    """A sentence in both languages; facts that read differently in each come as a pair."""
    indonesian, english = _SENTENCES[key]
    return (
        indonesian.format(**{k: v if isinstance(v, str) else v[0] for k, v in facts.items()}),
        english.format(**{k: v if isinstance(v, str) else v[1] for k, v in facts.items()}),
    )


def joined(sentences: Iterable[Sentence]) -> Sentence:
    """Several sentences as one text."""
    all_ = list(sentences)
    return " ".join(one[0] for one in all_), " ".join(one[1] for one in all_)


@lru_cache(maxsize=10_000)
def number(value: float) -> Sentence:
    """A quantity as people write it: 1.250 and 0,25; 1,250 and 0.25 in English."""
    english = f"{value:,.0f}" if value >= 10 else f"{value:,.2f}".rstrip("0").rstrip(".")
    return english.translate(_SWAP), english


_SWAP = str.maketrans(",.", ".,")


def rupiah(value: float) -> Sentence:
    """Money: Rp12.500, and Rp12,500 in English."""
    indonesian, english = number(round(value))
    return f"Rp{indonesian}", f"Rp{english}"


@lru_cache(maxsize=10_000)
def percent(share: float) -> Sentence:
    """A share of one: 40 %, and 40% in English."""
    return f"{share * 100:.0f}\N{NO-BREAK SPACE}%", f"{share * 100:.0f}%"
