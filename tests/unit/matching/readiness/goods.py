"""Products of the worked cases, right and ready to be changed, and what is found of them."""

from datetime import date
from typing import Any

from services.matching.model import HeldPaper
from services.matching.readiness.engine import NOTHING, Wanted, assess
from services.matching.readiness.findings import Finding
from services.matching.readiness.lexicon import lexicon
from services.matching.readiness.markets import market_of
from services.matching.readiness.model import Dossier, Firm, Goods
from services.matching.readiness.reading import shipped_rules
from services.matching.readiness.subject import Subject

DAY = date(2026, 11, 24)


def goods(**changes: Any) -> Goods:
    """Dry banana chips in a pack, kept six months at room temperature."""
    return Goods.model_validate(
        {
            "id": "product:uve-2026:PR-1",
            "edition": "uve-2026",
            "version": 1,
            "code": "PR-1",
            "exhibitor": "exhibitor:uve-2026:PS-1",
            "exhibitor_code": "PS-1",
            "exhibitor_name": "Koperasi Tani Makmur",
            "regency": "3319",
            "name": "Keripik pisang",
            "name_en": "Banana chips",
            "category": "makanan-ringan",
            "hs_code": "200899",
            "capacity_per_month": 3_000,
            "shelf_life_days": 180,
            "storage": "ambient",
            "packed": True,
            **changes,
        }
    )


def subject(
    *papers: HeldPaper, firm: tuple[HeldPaper, ...] = (), said: Any = None, **changes: Any
) -> Subject:
    """The chips with some papers, answers and statements, and their firm's papers."""
    product = goods(papers=papers, **changes)
    dossier = Dossier.model_validate({"id": product.id, "edition": product.edition, **(said or {})})
    return Subject(
        product,
        Firm(id=product.exhibitor, edition=product.edition, version=1, papers=firm),
        (dossier,),
        lexicon(),
    )


def answering(**answers: bool) -> dict[str, Any]:
    return {"answers": answers}


HOME_MADE = answering(home_made=True, pirt_food_type=True)


def paper(kind: str, state: Any = "checked", expires: date | None = None) -> HeldPaper:
    return HeldPaper(kind=kind, state=state, expires=expires)


def findings(
    of: Subject, market: str, day: date = DAY, wanted: Wanted = NOTHING
) -> dict[str, Finding]:
    """By the code of the requirement."""
    place = market_of(market, lexicon())
    return {f.rule.form.code: f for f in assess(of, place, day, shipped_rules(), wanted)}


def statuses(of: Subject, market: str, day: date = DAY, wanted: Wanted = NOTHING) -> dict[str, str]:
    return {code: f.status for code, f in findings(of, market, day, wanted).items()}
