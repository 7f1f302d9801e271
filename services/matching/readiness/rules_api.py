"""The HTTP door of the rules themselves: everybody reads them, the office revises them."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from kernel.callers import Asking
from kernel.editing import SeenVersion, tag
from kernel.service import provided
from services.matching.readiness import actions, rehearsal
from services.matching.readiness.desk import Desk
from services.matching.readiness.model import RuleForm
from services.matching.readiness.rehearsal import Rehearsal
from services.matching.readiness.rules import KeptRule, RuleChange
from services.matching.readiness.sought import Sought

router = APIRouter()

K = Annotated[Desk, provided(Desk)]
Code = Annotated[str, Path(pattern=r"^[A-Z0-9-]{2,40}$")]
MOST_CHANGES = 50


class Revision(BaseModel):
    """All versions of a requirement by date, in place of those before."""

    versions: Annotated[list[RuleForm], Field(min_length=1, max_length=40)]


class Listed(BaseModel):
    """All requirements, or all changes of one."""

    items: list[KeptRule] | list[RuleChange]
    next: None = None


class KindOfGoods(BaseModel):
    """A kind of goods that requirements are for."""

    code: str
    name: str
    name_en: str


class Kinds(BaseModel):
    """What requirements may name: kinds of goods, and markets with rules of their own."""

    goods: list[KindOfGoods]
    markets: list[str]


@router.get("/v1/rules")
async def list_rules(desk: K, sought: Annotated[Sought, Query()]) -> Listed:
    """Requirements with their versions by date: all, or those that are looked for."""
    return Listed(items=sought.among(await desk.rules.all()))


@router.get("/v1/rules/kinds")
async def list_kinds(desk: K) -> Kinds:
    """The kinds of goods and the markets that requirements name."""
    book = await desk.rules.current()
    goods = [
        KindOfGoods(code=kind.code, name=kind.name, name_en=kind.name_en)
        for kind in book.lexicon.goods.values()
    ]
    return Kinds(goods=goods, markets=list(book.markets))


@router.get("/v1/rules/{code}")
async def get_rule(code: Code, response: Response, desk: K) -> KeptRule:
    """One requirement; its version is the ETag."""
    rule = await desk.rules.get(code)
    tag(response, rule.version)
    return rule


@router.put("/v1/rules/{code}")
async def revise_rule(
    code: Code, form: Revision, seen: SeenVersion, caller: Asking, response: Response, desk: K
) -> KeptRule:
    """Revise a requirement; the goods it concerns are looked at anew in the background."""
    caller.must_be("organiser")
    rule = await actions.revise_rule(code, form.versions, seen, caller, desk)
    tag(response, rule.version)
    return rule


@router.post("/v1/rules/{code}/rehearsal")
async def rehearse(
    code: Code, form: Revision, caller: Asking, desk: K, day: date | None = None
) -> Rehearsal:
    """What a revision would do, on a day or today; nothing is changed."""
    caller.must_be("organiser")
    return await rehearsal.rehearse(code, form.versions, day, desk)


@router.get("/v1/rules/{code}/history")
async def get_history(code: Code, caller: Asking, desk: K) -> Listed:
    """How a requirement was changed and by whom, the latest first."""
    caller.must_be("organiser", "assistant", "ops")
    await desk.rules.get(code)
    return Listed(items=await desk.rules.history(code, MOST_CHANGES))
