"""Verbs of readiness that change: take answers and statements, set terms, revise rules."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from kernel.callers import Caller
from kernel.clock import now
from kernel.editing import expect_version
from kernel.problems import Forbidden, Invalid
from services.matching.readiness.desk import Desk, expect_question, unknown
from services.matching.readiness.faults import RulesRefused, malformed
from services.matching.readiness.model import (
    Dossier,
    RuleForm,
    Statement,
    StatementForm,
    Terms,
    TermsForm,
)
from services.matching.readiness.rules import KeptRule

Change = Callable[[Dossier], Dossier]


async def answer(id_: str, answers: Mapping[str, bool | None], seen: int, desk: Desk) -> Dossier:
    """Answer questions about a firm, product or demand; None takes an answer back.

    Raises Invalid, StaleVersion.
    """
    for code in answers:
        expect_question(code)

    def changed(before: Dossier) -> Dossier:
        merged = {**before.answers, **answers}
        kept = {code: value for code, value in merged.items() if value is not None}
        return before.model_copy(update={"answers": kept})

    return await _rewrite(id_, seen, desk, changed)


async def state(
    id_: str, requirement: str, form: StatementForm, seen: int, caller: Caller, desk: Desk
) -> Dossier:
    """State how a requirement is met; only the office says that it has checked it.

    Raises Invalid, Forbidden, StaleVersion.
    """
    if form.state in ("checked", "rejected") and caller.role != "organiser":
        raise Forbidden(
            "Hanya panitia yang dapat menyatakan bukti sudah diperiksa.",
            "Only the office can say that evidence was checked.",
            code="only-the-office-checks",
        )
    if requirement not in (await desk.rules.current()).codes:
        raise unknown("persyaratan", "requirement", requirement)
    statement = Statement(**form.model_dump(), by=caller.account, on=_today())

    def changed(before: Dossier) -> Dossier:
        statements = {**before.statements, requirement: statement}
        return before.model_copy(update={"statements": statements})

    return await _rewrite(id_, seen, desk, changed)


async def take_back(id_: str, requirement: str, seen: int, desk: Desk) -> Dossier:
    """Take back what was stated of a requirement. Raises StaleVersion."""

    def changed(before: Dossier) -> Dossier:
        kept = {code: s for code, s in before.statements.items() if code != requirement}
        return before.model_copy(update={"statements": kept})

    return await _rewrite(id_, seen, desk, changed)


async def _rewrite(id_: str, seen: int, desk: Desk, change: Change) -> Dossier:
    async def work() -> Dossier:
        before = await desk.dossiers.get(id_)
        expect_version(before.version, seen)
        after = change(before).model_copy(update={"version": before.version + 1})
        await desk.dossiers.save(after)
        await _touch(id_, desk)
        return after

    return await desk.mongo.transaction(work)


async def _touch(id_: str, desk: Desk) -> None:
    """Make due what a dossier is about; demands are reported on when asked."""
    kind = id_.partition(":")[0]
    if kind == "exhibitor":
        await desk.shelf.touch_firms([id_])
    elif kind == "product":
        await desk.shelf.touch(id_)


async def set_terms(buyer: str, form: TermsForm, seen: int, caller: Caller, desk: Desk) -> Terms:
    """Say what a buyer adds and waives. Raises Invalid for a waiver of law, StaleVersion."""
    book = await desk.rules.current()
    for code in (*(ask.requirement for ask in form.asks), *_waived(form)):
        if code not in book.codes:
            raise unknown("persyaratan", "requirement", code)
    for code in _waived(form):
        if book.binds_by_law(code):
            raise Invalid(
                f"{code} diwajibkan hukum, jadi pembeli tidak dapat membebaskannya.",
                f"{code} is required by law, so a buyer cannot waive it.",
                code="law-not-waived",
            )

    async def work() -> Terms:
        before = await desk.terms.get(buyer)
        expect_version(before.version, seen)
        said = {"version": before.version + 1, "by": caller.account, "on": _today()}
        after = before.model_copy(update=dict(form) | said)
        await desk.terms.save(after)
        return after

    return await desk.mongo.transaction(work)


def _waived(form: TermsForm) -> list[str]:
    return [waiver.requirement for waiver in form.waivers]


async def revise_rule(
    code: str, versions: Sequence[RuleForm], seen: int, caller: Caller, desk: Desk
) -> KeptRule:
    """Put versions of a requirement in place of those before; its goods are looked at anew.

    Raises NotFound, StaleVersion, RulesRefused.
    """
    expect_versions_of(code, versions)

    async def work() -> KeptRule:
        before = await desk.rules.get(code)
        expect_version(before.version, seen)
        after = KeptRule(
            code=code, versions=tuple(versions), version=before.version + 1, edited=True
        )
        await desk.rules.with_rule(after)
        await desk.rules.save([after], caller.account)
        return after

    return await desk.mongo.transaction(work)


def expect_versions_of(code: str, versions: Sequence[RuleForm]) -> None:
    """Raises RulesRefused for versions of another requirement."""
    for row, form in enumerate(versions, start=1):
        if form.code != code:
            message = f"This must be {code}."
            raise RulesRefused([malformed(row, "code", form.code, message)])


def _today() -> date:
    return now().date()
