"""People by the API: ask them in, see how far they are, come in by the letter."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from kernel.callers import Asking
from kernel.clock import now
from kernel.imports import Edition
from kernel.pages import After, Limit, Page, cursor, read_cursor
from kernel.service import provided
from services.gateway.accounts.actions import Guests
from services.gateway.accounts.model import Invitation, Name, Party
from services.gateway.model import Account, LanguageCode, Role, Sought, Standing
from services.gateway.requests import SmallBodyRoute
from services.gateway.store import Accounts

router = APIRouter(prefix="/api/v1", route_class=SmallBodyRoute, tags=["people"])

Door = Annotated[Guests, provided(Guests)]
Secret = Annotated[str, Field(max_length=200)]
TEAM = 200
PersonId = Annotated[str, Path(pattern=r"^[0-9a-f]{24}$")]


class PersonShown(BaseModel):
    """Somebody with an account, and how far they have come in."""

    id: str
    email: str
    name: str
    role: Role
    party: str
    language: LanguageCode
    member: bool
    parties: list[str]
    standing: Standing
    invited_at: datetime | None
    invited_until: datetime | None
    joined_at: datetime | None
    is_sample: bool

    @classmethod
    def of(cls, account: Account) -> "PersonShown":
        return cls(
            standing=account.standing(now()), parties=list(account.parties), **account.model_dump()
        )


class PeopleShown(Page[PersonShown]):
    """A page of people; `total` counts all that were asked for."""

    total: int


class TeamShown(BaseModel):
    """The accounts of a party, at most two hundred."""

    items: list[PersonShown]


class Assignment(BaseModel):
    """The parties an assistant acts for, the first as long as none is chosen."""

    parties: Annotated[list[Party], Field(max_length=100)]


class Asked(BaseModel):
    """How many people get a letter."""

    letters: int


class Acceptance(BaseModel):
    """What a person says of themselves when they come in; `key` is the secret of the letter."""

    key: Secret
    name: Name
    language: LanguageCode
    password: Annotated[str, Field(max_length=200)]


@router.post("/invitations", status_code=201)
async def invite(invitation: Invitation, caller: Asking, door: Door) -> PersonShown:
    """Ask somebody in; they get a letter with a link that lasts two weeks.

    The office asks everybody, the owner of a party its own team.
    """
    caller.must_be("organiser", "ops", "exhibitor", "buyer", "broker")
    return PersonShown.of(await door.invite(invitation, caller))


@router.post("/invitations/acceptance")
async def come_in(given: Acceptance, door: Door) -> PersonShown:
    """Accept an invitation: the link is used up, and the password signs in from now on."""
    return PersonShown.of(await door.come_in(given.key, given.name, given.language, given.password))


@router.post("/people/{person_id}/invitation")
async def invite_again(person_id: PersonId, caller: Asking, door: Door) -> PersonShown:
    """Send another letter, whose link replaces the one before."""
    caller.must_be("organiser", "ops", "exhibitor", "buyer", "broker")
    return PersonShown.of(await door.invite_again(person_id, caller))


@router.delete("/people/{person_id}/invitation")
async def uninvite(person_id: PersonId, caller: Asking, door: Door) -> PersonShown:
    """Take an invitation back; its link opens nothing any more."""
    caller.must_be("organiser", "ops", "exhibitor", "buyer", "broker")
    return PersonShown.of(await door.uninvite(person_id, caller))


@router.put("/people/{person_id}/parties")
async def assign(person_id: PersonId, given: Assignment, caller: Asking, door: Door) -> PersonShown:
    """Let an assistant act for these parties, and no others."""
    caller.must_be("organiser")
    return PersonShown.of(await door.assign(person_id, given.parties, caller))


@router.delete("/people/{person_id}")
async def close(person_id: PersonId, caller: Asking, door: Door) -> PersonShown:
    """Close an account: its sessions and links end, and nobody writes to it any more."""
    caller.must_be("organiser", "ops", "exhibitor", "buyer", "broker")
    return PersonShown.of(await door.close(person_id, caller))


@router.get("/team")
async def team(caller: Asking, accounts: Annotated[Accounts, provided(Accounts)]) -> TeamShown:
    """Who else acts for the caller's own party."""
    caller.must_be("exhibitor", "buyer", "broker")
    found = await accounts.among(Sought.team(caller.party), now(), TEAM)
    return TeamShown(items=[PersonShown.of(account) for account in found])


@router.get("/editions/{edition}/people")
async def people(
    edition: Edition,
    caller: Asking,
    accounts: Annotated[Accounts, provided(Accounts)],
    q: Annotated[str, Query(max_length=100)] = "",
    role: Role | Literal[""] = "",
    standing: Standing | Literal[""] = "",
    after: After = None,
    limit: Limit = 50,
) -> PeopleShown:
    """The people of an edition; `q` is beginnings of words in name or address."""
    caller.must_be("organiser", "ops")
    sought, moment = Sought(editions=(edition,), role=role, standing=standing, q=q), now()
    behind = read_cursor(after, 1)[0] if after else None
    found = await accounts.among(sought, moment, limit + 1, behind)
    return PeopleShown(
        items=[PersonShown.of(account) for account in found[:limit]],
        next=cursor(found[limit - 1].id) if len(found) > limit else None,
        total=await accounts.count(sought, moment),
    )


@router.get("/editions/{edition}/invitations")
async def who_would_be_invited(
    edition: Edition, caller: Asking, accounts: Annotated[Accounts, provided(Accounts)]
) -> Asked:
    """How many people of an edition nobody has asked in yet."""
    caller.must_be("organiser")
    sought = Sought(editions=(edition,), standing="waiting")
    return Asked(letters=await accounts.count(sought, now()))


@router.post("/editions/{edition}/invitations")
async def invite_all(edition: Edition, caller: Asking, door: Door) -> Asked:
    """Ask in everybody of an edition whom nobody has asked in yet."""
    caller.must_be("organiser")
    return Asked(letters=await door.invite_all(edition, caller))
