"""A cooperative with its keripik and a shop that wants them: right forms to begin a test from."""

from typing import Any

from contracts.catalogue import ProductListed, ProductWithdrawn

EDITION = "uve-2026"
PIRT = {"kind": "PIRT", "number": "P-IRT 2063319010234-27"}


def edition(id_: str = EDITION, **changes: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "name": "UMKM Virtual Expo 2026",
        "name_en": "Virtual Expo of Small Business 2026",
        "starts": "2026-11-12",
        "ends": "2026-11-14",
        **changes,
    }


def talk(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Kopi yang dicari Eropa",
        "title_en": "The coffee that Europe wants",
        "starts": "2026-11-12T09:30:00+07:00",
        "ends": "2026-11-12T10:30:00+07:00",
        "place": "Panggung Aula A",
        **changes,
    }


def exhibitor(code: str = "PS-1", **changes: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": "Koperasi Tani Makmur",
        "category": "makanan-ringan",
        "regency": "3319",
        "attendance": "both",
        **changes,
    }


def product(code: str = "PR-1", **changes: Any) -> dict[str, Any]:
    """Cassava crisps at Rp12,000 a pack of 250 g, 3,000 packs a month, made in Kudus."""
    return {
        "code": code,
        "exhibitor_code": "PS-1",
        "name": "Keripik singkong balado",
        "name_en": "Cassava crisps",
        "category": "makanan-ringan",
        "hs_code": "200520",
        "unit": "pak",
        "pack": "250 g",
        "price": 12_000,
        "moq": 24,
        "capacity_per_month": 3_000,
        **changes,
    }


def buyer(code: str = "PB-1", **changes: Any) -> dict[str, Any]:
    return {"code": code, "name": "Swalayan Simpang Lima", "kind": "supermarket", **changes}


def demand(code: str = "KB-1", **changes: Any) -> dict[str, Any]:
    """2,000 packs of cassava crisps a month for at most Rp12,500, to Semarang."""
    return {
        "code": code,
        "buyer_code": "PB-1",
        "title": "Keripik singkong untuk rak camilan",
        "category": "makanan-ringan",
        "hs_code": "200520",
        "keywords": ["keripik singkong", "cassava crisps"],
        "unit": "pak",
        "volume_per_month": 2_000,
        "price_limit": 12_500,
        "largest_moq": 240,
        "destination": "3374",
        "market": "LM",
        **changes,
    }


def listed(
    code: str = "PR-1", version: int = 1, of: str = EDITION, **changes: Any
) -> ProductListed:
    """The fact with which the catalogue tells of `product`."""
    form = product(code, **changes)
    maker = form["exhibitor_code"]
    told = {
        "exhibitor": f"exhibitor:{of}:{maker}",
        "exhibitor_name": "Koperasi Tani Makmur",
        "regency": "3319",
        "attendance": "both",
        "description": "",
        "carton_multiple": 1,
        "lead_time_days": 7,
    }
    return ProductListed(
        subject=f"product:{of}:{code}", version=version, edition=of, **(told | form)
    )


def withdrawn(code: str = "PR-1", version: int = 2, of: str = EDITION) -> ProductWithdrawn:
    """The fact with which the catalogue tells that a product is gone."""
    return ProductWithdrawn(
        subject=f"product:{of}:{code}",
        version=version,
        edition=of,
        exhibitor=f"exhibitor:{of}:PS-1",
    )
