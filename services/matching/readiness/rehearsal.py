"""What a change of a requirement would do, tried on goods it concerns before it is saved."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pydantic import BaseModel

from kernel.clock import now
from services.matching.readiness.actions import expect_versions_of
from services.matching.readiness.desk import Desk
from services.matching.readiness.engine import assess
from services.matching.readiness.markets import market_of
from services.matching.readiness.model import Goods, RuleForm
from services.matching.readiness.rulebook import RuleBook
from services.matching.readiness.rules import KeptRule
from services.matching.readiness.subject import Subject

MOST_TRIED = 100
MOST_NAMED = 10


class Standing(BaseModel):
    """Of the goods tried: whom the requirement asks, who still lacks it, who is ready."""

    asked: int = 0
    lacking: int = 0
    ready: int = 0


class Effect(BaseModel):
    """How goods stand with a requirement in a market, as it is and as it would be."""

    market: str
    before: Standing = Standing()
    after: Standing = Standing()


class Turned(BaseModel):
    """Goods that would become ready for a market by the change, or would be no more."""

    product_code: str
    product_name: str
    exhibitor_name: str
    market: str
    ready: bool


class Rehearsal(BaseModel):
    """What a change touches: `goods` in all, and what it does on `day` to those that were tried."""

    day: date
    goods: int
    tried: int
    effects: list[Effect]
    turned: int
    examples: list[Turned]


class _Seen(NamedTuple):
    asked: bool
    lacking: bool
    ready: bool


async def rehearse(
    code: str, versions: Sequence[RuleForm], day: date | None, desk: Desk
) -> Rehearsal:
    """Try versions of a requirement on up to a hundred goods. Raises NotFound, RulesRefused."""
    expect_versions_of(code, versions)
    kept = await desk.rules.get(code)
    would_be = kept.model_copy(update={"versions": tuple(versions)})
    books = await desk.rules.current(), await desk.rules.with_rule(would_be)
    kinds = (await desk.rules.touched_by([would_be])).kinds
    goods = await desk.shelf.some_of_kinds(kinds, MOST_TRIED)
    trial = _Trial(code, _markets(kept, would_be, books[1]), day or now().date(), books)
    for subject in await _subjects(goods, desk):
        trial.add(subject)
        await asyncio.sleep(0)
    return Rehearsal(
        day=trial.day,
        goods=await desk.shelf.count_of_kinds(kinds),
        tried=len(goods),
        effects=list(trial.effects.values()),
        turned=len(trial.turned),
        examples=trial.turned[:MOST_NAMED],
    )


def _markets(kept: KeptRule, would_be: KeptRule, book: RuleBook) -> list[str]:
    named = {
        market for rule in (kept, would_be) for form in rule.versions for market in form.markets
    }
    return [market for market in book.markets if market in named]


async def _subjects(goods: Sequence[Goods], desk: Desk) -> list[Subject]:
    firms = await desk.shelf.firms([item.exhibitor for item in goods])
    about = [id_ for item in goods for id_ in (item.exhibitor, item.id)]
    said = await desk.dossiers.with_ids(about)
    lexicon = (await desk.rules.current()).lexicon
    return [
        Subject(
            item,
            firms.get(item.exhibitor),
            [said[id_] for id_ in (item.exhibitor, item.id) if id_ in said],
            lexicon,
        )
        for item in goods
    ]


class _Trial:
    """Counts what is found of goods by two books."""

    def __init__(
        self, code: str, markets: Sequence[str], day: date, books: tuple[RuleBook, RuleBook]
    ) -> None:
        self.code, self.day, self._books = code, day, books
        self.effects = {market: Effect(market=market) for market in markets}
        self.turned: list[Turned] = []

    def add(self, subject: Subject) -> None:
        for market, effect in self.effects.items():
            before, after = (self._seen(subject, market, book) for book in self._books)
            self.effects[market] = Effect(
                market=market,
                before=_counted(effect.before, before),
                after=_counted(effect.after, after),
            )
            if before.ready != after.ready:
                self.turned.append(_turned(subject.goods, market, after.ready))

    def _seen(self, subject: Subject, market: str, book: RuleBook) -> _Seen:
        findings = assess(subject, market_of(market, book.lexicon), self.day, book)
        own = [finding for finding in findings if finding.rule.form.code == self.code]
        asked = any(finding.status != "not_applicable" for finding in own)
        return _Seen(asked, any(f.open for f in own), not any(f.blocks for f in findings))


def _counted(standing: Standing, seen: _Seen) -> Standing:
    return Standing(
        asked=standing.asked + seen.asked,
        lacking=standing.lacking + seen.lacking,
        ready=standing.ready + seen.ready,
    )


def _turned(goods: Goods, market: str, ready: bool) -> Turned:
    return Turned(
        product_code=goods.code,
        product_name=goods.name,
        exhibitor_name=goods.exhibitor_name,
        market=market,
        ready=ready,
    )
