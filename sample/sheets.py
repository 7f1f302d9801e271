"""The spreadsheets of an import: their names, their columns, and how each cell is filled."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sample.accounts import Account
from sample.buyers import Buyer
from sample.demands import Demand
from sample.exhibitors import Exhibitor
from sample.products import Product
from sample.truth import Judgement

Record = TypeVar("Record")
Cell = str | int | None


@dataclass(frozen=True)
class Sheet(Generic[Record]):
    """A spreadsheet of one kind of record: a cell's content by its column."""

    name: str
    columns: dict[str, Callable[[Record], Cell]]

    def row(self, record: Record) -> list[Cell]:
        return [cell(record) for cell in self.columns.values()]


def _yes_or_no(answer: bool) -> str:
    return "ya" if answer else "tidak"


def _tiers(product: Product) -> str:
    return "; ".join(f"{minimum}:{price}" for minimum, price in product.terms.tiers)


EXHIBITORS = Sheet[Exhibitor](
    "peserta",
    {
        "kode": lambda exhibitor: exhibitor.code,
        "nama": lambda exhibitor: exhibitor.name,
        "kabupaten": lambda exhibitor: exhibitor.regency.name,
        "kategori": lambda exhibitor: exhibitor.category,
        "kehadiran": lambda exhibitor: exhibitor.attendance,
        "stan": lambda exhibitor: exhibitor.stand,
        "deskripsi": lambda exhibitor: exhibitor.description.id,
        "deskripsi_en": lambda exhibitor: exhibitor.description.en,
        "situs": lambda exhibitor: exhibitor.site,
        "contoh": lambda _: "ya",
    },
)

PRODUCTS = Sheet[Product](
    "produk",
    {
        "kode": lambda product: product.code,
        "kode_peserta": lambda product: product.exhibitor.code,
        "nama": lambda product: product.name,
        "nama_en": lambda product: product.name_en,
        "deskripsi": lambda product: product.description,
        "kategori": lambda product: product.kind.category,
        "hs": lambda product: product.hs,
        "satuan": lambda product: product.kind.unit,
        "kemasan": lambda product: product.variant.pack.text,
        "harga": lambda product: product.terms.price,
        "harga_bertingkat": _tiers,
        "moq": lambda product: product.terms.moq,
        "kelipatan_karton": lambda product: product.variant.pack.carton,
        "kapasitas_per_bulan": lambda product: product.terms.capacity,
        "lead_time_hari": lambda product: product.terms.lead_days,
        "masa_simpan_hari": lambda product: product.terms.shelf_days,
        "penyimpanan": lambda product: product.kind.storage,
        "dikemas": lambda product: _yes_or_no(product.packed),
        "klaim": lambda product: "; ".join(product.claims),
        "varian": lambda product: product.variant.text.id,
        "sertifikat": lambda product: "; ".join(map(str, product.papers)),
        "contoh": lambda _: "ya",
    },
)

BUYERS = Sheet[Buyer](
    "pembeli",
    {
        "kode": lambda buyer: buyer.code,
        "nama": lambda buyer: buyer.name,
        "jenis": lambda buyer: buyer.kind.kind,
        "negara": lambda buyer: buyer.country,
        "kota": lambda buyer: buyer.city,
        "zona_waktu": lambda buyer: buyer.time_zone,
        "contoh": lambda _: "ya",
    },
)

DEMANDS = Sheet[Demand](
    "kebutuhan",
    {
        "kode": lambda demand: demand.code,
        "kode_pembeli": lambda demand: demand.buyer.code,
        "judul": lambda demand: demand.title.id,
        "judul_en": lambda demand: demand.title.en,
        "kategori": lambda demand: demand.kind.category,
        "hs": lambda demand: demand.hs,
        "kata_kunci": lambda demand: ";".join(demand.kind.name).lower(),
        "satuan": lambda demand: demand.kind.unit,
        "volume_per_bulan": lambda demand: demand.volume,
        "harga_maksimum": lambda demand: demand.price,
        "pesanan_terkecil": lambda demand: demand.largest_moq,
        "dokumen": lambda demand: ";".join(demand.documents),
        "tujuan": lambda demand: demand.buyer.delivery,
        "pasar": lambda demand: demand.buyer.market,
        "mulai": lambda demand: demand.starts.isoformat(),
        "selesai": lambda demand: demand.ends.isoformat(),
        "contoh": lambda _: "ya",
    },
)

ACCOUNTS = Sheet[Account](
    "akun",
    {
        "email": lambda account: account.email,
        "nama": lambda account: account.name,
        "peran": lambda account: account.role,
        "kode_pihak": lambda account: account.party,
        "bahasa": lambda account: account.language,
        "contoh": lambda _: "ya",
    },
)

TRUTH = Sheet[Judgement](
    "kebenaran",
    {
        "kode_kebutuhan": lambda judgement: judgement.demand,
        "kode_produk": lambda judgement: judgement.product,
        "nilai": lambda judgement: judgement.grade,
    },
)
