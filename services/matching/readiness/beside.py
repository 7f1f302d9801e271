"""Products beside each other before one demand: what each still lacks of what is asked of it."""

import asyncio
from collections.abc import Sequence

from pydantic import BaseModel

from kernel.clock import now
from services.matching.model import Demand
from services.matching.readiness.answers import Said
from services.matching.readiness.desk import Desk
from services.matching.readiness.engine import assess
from services.matching.readiness.findings import Finding
from services.matching.readiness.markets import market_of
from services.matching.readiness.model import Goods
from services.matching.readiness.reporting import wanted_by
from services.matching.readiness.rulebook import RuleBook
from services.matching.readiness.sentences import why
from services.matching.readiness.subject import Subject


class Gap(Said):
    """A requirement that keeps a product out, and why."""

    requirement: str
    name: str
    name_en: str


class Gaps(BaseModel):
    """What one product lacks: all that blocks, law first."""

    product_code: str
    ready: bool
    gaps: list[Gap]


class GapsBeside(BaseModel):
    """The same of several products, in the order in which they were asked for."""

    items: list[Gaps]
    next: None = None


async def gaps_of(demand: Demand, products: Sequence[str], desk: Desk) -> GapsBeside:
    """What products, by their codes, lack for a demand; those that are gone are left out."""
    ids = [f"product:{demand.edition}:{code}" for code in products]
    goods, book, terms = await asyncio.gather(
        desk.shelf.with_ids(ids), desk.rules.current(), desk.terms.get(demand.buyer)
    )
    subjects = await _subjects([goods[id_] for id_ in ids if id_ in goods], demand, desk, book)
    market, wanted = market_of(demand.market, book.lexicon), wanted_by(demand, terms)
    today = now().date()
    return GapsBeside(
        items=[
            _gaps(subject.goods, assess(subject, market, today, book, wanted))
            for subject in subjects
        ]
    )


async def _subjects(
    goods: Sequence[Goods], demand: Demand, desk: Desk, book: RuleBook
) -> list[Subject]:
    about = [id_ for item in goods for id_ in (item.exhibitor, item.id)]
    firms, said = await asyncio.gather(
        desk.shelf.firms([item.exhibitor for item in goods]),
        desk.dossiers.with_ids([*about, demand.id]),
    )
    return [
        Subject(
            item,
            firms.get(item.exhibitor),
            [said[id_] for id_ in (item.exhibitor, item.id, demand.id) if id_ in said],
            book.lexicon,
        )
        for item in goods
    ]


def _gaps(goods: Goods, findings: Sequence[Finding]) -> Gaps:
    blocking = [finding for finding in findings if finding.blocks]
    return Gaps(
        product_code=goods.code, ready=not blocking, gaps=[_gap(finding) for finding in blocking]
    )


def _gap(finding: Finding) -> Gap:
    form, (text, text_en) = finding.rule.form, why(finding)
    return Gap(
        requirement=form.code, name=form.name, name_en=form.name_en, text=text, text_en=text_en
    )
