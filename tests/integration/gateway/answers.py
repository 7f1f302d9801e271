"""A small expo, as the services behind the gateway would answer for it."""

from typing import Any

Answer = dict[str, Any]

EDITION: Answer = {
    "id": "h2o-2026",
    "name": "Harkop Hybrid Expo 2026 (contoh)",
    "name_en": "Harkop Hybrid Expo 2026 (sample)",
    "starts": "2026-11-12",
    "ends": "2026-11-14",
    "venue": "Gradhika Bhakti Praja, Semarang",
    "halls": [
        {"code": "A", "name": "Aula A", "stands": 45, "online": False},
        {"code": "D", "name": "Daring", "stands": 0, "online": True},
    ],
    "is_sample": True,
    "version": 1,
    "counts": {"exhibitors": 3, "products": 3},
}

CATEGORIES = [
    {"code": "perkebunan", "name": "Hasil perkebunan", "name_en": "Plantation products"},
    {"code": "perikanan", "name": "Hasil perikanan", "name_en": "Fishery products"},
    {"code": "tekstil", "name": "Kain dan tekstil", "name_en": "Cloth and textiles"},
]
REGENCIES = [
    {"code": "3323", "name": "Kabupaten Temanggung", "name_en": "Kabupaten Temanggung"},
    {"code": "3301", "name": "Kabupaten Cilacap", "name_en": "Kabupaten Cilacap"},
    {"code": "3314", "name": "Kabupaten Sragen", "name_en": "Kabupaten Sragen"},
]


def exhibitor(code: str, name: str, **more: Any) -> Answer:
    return {
        "id": f"exhibitor:{EDITION['id']}:{code}",
        "code": code,
        "name": name,
        "category": "perkebunan",
        "regency": "3323",
        "attendance": "both",
        "stand": "A-01",
        "description": "",
        "description_en": "",
        "website": None,
        "products": 1,
        "is_sample": True,
        "version": 1,
        **more,
    }


EXHIBITORS = [
    exhibitor(
        "KOP-01",
        "Koperasi Kopi Lereng Sindoro (contoh)",
        description="Kopi robusta dan arabika dari lereng Sindoro, dijemur di para-para.",
        description_en="Robusta and arabica from the slopes of Sindoro, dried on raised beds.",
        website="https://sindoro.example",
        papers=[{"kind": "NIB", "number": "9120001234567", "state": "declared"}],
        products=2,
    ),
    exhibitor(
        "KOP-02",
        "Koperasi Nelayan Bahari Cilacap (contoh)",
        category="perikanan",
        regency="3301",
        attendance="online",
        stand=None,
    ),
    exhibitor(
        "KOP-03",
        "Koperasi Batik Sukowati (contoh)",
        category="tekstil",
        regency="3314",
        attendance="floor",
        stand="B-13",
        products=0,
    ),
]


def product(code: str, name: str, **more: Any) -> Answer:
    return {
        "id": f"product:{EDITION['id']}:{code}",
        "code": code,
        "exhibitor_code": "KOP-01",
        "exhibitor_name": EXHIBITORS[0]["name"],
        "regency": "3323",
        "attendance": "both",
        "name": name,
        "name_en": "",
        "description": "",
        "category": "perkebunan",
        "hs_code": "090111",
        "unit": "kg",
        "pack": "karung 60 kg",
        "price": 68500,
        "price_tiers": [],
        "moq": 300,
        "carton_multiple": 60,
        "capacity_per_month": 18000,
        "months": [],
        "lead_time_days": 14,
        "shelf_life_days": 365,
        "storage": "ambient",
        "packed": True,
        "claims": [],
        "variants": [{"name": "Halus", "price": 70_000, "code": "HLS"}, {"name": "Kasar"}],
        "capacities": [{"month": 2, "units": 500}],
        "papers": [],
        "is_sample": True,
        "version": 1,
        **more,
    }


PRODUCTS = [
    product(
        "PRD-01",
        "Robusta Temanggung, biji hijau (contoh)",
        name_en="Temanggung robusta, green beans (sample)",
        description="Robusta petik merah, kadar air 12 persen.",
        claims=["tanpa pestisida"],
        picture={"id": "0123456789abcdef" * 2, "width": 1067, "height": 1600},
        price_tiers=[{"minimum": 1000, "price": 66000}, {"minimum": 5000, "price": 62500}],
        papers=[
            {
                "kind": "HALAL",
                "number": "CONTOH-ID33110000123450121",
                "issuer": "BPJPH",
                "state": "checked",
                "checked_at": "2026-11-01T18:00:00Z",
                "issued": "2022-01-12",
                "expires": "2099-01-12",
            },
            {
                "kind": "PIRT",
                "number": "CONTOH-123456789012345",
                "issuer": "",
                "state": "declared",
                "issued": None,
                "expires": "2020-05-01",
            },
            {"kind": "NIB", "number": "CONTOH-91200001", "state": "rejected", "expires": None},
        ],
    ),
    product("PRD-02", "Arabika Sindoro natural (contoh)", price=142000, moq=120, storage=None),
    product(
        "PRD-03",
        "Ikan asin jambal roti (contoh)",
        exhibitor_code="KOP-02",
        exhibitor_name=EXHIBITORS[1]["name"],
        regency="3301",
        attendance="online",
        category="perikanan",
        price=95000,
    ),
]

DEMANDS: list[Answer] = [
    {
        "id": f"demand:{EDITION['id']}:KEB-01",
        "code": "KEB-01",
        "buyer_code": "BUY-01",
        "buyer_name": "Nordmarkt Retail (contoh)",
        "title": "Robusta fine, biji hijau",
        "title_en": "Fine robusta, green beans",
        "category": "perkebunan",
        "hs_code": "090111",
        "unit": "kg",
        "volume_per_month": 4000,
        "price_limit": 70000,
        "largest_moq": 500,
        "papers": ["HALAL", "HACCP"],
        "destination": "DE",
        "market": "X:EU",
        "starts": "2026-12-01",
        "ends": "2027-11-30",
        "is_sample": True,
        "version": 1,
        "matches": 2,
        "best": 0.83,
    },
]


def match(product_code: str, score: float, **more: Any) -> Answer:
    goods = next(product for product in PRODUCTS if product["code"] == product_code)
    return {
        "id": f"match:{EDITION['id']}:KEB-01:{product_code}",
        "demand_code": "KEB-01",
        "demand_title": "Robusta fine, biji hijau",
        "demand_title_en": "Fine robusta, green beans",
        "buyer_name": "Nordmarkt Retail (contoh)",
        "product_code": product_code,
        "product_name": goods["name"],
        "exhibitor_code": goods["exhibitor_code"],
        "exhibitor_name": goods["exhibitor_name"],
        "regency": goods["regency"],
        "price": goods["price"],
        "unit": goods["unit"],
        "score": score,
        "reasons": [
            {
                "part": "goods",
                "direction": "for",
                "value": 1.0,
                "weight": 0.35,
                "text": "Kopi robusta biji hijau, persis yang dicari (HS 090111).",
                "text_en": "Green robusta coffee, exactly what is asked for (HS 090111).",
            },
            {
                "part": "volume",
                "direction": "for",
                "value": 1.0,
                "weight": 0.25,
                "text": "Kapasitas 18.000 kg per bulan; dibutuhkan 4.000 kg.",
                "text_en": "Capacity of 18,000 kg a month; 4,000 kg are needed.",
            },
            {
                "part": "price",
                "direction": "for",
                "value": 0.9,
                "weight": 0.2,
                "text": "Rp66.000 per kg, di bawah batas Rp70.000.",
                "text_en": "Rp66,000 per kg, below the limit of Rp70,000.",
            },
            {
                "part": "papers",
                "direction": "against",
                "value": 0.5,
                "weight": 0.2,
                "text": "HACCP belum ada.",
                "text_en": "HACCP is missing.",
            },
        ],
        **more,
    }


MATCHES = [match("PRD-01", 0.83), match("PRD-02", 0.41, reasons=[])]
LEFT_OUT = match(
    "PRD-03", 0.5, excluded="Harga lebih dari dua kali lipat.", excluded_en="More than twice."
)

ENTRIES: list[Answer] = [
    {
        "id": "0123456789abcdef01234567",
        "occasion": "demand-matches",
        "kind": "match",
        "count": 2,
        "title": "2 produk cocok untuk Robusta fine, biji hijau",
        "title_en": "2 products fit Fine robusta, green beans",
        "text": "Robusta Temanggung dari Koperasi Kopi Lereng Sindoro dan satu lagi.",
        "text_en": "Temanggung robusta by Koperasi Kopi Lereng Sindoro and one more.",
        "link": "/temu/KEB-01",
        "changed_at": "2026-11-12T03:42:00Z",
        "read": False,
    },
]

SEARCH: Answer = {
    "id": "64b0000000000000000000a1",
    "name": "Kopi murah",
    "wish": {"q": "kopi", "price_max": 90_000, "category": None, "sort": "fit"},
}
CAPACITY: Answer = {
    "unit": "kg",
    "months": [{"month": "2026-12", "capacity": 1500, "promised": 400, "free": 1100, "over": 0}],
}
JOB: Answer = {
    "id": "64b000000000000000000001",
    "edition": EDITION["id"],
    "kind": "products",
    "filename": "produk.csv",
    "dry_run": True,
    "all_or_nothing": False,
    "state": "done",
    "rows": {
        "total": 1204,
        "valid": 1202,
        "invalid": 2,
        "created": 1190,
        "changed": 2,
        "unchanged": 10,
        "written": 0,
    },
    "progress": 1.0,
    "columns": [],
    "missing": [],
    "warnings": [
        {
            "column": "warna",
            "message": "Kolom “warna” tidak dikenal dan tidak dibaca.",
            "message_en": "Column “warna” is not known and was not read.",
        }
    ],
    "problem": None,
    "errors": [
        {
            "row": 2,
            "column": "harga",
            "value": "-5",
            "code": "negative",
            "message": "Tidak boleh kurang dari nol.",
            "message_en": "It may not be below zero.",
        },
        {
            "row": 1187,
            "column": "kategori",
            "value": "kopi enak sekali",
            "code": "not-allowed",
            "message": "Kategori ini tidak dikenal; lihat daftar kategori.",
            "message_en": "This category is not known; see the list of categories.",
        },
    ],
}

TALK: Answer = {
    "id": "64b0000000000000000000a1",
    "code": "64b0000000000000000000a1",
    "edition": EDITION["id"],
    "title": "Kopi yang dicari Eropa (contoh)",
    "title_en": "The coffee that Europe wants (sample)",
    "starts": "2026-11-12T02:30:00Z",
    "ends": "2026-11-12T03:30:00Z",
    "place": "Panggung Aula A",
    "link": "https://temu.example/kopi",
    "speaker": "Bu Lina (contoh)",
    "version": 1,
}

ANNOUNCEMENT: Answer = {
    "id": "64b0000000000000000000b1",
    "code": "64b0000000000000000000b1",
    "edition": EDITION["id"],
    "text": "Pintu dibuka pukul 09.00 (contoh).",
    "text_en": "Doors open at 9 (sample).",
    "audience": "everyone",
    "starts": "2026-11-11T02:00:00Z",
    "told_at": "2026-11-11T02:00:01Z",
    "state": "told",
}
