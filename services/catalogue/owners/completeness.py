"""What to add to a product next, and why; six fields are enough to start."""

from collections.abc import Callable
from typing import NamedTuple

from services.catalogue import hs
from services.catalogue.model import Product

START = ("name", "category", "unit", "price", "capacity_per_month", "moq")
"""The fields that a form asks for first; nothing else is needed."""


class Hint(NamedTuple):
    """A field that is still empty, and what filling it brings, in both languages."""

    field: str
    reason: str
    reason_en: str


class Wish(NamedTuple):
    """A hint, and when it is fulfilled."""

    is_met: Callable[[Product], bool]
    hint: Hint


# in the order in which they help most
WISHES: tuple[Wish, ...] = (
    Wish(
        lambda product: bool(product.description),
        Hint(
            "description",
            "Uraian membuat produk ditemukan lewat kata lain dari namanya.",
            "A description lets buyers find the product by other words than its name.",
        ),
    ),
    Wish(
        lambda product: product.capacity_per_month > 0,
        Hint(
            "capacity_per_month",
            "Tanpa kapasitas, kebutuhan pembeli tidak dapat dicocokkan dengan volumenya.",
            "Without capacity nobody can tell whether it fills a buyer's volume.",
        ),
    ),
    Wish(
        lambda product: bool(product.papers),
        Hint(
            "papers",
            "Pembeli menyaring menurut dokumen; tanpa dokumen produk ini tidak ikut tampil.",
            "Buyers filter by papers; without any this product is left out.",
        ),
    ),
    Wish(
        lambda product: any(paper.has_file for paper in product.papers) or not product.papers,
        Hint(
            "paper_file",
            "Panitia hanya dapat memeriksa dokumen yang berkasnya diunggah.",
            "The office can check only papers whose file is uploaded.",
        ),
    ),
    Wish(
        lambda product: bool(product.name_en),
        Hint(
            "name_en",
            "Pembeli luar negeri mencari dengan kata Inggris.",
            "Buyers from abroad search with English words.",
        ),
    ),
    Wish(
        lambda product: bool(product.pack),
        Hint(
            "pack",
            "Pembeli membandingkan harga menurut isi kemasan.",
            "Buyers compare prices by what a pack holds.",
        ),
    ),
    Wish(
        lambda product: product.shelf_life_days is not None,
        Hint(
            "shelf_life_days",
            "Toko menanyakan masa simpan sebelum memesan.",
            "Shops ask for the shelf life before they order.",
        ),
    ),
    Wish(
        lambda product: product.lead_time_days > 0,
        Hint(
            "lead_time_days",
            "Pembeli perlu tahu berapa hari dari pesan sampai kirim.",
            "Buyers need to know how many days pass from order to delivery.",
        ),
    ),
    Wish(
        lambda product: product.hs_code is not None,
        Hint(
            "hs_code",
            "Kode HS menunjukkan syarat dan tarif ekspor barang ini.",
            "The HS code leads to the requirements and tariffs for export.",
        ),
    ),
    Wish(
        lambda product: bool(product.price_tiers),
        Hint(
            "price_tiers",
            "Harga untuk jumlah besar menarik pembeli partai.",
            "A price for larger quantities draws buyers of whole lots.",
        ),
    ),
)


class Completeness(NamedTuple):
    """How much of what helps is there (0 to 1), and what to add, the most helpful first."""

    share: float
    hints: tuple[Hint, ...]


def completeness(product: Product) -> Completeness:
    """What a product says already and what it might say next."""
    hints = tuple(wish.hint for wish in WISHES if not wish.is_met(product))
    share = round(1 - len(hints) / len(WISHES), 2)
    return Completeness(share, (*_of_its_hs_code(product), *hints))


def _of_its_hs_code(product: Product) -> tuple[Hint, ...]:
    remark = hs.remark_on(product.hs_code) if product.hs_code else None
    return (Hint("hs_code", remark.message, remark.message_en),) if remark else ()
