"""A pool of two cooperatives, as matching would answer for it."""

from typing import Any

from aiohttp import web

from tests.integration.gateway.answers import Answer


def member(number: int, name: str, state: str, volume: int) -> Answer:
    """Delivers the same in December and January."""
    months = ("2026-12", "2027-01")
    return {
        "product": f"product:h2o-2026:PRD-0{number}",
        "product_code": f"PRD-0{number}",
        "product_name": "Robusta Temanggung",
        "exhibitor_code": f"KOP-0{number}",
        "exhibitor_name": name,
        "regency": "3323",
        "unit": "kg",
        "deliveries": [{"month": m, "units": volume, "volume": float(volume)} for m in months],
        "goods": 2 * volume * 68_500,
        "carriage": 410_000,
        "fixed": 800_000,
        "total": 2 * volume * 68_500 + 1_210_000,
        "is_ready": number == 1,
        "gaps": "Belum ada dokumen: HALAL." if number > 1 else "Dokumen lengkap.",
        "gaps_en": "Papers missing: HALAL." if number > 1 else "All papers are held.",
        "state": state,
        "deadline": "2099-12-08T09:00:00Z",
        "version": 2,
    }


MEMBERS = [member(1, "Tani Kopi Sindoro", "accepted", 2500), member(2, "Mitra", "invited", 1300)]
POOL: Answer = {
    "code": "KEB-01-1",
    "demand_code": "KEB-01",
    "demand_title": "Robusta fine, biji hijau",
    "demand_title_en": "Fine robusta, green beans",
    "unit": "kg",
    "volume_per_month": 4000,
    "months": ["2026-12", "2027-01"],
    "state": "inviting",
    "members": MEMBERS,
    "lead": "product:h2o-2026:PRD-01",
    "goods": 520_600_000,
    "carriage": 820_000,
    "fixed": 1_600_000,
    "total": 523_020_000,
    "missing": [{"month": "2026-12", "volume": 200.0}, {"month": "2027-01", "volume": 200.0}],
    "left_out": [{"text": "2 penawaran tidak diikutkan.", "text_en": "2 offers are left out."}],
    "proof": "Paling jauh 0,4 % di atas yang termurah yang mungkin.",
    "proof_en": "It is at most 0.4% above the cheapest that there can be.",
    "history": [
        {"at": "2026-11-24T09:00:00Z", "text": "Diusulkan.", "text_en": "Proposed."},
    ],
    "version": 3,
}
PROPOSED: Answer = POOL | {"code": "KEB-01-2", "state": "proposed"}
INVITATIONS: list[Answer] = [
    {
        "pool": "KEB-01-1",
        "demand_title": POOL["demand_title"],
        "demand_title_en": POOL["demand_title_en"],
        "pool_state": "inviting",
        "lead": "Mitra",
        "others": 1,
        "own": member(1, "Tani Kopi Sindoro", state, 2500),
    }
    for state in ("invited", "accepted")
]


async def proposed(request: web.Request) -> web.Response:
    said: Any = await request.json()
    if said["members_at_most"] == 1:
        return web.json_response({"code": "KEB-01-1", "is_included": False}, status=201)
    return web.json_response(POOL | {"is_included": True}, status=201)


async def changed(_request: web.Request) -> web.Response:
    return web.json_response(POOL)
