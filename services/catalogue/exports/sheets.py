"""What stands in the columns of exported sheets: the words that imports understand."""

from collections.abc import Callable, Mapping
from typing import Any

from kernel.spreadsheets.writing import Cell
from services.catalogue import months, variants
from services.catalogue.model import Exhibitor, Product
from services.catalogue.papers.model import Paper, Proof
from services.catalogue.sheets import ATTENDANCE, STATUS, STORAGE

Columns = Mapping[str, Callable[[Any], Cell]]


def _word(choices: Mapping[str, str], value: str | None) -> str:
    return next((word for word, meant in choices.items() if meant == value), "")


def _yes(value: bool) -> str:
    return "ya" if value else "tidak"


def _papers(thing: Exhibitor | Product) -> str:
    return "; ".join(
        f"{paper.kind} {paper.number}{f' s.d. {paper.expires}' if paper.expires else ''}"
        for paper in thing.papers
    )


EXHIBITORS: Columns = {
    "kode": lambda maker: maker.code,
    "nama": lambda maker: maker.name,
    "kabupaten": lambda maker: maker.regency,
    "kategori": lambda maker: maker.category,
    "kehadiran": lambda maker: _word(ATTENDANCE, maker.attendance),
    "stan": lambda maker: maker.stand or "",
    "akses_kursi_roda": lambda maker: _yes(maker.needs_access),
    "deskripsi": lambda maker: maker.description,
    "deskripsi_en": lambda maker: maker.description_en,
    "situs": lambda maker: maker.website or "",
    "sertifikat": _papers,
    "contoh": lambda maker: _yes(maker.is_sample),
}

PRODUCTS: Columns = {
    "kode": lambda product: product.code,
    "kode_peserta": lambda product: product.exhibitor_code,
    "nama": lambda product: product.name,
    "nama_en": lambda product: product.name_en,
    "deskripsi": lambda product: product.description,
    "kategori": lambda product: product.category,
    "hs": lambda product: product.hs_code or "",
    "satuan": lambda product: product.unit,
    "kemasan": lambda product: product.pack,
    "varian": lambda product: variants.written(product.variants),
    "harga": lambda product: product.price,
    "harga_bertingkat": lambda product: "; ".join(
        f"{tier.minimum}:{tier.price}" for tier in product.price_tiers
    ),
    "moq": lambda product: product.moq,
    "kelipatan_karton": lambda product: product.carton_multiple,
    "kapasitas_per_bulan": lambda product: product.capacity_per_month,
    "bulan": lambda product: months.written(product.months),
    "kapasitas_musim": lambda product: months.capacities_written(product.capacities),
    "lead_time_hari": lambda product: product.lead_time_days,
    "tempo_bayar_hari": lambda product: "" if product.credit_days is None else product.credit_days,
    "masa_simpan_hari": lambda product: (
        "" if product.shelf_life_days is None else product.shelf_life_days
    ),
    "penyimpanan": lambda product: _word(STORAGE, product.storage),
    "dikemas": lambda product: _yes(product.packed),
    "klaim": lambda product: "; ".join(product.claims),
    "sertifikat": _papers,
    "keadaan": lambda product: _word(STATUS, product.status),
    "contoh": lambda product: _yes(product.is_sample),
}

STATES = {"declared": "dinyatakan sendiri", "checked": "sudah diperiksa", "rejected": "ditolak"}
PAPERS = (
    *("milik", "kode", "nama", "jenis", "nomor", "penerbit", "terbit", "berakhir"),
    *("keadaan", "diperiksa", "alasan", "berkas"),
)


def paper_record(holder: Exhibitor | Product, paper: Paper, proof: Proof | None) -> dict[str, Cell]:
    """A paper without its file, by PAPERS; who judged it is nobody's business outside."""
    verdict = proof.verdict if proof else None
    reason = verdict.reason if verdict and paper.state == "rejected" else ""
    cells: tuple[Cell, ...] = (
        "produk" if isinstance(holder, Product) else "peserta",
        holder.code,
        holder.name,
        paper.kind,
        paper.number,
        paper.issuer,
        str(paper.issued or ""),
        str(paper.expires or ""),
        STATES[paper.state],
        paper.checked_at.date().isoformat() if paper.checked_at else "",
        reason,
        _yes(paper.has_file),
    )
    return dict(zip(PAPERS, cells, strict=True))
