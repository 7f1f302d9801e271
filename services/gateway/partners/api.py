"""The API of keys: the office makes them, sees when they were last used, and revokes them."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from contracts.scopes import Scope
from kernel.callers import Asking
from kernel.clock import now
from kernel.pages import After, Limit, Page, cursor, read_cursor
from kernel.service import provided
from services.gateway.partners.actions import OFFICE, Partners
from services.gateway.partners.model import ApiKey, KeyForm, Standing
from services.gateway.partners.store import ApiKeys
from services.gateway.requests import SmallBodyRoute

router = APIRouter(prefix="/api/v1/api-keys", route_class=SmallBodyRoute, tags=["api-keys"])

P = Annotated[Partners, provided(Partners)]


class ApiKeyShown(BaseModel):
    """A key; its secret cannot be read again, but for the last characters."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    ending: str
    standing: Standing
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None

    @classmethod
    def of(cls, key: ApiKey) -> "ApiKeyShown":
        told = key.model_dump(include=set(cls.model_fields))
        return cls(standing=key.standing(now()), **told)


class ApiKeyMade(ApiKeyShown):
    """A new key with its secret, shown this once."""

    secret: str


@router.post("", status_code=201)
async def make_key(form: KeyForm, caller: Asking, partners: P) -> ApiKeyMade:
    """Make a key for a partner's program."""
    key, secret = await partners.make(form, caller)
    return ApiKeyMade(secret=secret, **ApiKeyShown.of(key).model_dump())


@router.get("")
async def list_keys(
    caller: Asking,
    keys: Annotated[ApiKeys, provided(ApiKeys)],
    after: After = None,
    limit: Limit = 50,
) -> Page[ApiKeyShown]:
    """All keys, the last made first."""
    caller.must_be(*OFFICE)
    before = read_cursor(after, 1)[0] if after else None
    found = await keys.some(limit + 1, before)
    further = cursor(found[limit - 1].id) if len(found) > limit else None
    return Page(items=[ApiKeyShown.of(key) for key in found[:limit]], next=further)


@router.delete("/{key_id}", status_code=204)
async def revoke_key(
    key_id: Annotated[str, Path(pattern=r"^[0-9a-f]{24}$")], caller: Asking, partners: P
) -> None:
    """Let a key open nothing any more."""
    await partners.revoke(key_id, caller)
