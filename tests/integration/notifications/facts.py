"""Facts as the gateway and matching tell them."""

from datetime import date, timedelta
from typing import Any

from contracts.catalogue import PaperExpiring
from contracts.gateway import AccountOpened, LetterRequested
from contracts.matching import MatchFound, MatchLost, QuoteSent, QuoteWithdrawn, Reason
from kernel.clock import now
from kernel.ids import new_id
from kernel.sealing import PublicSealingKey

EDITION = "h2o-2026"
GOOD = Reason(part="goods", direction="for", value=1, weight=0.3, text="Cocok", text_en="Fits")


def buyer(number: int) -> str:
    return f"buyer:{EDITION}:BUY-{number:02}"


def exhibitor(number: int) -> str:
    return f"exhibitor:{EDITION}:KOP-{number:02}"


def account(who: str, party: str, version: int = 1, **told: Any) -> AccountOpened:
    return AccountOpened(
        subject=f"account-{who}",
        version=version,
        edition="",
        party=party,
        **{
            "role": party.partition(":")[0],
            "name": f"{who.title()} (contoh)",
            "email": f"{who}@example.invalid",
            "is_sample": True,
            **told,
        },
    )


def found(demand: int, product: int, version: int = 1, score: float = 0.8) -> MatchFound:
    """Of ten products one exhibitor has all with the same last digit; buyers have two demands."""
    return MatchFound(
        subject=f"{EDITION}:DEM-{demand:02}|{EDITION}:PRO-{product:02}",
        version=version,
        edition=EDITION,
        demand=f"{EDITION}:DEM-{demand:02}",
        demand_code=f"DEM-{demand:02}",
        demand_title=f"Keripik {demand}",
        demand_title_en=f"Chips {demand}",
        buyer=buyer(demand // 2),
        product=f"{EDITION}:PRO-{product:02}",
        product_code=f"PRO-{product:02}",
        product_name=f"Tempe {product}",
        exhibitor=exhibitor(product % 10),
        exhibitor_name=f"KSU {product % 10}",
        score=score,
        best=GOOD,
    )


def lost(demand: int, product: int, version: int = 2) -> MatchLost:
    told = found(demand, product, version)
    return MatchLost.model_validate(told.model_dump())


def requested(key: PublicSealingKey, purpose: str = "invitation", **told: Any) -> LetterRequested:
    """A letter to Lina, whose link carries `secret-of-lina`."""
    known: dict[str, Any] = {
        "subject": new_id(),
        "version": 1,
        "edition": EDITION,
        "purpose": purpose,
        "account": "account-lina",
        "name": "Lina",
        "email": "lina@example.invalid",
        "by": "Dinas Koperasi",
        "expires_at": now() + timedelta(minutes=15),
    }
    told = known | told
    about = (told["subject"], purpose, known["account"], known["email"])
    return LetterRequested(sealed=key.sealed("secret-of-lina", *about), **told)


def sent(product: int, version: int = 2) -> QuoteSent:
    """Of exhibitor 1, to the buyer of demand 2."""
    told = found(2, product)
    return QuoteSent(
        subject=f"quote:{EDITION}:DEM-02:PRO-{product:02}",
        version=version,
        edition=EDITION,
        rfq=f"rfq:{EDITION}:DEM-02",
        rfq_code="DEM-02",
        title=told.demand_title,
        title_en=told.demand_title_en,
        exhibitor=exhibitor(1),
        exhibitor_name="KSU 1",
        product_code=told.product_code,
        product_name=told.product_name,
        buyer=told.buyer,
        revision=1,
    )


def taken_back(product: int, version: int = 3) -> QuoteWithdrawn:
    return QuoteWithdrawn.model_validate(sent(product, version).model_dump())


def expiring(kind: str, warning: int, days: int) -> PaperExpiring:
    """A paper of one product of exhibitor 8."""
    return PaperExpiring(
        subject=f"product:{EDITION}:PRO-08/{kind}/2027-05-01",
        version=warning,
        edition=EDITION,
        exhibitor=exhibitor(8),
        product=f"product:{EDITION}:PRO-08",
        product_name="Tempe",
        kind=kind,
        expires=date(2027, 5, 1),
        days=days,
    )
