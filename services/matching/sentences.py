"""The words of reasons, in Indonesian and English, and how numbers read in each."""

Sentence = tuple[str, str]
"""The same said in Indonesian and in English."""

_SENTENCES: dict[str, Sentence] = {
    "goods": (
        "Nama barang cocok {share}; kategori {category}; kode HS {hs}.",
        "The goods' name agrees by {share}; category: {category}; HS code: {hs}.",
    ),
    "same": ("sama", "the same"),
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
    "volume-unknown": (
        "Kapasitas per bulan belum diisi; tanyakan kepada peserta.",
        "The capacity per month is not stated yet; ask the exhibitor.",
    ),
    "units-differ": (
        "Satuan {offered} dan {wanted} belum bisa dibandingkan; tanyakan isi kemasannya.",
        "The units {offered} and {wanted} cannot be compared yet; ask what a pack holds.",
    ),
    "moq-fits": (
        "Pesanan terkecil {moq} {unit}, masih dalam batas pembeli ({limit} {unit}).",
        "The smallest order of {moq} {unit} is within the buyer's limit ({limit} {unit}).",
    ),
    "moq-too-large": (
        "Pesanan terkecil {moq} {unit} melebihi batas pembeli ({limit} {unit}).",
        "The smallest order of {moq} {unit} exceeds the buyer's limit ({limit} {unit}).",
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


def number(value: float) -> Sentence:
    """A quantity as people write it: 1.250 and 0,25; 1,250 and 0.25 in English."""
    english = f"{value:,.0f}" if value >= 10 else f"{value:,.2f}".rstrip("0").rstrip(".")
    return english.translate(_SWAP), english


_SWAP = str.maketrans(",.", ".,")


def rupiah(value: float) -> Sentence:
    """Money: Rp12.500, and Rp12,500 in English."""
    indonesian, english = number(round(value))
    return f"Rp{indonesian}", f"Rp{english}"


def percent(share: float) -> Sentence:
    """A share of one: 40 %, and 40% in English."""
    return f"{share * 100:.0f}\N{NO-BREAK SPACE}%", f"{share * 100:.0f}%"
