"""The organiser's spreadsheets of buyers and demands, in the words of their header rows."""

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from contracts import lists
from kernel.cells import Day, ListOfText, Rupiah, WholeNumber, YesNo, line, looked_up, one_of
from services.matching import places
from services.matching.model import BuyerForm, BuyerKind, DemandForm

_KINDS = {kind: kind for kind in BuyerKind.__args__}  # type: ignore[attr-defined]


def _paper_kinds(text: str) -> str | None:
    kinds = [kind.strip().upper() for kind in text.split(";") if kind.strip()]
    return ";".join(dict.fromkeys(kinds)) if set(kinds) <= lists.paper_kinds().keys() else None


def _parted(value: Any) -> tuple[str, ...]:
    return tuple(part for part in str(value).split(";") if part)


def _hs(text: str) -> str | None:
    digits = re.sub(r"[.\s]", "", text)
    return digits[:6] if re.fullmatch(r"\d{6}(\d{2})?", digits, re.ASCII) else None


Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
Name = Annotated[str, line(160, least=2)]
Country = Annotated[
    str,
    looked_up(
        lambda text: text.upper() if text.upper() in places.countries() else None,
        "unknown-country",
        "Negara ditulis dengan dua huruf ISO, misalnya ID atau NL.",
        "A country is written as its two ISO letters, such as ID or NL.",
    ),
]
Category = Annotated[
    str,
    looked_up(
        lambda text: text.lower() if text.lower() in lists.categories() else None,
        "unknown-category",
        f"Kategori tidak dikenal. Pakai salah satu: {', '.join(sorted(lists.categories()))}.",
        f"The category is not known. Use one of: {', '.join(sorted(lists.categories()))}.",
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
Papers = Annotated[
    tuple[str, ...],
    BeforeValidator(_parted),
    looked_up(
        _paper_kinds,
        "unknown-certificate",
        f"Jenis dokumen tidak dikenal. Pakai: {'; '.join(lists.paper_kinds())}.",
        f"The kind of paper is not known. Use: {'; '.join(lists.paper_kinds())}.",
    ),
]
Destination = Annotated[
    str,
    looked_up(
        places.destination_code,
        "unknown-destination",
        "Tujuan diisi nama kabupaten/kota, kode BPS, atau dua huruf negara.",
        "A destination is a regency's name, its BPS code, or a country's two letters.",
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
TimeZone = Annotated[
    str,
    looked_up(
        lambda text: text if text in places.time_zones() else None,
        "unknown-time-zone",
        "Zona waktu ditulis seperti Asia/Jakarta atau Europe/Amsterdam.",
        "A time zone is written like Asia/Jakarta or Europe/Amsterdam.",
    ),
]
Quantity = Annotated[WholeNumber, Field(ge=1, le=10**9)]
Market = Annotated[
    str,
    looked_up(
        lambda text: text.upper() if re.fullmatch(r"(?i)LT|LM|IN|X:[A-Z]{2}", text) else None,
        "unknown-market",
        "Pasar: LT (tradisional), LM (ritel modern), IN (lembaga), atau X:NL (ekspor ke NL).",
        "Market: LT (traditional), LM (modern retail), IN (institution), or X:NL (export to NL).",
    ),
]


class Sheet(BaseModel):
    """A row of a spreadsheet; the alias of a field is the name of its column."""

    model_config = ConfigDict(frozen=True)


class BuyerRow(Sheet):
    """A row of `pembeli`."""

    code: Code = Field(alias="kode")
    name: Name = Field(alias="nama")
    kind: Annotated[str, one_of(_KINDS)] = Field(alias="jenis")
    country: Country = Field("ID", alias="negara")
    city: Annotated[str, line(80)] = Field("", alias="kota")
    time_zone: TimeZone = Field("Asia/Jakarta", alias="zona_waktu")
    is_sample: YesNo = Field(False, alias="contoh")

    def form(self) -> BuyerForm:
        """The buyer that the row describes."""
        return BuyerForm.model_validate(self.model_dump())


class DemandRow(Sheet):
    """A row of `kebutuhan`."""

    code: Code = Field(alias="kode")
    buyer_code: Code = Field(alias="kode_pembeli")
    title: Name = Field(alias="judul")
    title_en: Annotated[str, line(160)] = Field("", alias="judul_en")
    category: Category = Field(alias="kategori")
    hs_code: HsCode | None = Field(None, alias="hs")
    keywords: Annotated[ListOfText, Field(max_length=20)] = Field((), alias="kata_kunci")
    unit: Unit = Field(alias="satuan")
    volume_per_month: Quantity = Field(alias="volume_per_bulan")
    price_limit: Annotated[Rupiah, Field(ge=1, le=10**12)] | None = Field(
        None, alias="harga_maksimum"
    )
    largest_moq: Quantity | None = Field(None, alias="pesanan_terkecil")
    papers: Papers = Field((), alias="dokumen")
    musts: Papers = Field((), alias="dokumen_wajib")
    longest_lead_days: Annotated[WholeNumber, Field(ge=1, le=730)] | None = Field(
        None, alias="waktu_tunggu_hari"
    )
    payment_days: Annotated[WholeNumber, Field(le=365)] | None = Field(
        None, alias="tempo_bayar_hari"
    )
    destination: Destination = Field(alias="tujuan")
    market: Market = Field(alias="pasar")
    starts: Day | None = Field(None, alias="mulai")
    ends: Day | None = Field(None, alias="selesai")
    end_buyer: Annotated[str, line(160)] = Field("", alias="pembeli_akhir")
    anonymous: YesNo = Field(False, alias="anonim")
    is_sample: YesNo = Field(False, alias="contoh")

    def form(self) -> DemandForm:
        """The demand that the row describes."""
        return DemandForm.model_validate(self.model_dump())
