"""A request for quotation with two quotes, as matching would answer for it."""

from typing import Any

from aiohttp import web

from tests.integration.gateway.answers import Answer

RFQ: Answer = {
    "code": "KEB-01",
    "title": "Robusta fine, biji hijau",
    "title_en": "Fine robusta, green beans",
    "category": "perkebunan",
    "unit": "kg",
    "volume_per_month": 4000,
    "papers": ["HALAL"],
    "buyer_name": None,
    "end_buyer": None,
    "anonymous": True,
    "deadline": "2099-12-08T16:59:00Z",
    "takes_quotes": True,
    "sample_wanted": True,
    "terms": "Bayar 14 hari setelah faktur.",
    "charges": {"outlet": "supermarket", "listing_fee": 100000},
    "fairness": [
        {
            "outcome": "above-cap",
            "text": "Biaya pendaftaran Rp100.000 di atas batas.",
            "text_en": "A listing fee of Rp100,000 is above the cap.",
            "source": "Permendag 23/2021",
        }
    ],
    "answer_days": 3,
    "status": "open",
    "version": 2,
    "remaining": 4000,
    "exhibitors": [],
    "invited": 2,
    "awards": [],
}


def quote(product: str, exhibitor: str, **more: Any) -> Answer:
    """By the pack of 250 g, compared by the kilo."""
    return {
        "rfq_code": "KEB-01",
        "title": RFQ["title"],
        "title_en": RFQ["title_en"],
        "product_code": product,
        "product_name": "Robusta Temanggung",
        "exhibitor_code": "KOP-01",
        "exhibitor_name": exhibitor,
        "form": {
            "unit": "pak",
            "pack": "250 g",
            "tiers": [{"minimum": 100, "price": 16000}, {"minimum": 800, "price": 15500}],
            "volume_per_month": 16000,
            "volumes": [{"month": 2, "volume": 0}],
            "lead_time_days": 7,
            "valid_until": "2099-12-31",
            "sample": {"kind": "paid", "price": 25000, "days": 3},
            "terms": "Franko Semarang",
        },
        "converted": {
            "unit": "kg",
            "tiers": [{"minimum": 25, "price": 64000}, {"minimum": 200, "price": 62000}],
            "volume_per_month": 4000,
        },
        "status": "draft",
        "sent": [],
        "won": None,
        "version": 1,
        **more,
    }


def line(product: str, exhibitor: str, **more: Any) -> Answer:
    return {
        "quote": quote(product, exhibitor, status="sent", version=2),
        "price": 62000,
        "price_exact": "62000/1",
        "units": 16000,
        "unit_price": 15500,
        "monthly_cost": 248000000,
        "offered": 4000,
        "smallest_order": 25,
        "exceeds_demand": False,
        "covers": 0.917,
        "short_months": [2],
        "expired": False,
        "best": ["price"],
        **more,
    }


RFQS = [RFQ]
QUOTES = [quote("PRD-01", "Koperasi Kopi Lereng Sindoro (contoh)")]
LINES = [
    line("PRD-01", "Koperasi Kopi Lereng Sindoro (contoh)"),
    line("PRD-02", "Koperasi Lain (contoh)", best=[], expired=True),
]


async def compared(request: web.Request) -> web.Response:
    shown = RFQ | {"buyer_name": "Nordmarkt Retail (contoh)", "end_buyer": ""}
    return web.json_response({"rfq": shown, "order": request.query["order"], "lines": LINES})


async def quoted(request: web.Request) -> web.Response:
    return web.json_response(QUOTES[0])


async def awarded(request: web.Request) -> web.Response:
    """Refuses whatever is given for another reason than a good price."""
    if (await request.json())["reason"] != "Harga baik":
        return web.json_response(
            {
                "code": "capacity-promised",
                "detail": "Kapasitas bulan 2026-12 sudah dijanjikan.",
                "detail_en": "The capacity of 2026-12 is promised.",
            },
            status=409,
        )
    award = {
        "product_code": "PRD-01",
        "exhibitor_name": "Koperasi Kopi Lereng Sindoro (contoh)",
        "quantity": 1500,
        "units": 6000,
        "unit_price": 15500,
        "monthly_cost": 93000000,
        "reason": "Harga baik",
        "answer_by": "2099-12-11T16:59:00Z",
        "state": "pending",
    }
    after = RFQ | {"remaining": 2500, "awards": [award]}
    return web.json_response({"rfq": after, "awards": [award], "monthly_cost": 93000000})


async def taken(request: web.Request) -> web.Response:
    return web.json_response({})


async def tried(request: web.Request) -> web.Response:
    """What a trial of a demand would find."""
    return web.json_response({"items": [], "total": 17})
