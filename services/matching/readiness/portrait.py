"""What everybody may see of a firm's readiness: what its goods meet, and what shows it.

What is missing is counted and not named, and answers are not told: both are the owner's to read.
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import Literal

from pydantic import BaseModel

from kernel.clock import now
from services.matching.readiness.answers import Spoke
from services.matching.readiness.desk import Desk
from services.matching.readiness.engine import assess
from services.matching.readiness.findings import Finding
from services.matching.readiness.lexicon import lexicon
from services.matching.readiness.markets import Market, market_of
from services.matching.readiness.model import Dimension, RuleForm
from services.matching.readiness.report import radar
from services.matching.readiness.rulebook import RuleBook
from services.matching.readiness.subject import Evidence, Origin, Subject

MOST_GOODS = 40


class Proof(BaseModel):
    """A requirement that some `products` of a firm meet, and by what."""

    requirement: str
    name: str
    name_en: str
    dimension: Dimension
    paper: str
    origin: Origin
    state: Literal["declared", "checked", "rejected"]
    expires: date | None
    products: int


class Portrait(BaseModel):
    """A firm's goods before the requirements of a market: counts by dimension over all `products`,
    and what shows that some are met."""

    market: str
    day: date
    products: int
    radar: list[Spoke]
    proofs: list[Proof]


async def portray(exhibitor: str, market: str, desk: Desk) -> Portrait:
    """The first goods of a firm, at most 40 of them. Raises Invalid for an unknown market."""
    goal, day = market_of(market, lexicon()), now().date()
    goods, firm, book = await asyncio.gather(
        desk.shelf.of_exhibitor(exhibitor, "", MOST_GOODS),
        desk.shelf.firm(exhibitor),
        desk.rules.current(),
    )
    said = await desk.dossiers.with_ids([exhibitor, *(item.id for item in goods)])
    subjects = [
        Subject(
            item, firm, [said[id_] for id_ in (exhibitor, item.id) if id_ in said], book.lexicon
        )
        for item in goods
    ]
    return await asyncio.to_thread(portrait, subjects, goal, day, book)


def portrait(subjects: Sequence[Subject], market: Market, day: date, book: RuleBook) -> Portrait:
    """The goods of one firm on a day."""
    findings = [assess(subject, market, day, book) for subject in subjects]
    return Portrait(
        market=market.code,
        day=day,
        products=len(subjects),
        radar=radar(chain.from_iterable(findings)) if findings else [],
        proofs=_proofs(chain.from_iterable(findings)),
    )


def _proofs(findings: Iterable[Finding]) -> list[Proof]:
    """One for each requirement and evidence; those of more products first."""
    counted: dict[tuple[str, Evidence], Proof] = {}
    for finding in findings:
        if finding.status in ("met", "expiring") and finding.evidence:
            key = (finding.rule.form.code, finding.evidence)
            known = counted.get(key) or _proof(finding.rule.form, finding.evidence)
            counted[key] = known.model_copy(update={"products": known.products + 1})
    return sorted(counted.values(), key=lambda proof: (-proof.products, proof.requirement))


def _proof(form: RuleForm, evidence: Evidence) -> Proof:
    return Proof(
        requirement=form.code,
        name=form.name,
        name_en=form.name_en,
        dimension=form.dimension,
        paper=evidence.paper,
        origin=evidence.origin,
        state=evidence.state,
        expires=evidence.expires,
        products=0,
    )
