"""The organiser's spreadsheets: what each column means, in the words of their header rows."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from contracts import lists
from kernel.cells import (
    Day,
    ListOfText,
    Rupiah,
    WholeNumber,
    YesNo,
    cell_error,
    line,
    looked_up,
    one_of,
    text,
)
from services.catalogue import months, variants
from services.catalogue.model import ExhibitorForm, PriceTier, ProductForm, Status
from services.catalogue.months import MonthCapacity
from services.catalogue.papers.model import MOST_PAPERS, PaperForm
from services.catalogue.values import expect_once
from services.catalogue.variants import MOST_VARIANTS, Variant

ATTENDANCE = {"lantai": "floor", "daring": "online", "keduanya": "both"}
STORAGE = {"suhu ruang": "ambient", "dingin": "chilled", "beku": "frozen"}
STATUS = {"ditawarkan": "listed", "draf": "draft", "ditarik": "withdrawn"}
_PAPER = re.compile(
    r"(\S+)\s+(.{1,60}?)(?:\s+(?:s\.d\.?|s/d|sampai|hingga)\s+(.+))?", re.IGNORECASE
)
_TIER = re.compile(r"([\d.]+)\s*:\s*(.+)")
_DAY = TypeAdapter[date](Day)


def _day(text: str) -> date:
    try:
        return _DAY.validate_python(text)
    except ValidationError as error:
        [found] = error.errors()
        told = found["ctx"]
        raise cell_error(found["type"], told["message"], told["message_en"]) from error


def _papers(value: Any) -> tuple[PaperForm, ...]:
    return tuple(_paper(part.strip()) for part in str(value).split(";") if part.strip())


def _paper(text: str) -> PaperForm:
    found = _PAPER.fullmatch(text)
    if not found or found[1].upper() not in lists.paper_kinds():
        allowed = ", ".join(lists.paper_kinds())
        raise cell_error(
            "certificate",
            f"Tulis sertifikat sebagai “JENIS nomor s.d. tanggal”, jenis salah satu: {allowed}.",
            f"Write a certificate as “KIND number s.d. date”, the kind one of: {allowed}.",
        )
    kind, number, until = found.groups()
    return PaperForm(kind=kind.upper(), number=number, expires=_day(until) if until else None)


class _Tier(BaseModel):
    minimum: WholeNumber
    price: Rupiah


def _tiers(value: Any) -> tuple[PriceTier, ...]:
    try:
        return tuple(_tier(part.strip()) for part in str(value).split(";") if part.strip())
    except (ValidationError, ValueError) as error:
        raise cell_error(
            "price-tiers",
            "Tulis harga bertingkat sebagai “jumlah:harga”, misalnya “50:11500; 200:10900”.",
            "Write price tiers as “quantity:price”, such as “50:11500; 200:10900”.",
        ) from error


def _tier(text: str) -> PriceTier:
    found = _TIER.fullmatch(text)
    if not found:
        raise ValueError(text)
    tier = _Tier.model_validate({"minimum": found[1], "price": found[2]})
    return PriceTier(minimum=tier.minimum, price=tier.price)


def _months(value: Any) -> tuple[int, ...]:
    try:
        return months.months_of(str(value))
    except ValueError as error:
        raise cell_error(
            "months",
            "Tulis bulan sebagai angka atau nama, misalnya “1-3; 8” atau “Nov-Feb”.",
            "Write months as numbers or names, such as “1-3; 8” or “Nov-Feb”.",
        ) from error


def _capacities(value: Any) -> tuple[MonthCapacity, ...]:
    try:
        return months.capacities_of(str(value))
    except ValueError as error:
        raise cell_error(
            "capacities",
            "Tulis kapasitas musiman sebagai “bulan: jumlah”, misalnya “Nov-Feb: 500; 8: 200”.",
            "Write seasonal capacity as “months: units”, such as “Nov-Feb: 500; 8: 200”.",
        ) from error


def _variants(value: Any) -> tuple[Variant, ...]:
    try:
        found = variants.variants_of(str(value))
        expect_once("variants", [variant.name.casefold() for variant in found])
        expect_once("variants", [variant.code for variant in found if variant.code])
    except ValueError as error:
        raise cell_error(
            "variants",
            "Tulis varian sebagai “nama = harga [kode]”, harga dan kode boleh tidak ada, masing-"
            "masing sekali: “Balado 250 g = 12500 [BLD-250]; Original”.",
            "Write variants as “name = price [code]”, price and code if there are any, each once: "
            "“Balado 250 g = 12500 [BLD-250]; Original”.",
        ) from error
    return found


def _hs(text: str) -> str | None:
    digits = re.sub(r"[.\s]", "", text)
    return digits[:6] if re.fullmatch(r"\d{6}(\d{2})?", digits, re.ASCII) else None


def _category(text: str) -> str | None:
    return text.lower() if text.lower() in lists.categories() else None


Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
Name = Annotated[str, line(160, least=2)]
Regency = Annotated[
    str,
    looked_up(
        lists.regency_code,
        "unknown-regency",
        "Kabupaten/kota ini tidak dikenal. Tulis nama resmi, misalnya “Kabupaten Kudus”, "
        "atau kode BPS 4 angka.",
        "This regency is not known. Write its official name, such as “Kabupaten Kudus”, "
        "or its four-digit BPS code.",
    ),
]
Category = Annotated[
    str,
    looked_up(
        _category,
        "unknown-category",
        f"Kategori tidak dikenal. Pakai salah satu: {', '.join(lists.categories())}.",
        f"The category is not known. Use one of: {', '.join(lists.categories())}.",
    ),
]
Unit = Annotated[
    str,
    looked_up(
        lists.unit_word,
        "unknown-unit",
        f"Satuan tidak dikenal. Pakai kode UNECE atau salah satu: {', '.join(lists.units())}.",
        f"The unit is not known. Use a UNECE code or one of: {', '.join(lists.units())}.",
    ),
]
HsCode = Annotated[
    str,
    looked_up(
        _hs,
        "wrong-form",
        "Kode HS terdiri atas 6 angka, misalnya 210690; kosongkan bila belum tahu.",
        "An HS code has 6 digits, such as 210690; leave it empty if not known yet.",
    ),
]
Website = Annotated[
    str,
    looked_up(
        lambda text: text if re.fullmatch(r"https?://\S{3,200}", text) else None,
        "wrong-form",
        "Alamat situs diawali https://, misalnya https://koperasi.example.",
        "A website starts with https://, such as https://koperasi.example.",
    ),
]
Papers = Annotated[tuple[PaperForm, ...], Field(max_length=MOST_PAPERS), BeforeValidator(_papers)]
PriceTiers = Annotated[tuple[PriceTier, ...], Field(max_length=10), BeforeValidator(_tiers)]
Quantity = Annotated[WholeNumber, Field(le=10**9)]


class Sheet(BaseModel):
    """A row of a spreadsheet; the alias of a field is the name of its column."""

    model_config = ConfigDict(frozen=True)


class ExhibitorRow(Sheet):
    """A row of `peserta`."""

    code: Code = Field(alias="kode")
    name: Name = Field(alias="nama")
    regency: Regency = Field(alias="kabupaten")
    category: Category = Field(alias="kategori")
    attendance: Annotated[str, one_of(ATTENDANCE)] = Field(alias="kehadiran")
    stand: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,12}$")] | None = Field(None, alias="stan")
    needs_access: YesNo | None = Field(None, alias="akses_kursi_roda")
    description: Annotated[str, text(2000)] = Field("", alias="deskripsi")
    description_en: Annotated[str, text(2000)] = Field("", alias="deskripsi_en")
    website: Website | None = Field(None, alias="situs")
    papers: Papers | None = Field(None, alias="sertifikat")
    is_sample: YesNo = Field(False, alias="contoh")

    def form(self) -> ExhibitorForm:
        """The exhibitor that the row describes."""
        return ExhibitorForm.model_validate(self.model_dump(exclude_unset=True))


class ProductRow(Sheet):
    """A row of `produk`."""

    code: Code = Field(alias="kode")
    exhibitor_code: Code = Field(alias="kode_peserta")
    name: Name = Field(alias="nama")
    name_en: Annotated[str, line(160)] = Field("", alias="nama_en")
    description: Annotated[str, text(2000)] = Field("", alias="deskripsi")
    category: Category = Field(alias="kategori")
    hs_code: HsCode | None = Field(None, alias="hs")
    unit: Unit = Field(alias="satuan")
    pack: Annotated[str, line(80)] = Field("", alias="kemasan")
    variants: Annotated[
        tuple[Variant, ...], Field(max_length=MOST_VARIANTS), BeforeValidator(_variants)
    ] = Field((), alias="varian")
    price: Annotated[Rupiah, Field(le=10**12)] = Field(alias="harga")
    price_tiers: PriceTiers = Field((), alias="harga_bertingkat")
    moq: Annotated[Quantity, Field(ge=1)] = Field(1, alias="moq")
    carton_multiple: Annotated[WholeNumber, Field(ge=1, le=10**6)] = Field(
        1, alias="kelipatan_karton"
    )
    capacity_per_month: Quantity = Field(0, alias="kapasitas_per_bulan")
    months: Annotated[tuple[int, ...], BeforeValidator(_months)] = Field((), alias="bulan")
    capacities: Annotated[tuple[MonthCapacity, ...], BeforeValidator(_capacities)] = Field(
        (), alias="kapasitas_musim"
    )
    lead_time_days: Annotated[WholeNumber, Field(le=730)] = Field(0, alias="lead_time_hari")
    credit_days: Annotated[WholeNumber, Field(le=365)] | None = Field(
        None, alias="tempo_bayar_hari"
    )
    shelf_life_days: Annotated[WholeNumber, Field(le=7300)] | None = Field(
        None, alias="masa_simpan_hari"
    )
    storage: Annotated[str, one_of(STORAGE)] | None = Field(None, alias="penyimpanan")
    packed: YesNo = Field(False, alias="dikemas")
    claims: Annotated[ListOfText, Field(max_length=20)] = Field((), alias="klaim")
    papers: Papers | None = Field(None, alias="sertifikat")
    status: Annotated[Status, one_of(STATUS)] = Field("listed", alias="keadaan")
    is_sample: YesNo = Field(False, alias="contoh")

    def form(self) -> ProductForm:
        """The product that the row describes."""
        return ProductForm.model_validate(self.model_dump(exclude={"status"}, exclude_unset=True))
