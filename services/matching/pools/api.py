"""The HTTP door of pools."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from kernel.callers import Asking
from kernel.editing import SeenVersion, tag
from kernel.imports import Edition
from kernel.mongo import Document
from kernel.pages import After, Limit, Page
from kernel.paths import Segment
from kernel.service import provided
from services.matching.ownership import OFFICE
from services.matching.pools.actions import Pooling, expect_owner
from services.matching.pools.answers import (
    Invitation,
    PoolAnswer,
    Proposed,
    invitation,
    pool_answer,
)
from services.matching.pools.model import Pool, PoolForm, expect_own
from services.matching.pools.store import Pools

router = APIRouter()

Act = Annotated[Pooling, provided(Pooling)]
Kept = Annotated[Pools, provided(Pools)]
Code = Annotated[str | None, Query(max_length=48)]


class InvitationsForm(BaseModel):
    """How many days the members have to answer."""

    days_to_answer: int = Field(default=7, ge=1, le=30)


class RefusalForm(BaseModel):
    """Why a member does not take part, in its own words."""

    reason: str = Field(default="", max_length=500)


@router.post("/v1/editions/{edition}/pools", status_code=201)
async def propose(edition: Edition, form: PoolForm, caller: Asking, pooling: Act) -> object:
    """Propose the cheapest pool for a demand; a cooperative learns whether it is in it."""
    pool = await pooling.propose(edition, form, caller)
    if caller.role != "exhibitor":
        return pool_answer(pool)
    return Proposed(
        code=pool.code,
        members=len(pool.members),
        is_included=any(member.exhibitor == caller.party for member in pool.members),
        is_short=bool(pool.missing),
    )


@router.get("/v1/editions/{edition}/pools")
async def list_pools(
    edition: Edition,
    caller: Asking,
    pools: Kept,
    demand: Code = None,
    after: After = None,
    limit: Limit = 20,
) -> Page[PoolAnswer]:
    """Pools of a buyer's own demands, or all of them for the office."""
    caller.must_be(*OFFICE, "buyer", "broker")
    query: Document = {"edition": edition}
    if caller.role not in OFFICE:
        query["buyer"] = caller.party
    if demand:
        query["demand"] = f"demand:{edition}:{demand}"
    found, further = await pools.page(query, after, limit)
    return Page(items=[pool_answer(pool) for pool in found], next=further)


@router.get("/v1/editions/{edition}/pools/{code}")
async def get_pool(
    edition: Edition, code: Segment, caller: Asking, response: Response, pools: Kept
) -> PoolAnswer:
    """One pool, with its version as ETag."""
    pool = await pools.get(edition, code)
    expect_owner(pool, caller, "ops")
    return _shown(pool, response)


@router.post("/v1/editions/{edition}/pools/{code}/invitations")
async def invite(
    edition: Edition,
    code: Segment,
    form: InvitationsForm,
    seen: SeenVersion,
    caller: Asking,
    response: Response,
    pooling: Act,
) -> PoolAnswer:
    """Ask all members; `If-Match` says which proposal was seen."""
    pool = await pooling.invite(edition, code, form.days_to_answer, seen, caller)
    return _shown(pool, response)


@router.post("/v1/editions/{edition}/pools/{code}/dissolution")
async def dissolve(
    edition: Edition,
    code: Segment,
    seen: SeenVersion,
    caller: Asking,
    response: Response,
    pooling: Act,
) -> PoolAnswer:
    """End a pool, and free all that was reserved for it."""
    return _shown(await pooling.dissolve(edition, code, seen, caller), response)


@router.get("/v1/editions/{edition}/pools/{code}/members/{product}")
async def get_invitation(
    edition: Edition,
    code: Segment,
    product: Segment,
    caller: Asking,
    response: Response,
    pools: Kept,
) -> Invitation:
    """A member's own part of a pool, with its version as ETag."""
    caller.must_be(*OFFICE, "exhibitor")
    pool = await pools.get(edition, code)
    if caller.role == "exhibitor":
        expect_own(pool.member(product), caller.party)
    return _own(pool, product, response)


@router.post("/v1/editions/{edition}/pools/{code}/members/{product}/acceptance")
async def accept(
    edition: Edition,
    code: Segment,
    product: Segment,
    seen: SeenVersion,
    caller: Asking,
    response: Response,
    pooling: Act,
) -> Invitation:
    """Agree to one's share; the capacity for it is reserved. `If-Match` says which share."""
    return _own(await pooling.accept(edition, code, product, seen, caller), product, response)


@router.post("/v1/editions/{edition}/pools/{code}/members/{product}/refusal")
async def decline(
    edition: Edition,
    code: Segment,
    product: Segment,
    form: RefusalForm,
    seen: SeenVersion,
    caller: Asking,
    response: Response,
    pooling: Act,
) -> Invitation:
    """Do not take part, or not any more; replacements are looked for."""
    pool = await pooling.decline(edition, code, product, form.reason, seen, caller)
    return _own(pool, product, response)


@router.get("/v1/editions/{edition}/pool-invitations")
async def list_invitations(
    edition: Edition, caller: Asking, pools: Kept, after: After = None, limit: Limit = 20
) -> Page[Invitation]:
    """An exhibitor's parts in pools, asked and answered."""
    caller.must_be("exhibitor", "assistant")
    query = {"edition": edition, "exhibitors": caller.party, "closes_at": {"$ne": None}}
    found, further = await pools.page(query, after, limit)
    items = [
        invitation(pool, member)
        for pool in found
        for member in pool.members
        if member.exhibitor == caller.party
    ]
    return Page(items=items, next=further)


def _shown(pool: Pool, response: Response) -> PoolAnswer:
    tag(response, pool.version)
    return pool_answer(pool)


def _own(pool: Pool, product: str, response: Response) -> Invitation:
    member = pool.member(product)
    tag(response, member.version)
    return invitation(pool, member)
