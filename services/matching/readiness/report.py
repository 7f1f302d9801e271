"""Findings made into answers: rows with their sentences, questions, the radar, what is coming."""

from collections.abc import Iterable, Sequence
from datetime import date

from services.matching.readiness.answers import (
    Answered,
    Asked,
    Coming,
    GapReport,
    Kind,
    LadderAnswer,
    Row,
    RungAnswer,
    Said,
    Spoke,
    Way,
)
from services.matching.readiness.conditions import Truth
from services.matching.readiness.engine import NOTHING, Wanted, assess
from services.matching.readiness.findings import Finding
from services.matching.readiness.ladder import Ladder, Rung, Step, shortest_way
from services.matching.readiness.lexicon import Lexicon
from services.matching.readiness.markets import Market
from services.matching.readiness.model import DIMENSIONS, RuleForm
from services.matching.readiness.rulebook import Rule, RuleBook
from services.matching.readiness.sentences import NOT_COVERED, STRANGE_PAPER, Sentence, why
from services.matching.readiness.subject import Subject


def gap_report(
    subject: Subject,
    market: Market,
    day: date,
    book: RuleBook,
    wanted: Wanted = NOTHING,
    demand: str | None = None,
) -> GapReport:
    """The report of a product for a market, or for a demand in its market."""
    findings = assess(subject, market, day, book, wanted)
    facts = {**subject.facts, "market": market.code.partition(":")[0], "country": market.country}
    kinds = book.kinds(facts)
    return GapReport(
        **_named(subject),
        exhibitor=subject.goods.exhibitor,
        market=market.code,
        demand=demand,
        day=day,
        ready=not any(finding.blocks for finding in findings),
        goods=[_kind(code, sure, book.lexicon) for code, sure in kinds.items()],
        remarks=_remarks(subject, bool(kinds)),
        rows=[row(finding, book) for finding in findings],
        way=_way(findings),
        questions=_asked(findings, book.lexicon),
        answered=_answered(subject),
        radar=radar(findings),
        coming=[
            _coming(rule, rule.condition.value(facts))
            for rule in book.coming(frozenset(kinds), market.marks, day)
            if rule.condition.value(facts) is not False
        ],
    )


def _named(subject: Subject) -> dict[str, str]:
    goods = subject.goods
    return {
        "product": goods.id,
        "product_code": goods.code,
        "product_name": goods.name,
        "product_name_en": goods.name_en,
    }


def ladder_answer(subject: Subject, day: date, found: Ladder, book: RuleBook) -> LadderAnswer:
    """The ladder with the rows that are open on each rung."""
    rungs = [_rung(rung, book) for rung in found.rungs]
    findings = found.next.findings if found.next else ()
    return LadderAnswer(
        **_named(subject),
        day=day,
        stands=found.stands.market if found.stands else None,
        next=found.next.market if found.next else None,
        rungs=rungs,
        questions=_asked(findings, book.lexicon),
    )


def _rung(rung: Rung, book: RuleBook) -> RungAnswer:
    blocking = [finding for finding in rung.findings if finding.blocks]
    return RungAnswer(
        market=rung.market,
        reached=rung.reached,
        blocking=len(blocking),
        way=_way(rung.findings),
        rows=[row(finding, book) for finding in blocking],
    )


def row(finding: Finding, book: RuleBook) -> Row:
    """A finding with all that its requirement says."""
    form = finding.rule.form
    text, text_en = why(finding)
    group = book.groups.get(form.any_of, ())
    return Row(
        **form.model_dump(
            include={
                "name",
                "name_en",
                "issuer",
                "dimension",
                "holder",
                "validity",
                "validity_months",
                "each_time",
                "valid_from",
                "needs",
                "source",
                "unconfirmed",
                "verified_by",
                "verified_on",
            }
        ),
        requirement=form.code,
        weight=finding.weight,
        status=finding.status,
        cause=finding.cause,
        text=text,
        text_en=text_en,
        expires=finding.expires,
        prepare=form.note,
        prepare_en=form.note_en,
        papers=finding.rule.papers,
        instead=tuple(sorted({r.form.code for r in group} - {form.code})),
        questions=tuple(sorted(finding.questions)),
        confirmed=form.confirmed,
        asked_by_buyer=finding.asked_by_buyer,
    )


def radar(findings: Iterable[Finding]) -> list[Spoke]:
    """How many of the requirements that apply are met, by dimension."""
    counted = {dimension: [0, 0] for dimension in DIMENSIONS}
    for finding in findings:
        if finding.status != "not_applicable":
            counted[finding.rule.form.dimension][0] += finding.status in ("met", "expiring")
            counted[finding.rule.form.dimension][1] += 1
    return [Spoke(dimension=d, met=met, of=of) for d, (met, of) in counted.items()]


def _way(findings: Sequence[Finding]) -> Way:
    way = shortest_way(findings)
    return Way(
        steps=[_codes(step) for step in way.steps],
        depending=[_codes(step) for step in way.depending],
        questions=tuple(sorted(way.questions)),
    )


def _codes(step: Step) -> tuple[str, ...]:
    return tuple(finding.rule.form.code for finding in (step.finding, *step.instead))


def _asked(findings: Iterable[Finding], lexicon: Lexicon) -> list[Asked]:
    """The questions that are open, those that decide about the weightiest first."""
    codes = dict.fromkeys(code for f in findings for code in sorted(f.questions))
    questions = (lexicon.questions[code] for code in codes)
    return [Asked(code=q.code, about=q.about, text=q.text, text_en=q.text_en) for q in questions]


def _answered(subject: Subject) -> list[Answered]:
    """What was answered about the product and its firm, of the questions that there still are."""
    about = {subject.goods.id, subject.goods.exhibitor}
    given = [dossier.answers for dossier in subject.dossiers if dossier.id in about]
    known = subject.lexicon.questions
    return [
        Answered(code=q.code, about=q.about, text=q.text, text_en=q.text_en, value=value)
        for answers in given
        for code, value in sorted(answers.items())
        if (q := known.get(code))
    ]


def _kind(code: str, sure: Truth, lexicon: Lexicon) -> Kind:
    kind = lexicon.goods[code]
    return Kind(code=code, name=kind.name, name_en=kind.name_en, sure=bool(sure))


def _remarks(subject: Subject, covered: bool) -> list[Said]:
    remarks: list[Sentence] = [] if covered else [NOT_COVERED]
    id_, en = STRANGE_PAPER
    remarks += [(id_.format(kind=kind), en.format(kind=kind)) for kind in subject.strangers]
    return [Said(text=text, text_en=text_en) for text, text_en in remarks]


def _coming(rule: Rule, applies: Truth) -> Coming:
    form: RuleForm = rule.form
    return Coming(
        requirement=form.code,
        name=form.name,
        name_en=form.name_en,
        valid_from=form.valid_from or date.min,
        weight=form.weight,
        certain=bool(applies),
        unconfirmed=form.unconfirmed,
    )
