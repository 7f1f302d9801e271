"""The office's list of people: find them, ask them in, send a letter again, take it back."""

import re
from typing import Annotated, Literal

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError

from kernel.clock import now
from kernel.pages import cursor, read_cursor
from kernel.problems import Invalid, Refusal
from kernel.service import provided
from services.gateway.accounts.actions import Guests
from services.gateway.accounts.model import SIDES, Invitation, Party
from services.gateway.model import TEAMS, Role, Sought, Standing
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import fields
from services.gateway.store import Accounts

PEOPLE = 50
MOST_PARTIES = 100

Door = Annotated[Guests, provided(Guests)]
Known = Annotated[Accounts, provided(Accounts)]

router = page_router()


@page(router, "people")
async def people(
    visit: Visiting,
    accounts: Known,
    q: Annotated[str, Query(max_length=100)] = "",
    peran: Role | Literal[""] = "",
    status: Standing | Literal[""] = "",
    setelah: Annotated[str, Query(max_length=200)] = "",
    kabar: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    visit.caller.must_be("organiser")
    sought = Sought(editions=_editions(visit), q=q, role=peran, standing=status)
    return await _list(visit, accounts, sought, setelah, told=kabar)


@page(router, "people", "POST")
async def invite(visit: Visiting, request: Request, accounts: Known, door: Door) -> Response:
    """Ask one person in."""
    visit.caller.must_be("organiser")
    form = await fields(request)
    try:
        await door.invite(_invitation(visit, form), visit.caller)
    except Refusal as refusal:
        sought = Sought(editions=_editions(visit))
        return await _list(visit, accounts, sought, refusal=refusal, form=form)
    return RedirectResponse(visit.link("people", {"kabar": "diundang", "q": form["surel"]}), 303)


@page(router, "invitation-of", "POST")
async def again_or_back(visit: Visiting, request: Request, code: Code, door: Door) -> Response:
    """Send somebody's letter again, or take the invitation back."""
    visit.caller.must_be("organiser", *TEAMS)
    form = await fields(request)
    if form.get("tindakan") == "cabut":
        await door.uninvite(code, visit.caller)
        told = "dicabut"
    else:
        await door.invite_again(code, visit.caller)
        told = "diundang"
    return RedirectResponse(_back(visit, told, form.get("q", "")), 303)


@page(router, "invite-all")
async def preview(visit: Visiting, accounts: Known) -> Response:
    """How many letters would go out."""
    visit.caller.must_be("organiser")
    sought = Sought(editions=(visit.edition.id,), standing="waiting")
    first = await accounts.among(sought, now(), 5)
    letters = await accounts.count(sought, now())
    return render(visit, "invite_all.html", letters=letters, first=first)


@page(router, "invite-all", "POST")
async def invite_all(visit: Visiting, door: Door) -> Response:
    visit.caller.must_be("organiser")
    await door.invite_all(visit.edition.id, visit.caller)
    return RedirectResponse(visit.link("people", {"status": "invited", "kabar": "diundang"}), 303)


@page(router, "person")
async def person(
    visit: Visiting, code: Code, door: Door, kabar: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """One person: assigned to parties, or let in no more."""
    visit.caller.must_be("organiser")
    account = await door.person(code, visit.caller)
    return render(visit, "person.html", account=account, moment_now=now(), told=kabar, refusal=None)


@page(router, "assignment", "POST")
async def assign(visit: Visiting, request: Request, code: Code, door: Door) -> Response:
    """Let an assistant act for the exhibitors whose codes are written."""
    visit.caller.must_be("organiser")
    codes = re.split(r"[\s,;]+", (await fields(request)).get("kode", "").strip())
    parties = [f"exhibitor:{visit.edition.id}:{code}" for code in codes if code]
    try:
        wanted = TypeAdapter(list[Party]).validate_python(parties[:MOST_PARTIES])
    except ValidationError as error:
        raise Invalid(
            "Tulis kode peserta, dipisahkan spasi atau koma.",
            "Write codes of exhibitors, with spaces or commas between them.",
        ) from error
    await door.assign(code, wanted, visit.caller)
    return RedirectResponse(visit.link("person", {"kabar": "ditugaskan"}, code=code), 303)


@page(router, "closing", "POST")
async def close(visit: Visiting, code: Code, door: Door) -> Response:
    """Let somebody in no more."""
    visit.caller.must_be("organiser", *TEAMS)
    account = await door.close(code, visit.caller)
    return RedirectResponse(_back(visit, "ditutup", account.email), 303)


@page(router, "team")
async def team(
    visit: Visiting, accounts: Known, kabar: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """Who acts for the visitor's own party; its owner asks others in."""
    return await _team(visit, accounts, told=kabar)


@page(router, "team", "POST")
async def invite_to_team(
    visit: Visiting, request: Request, accounts: Known, door: Door
) -> Response:
    visit.caller.must_be(*TEAMS)
    form = await fields(request)
    asked = form | {"peran": visit.caller.role, "kode": visit.party_code}
    try:
        await door.invite(_invitation(visit, asked, visit.caller.party), visit.caller)
    except Refusal as refusal:
        return await _team(visit, accounts, refusal=refusal, form=form)
    return RedirectResponse(visit.link("team", {"kabar": "diundang"}), 303)


async def _team(
    visit: Visit,
    accounts: Accounts,
    told: str = "",
    refusal: Refusal | None = None,
    form: dict[str, str] | None = None,
) -> Response:
    visit.caller.must_be(*TEAMS)
    found = await accounts.among(Sought.team(visit.caller.party), now(), PEOPLE)
    return render(
        visit,
        "team.html",
        refusal.status if refusal else 200,
        people=[one for one in found if not one.closed],
        owns=any(one.id == visit.caller.account and one.owns_party for one in found),
        moment_now=now(),
        told=told,
        refusal=refusal,
        form=form or {},
    )


def _back(visit: Visit, told: str, q: str) -> str:
    """To the list from which somebody was chosen."""
    if visit.caller.role in TEAMS:
        return visit.link("team", {"kabar": told})
    return visit.link("people", {"kabar": told, "q": q})


def _editions(visit: Visit) -> tuple[str, ...]:
    """The people of the edition, and of the office, who belong to none."""
    return (visit.edition.id, "")


async def _list(
    visit: Visit,
    accounts: Accounts,
    sought: Sought,
    after: str = "",
    told: str = "",
    refusal: Refusal | None = None,
    form: dict[str, str] | None = None,
) -> Response:
    moment = now()
    behind = read_cursor(after, 1)[0] if after else None
    found = await accounts.among(sought, moment, PEOPLE + 1, behind)
    return render(
        visit,
        "people.html",
        refusal.status if refusal else 200,
        people=found[:PEOPLE],
        next=cursor(found[PEOPLE - 1].id) if len(found) > PEOPLE else None,
        total=await accounts.count(sought, moment),
        waiting=await accounts.count(
            Sought(editions=(visit.edition.id,), standing="waiting"), moment
        ),
        sought=sought,
        after=after,
        moment_now=moment,
        told=told,
        refusal=refusal,
        form=form or {},
    )


def _invitation(visit: Visit, form: dict[str, str], party: str = "") -> Invitation:
    """What the form says, of somebody of this party if one is given. Raises Invalid."""
    role, code = form.get("peran", ""), form.get("kode", "").strip()
    side = SIDES.get(role)
    try:
        return Invitation.model_validate(
            {
                "email": form.get("surel", ""),
                "name": form.get("nama", ""),
                "role": role,
                "party": party or (f"{side}:{visit.edition.id}:{code}" if side else ""),
                "language": form.get("bahasa", "id"),
            }
        )
    except ValidationError as error:
        raise Invalid(
            "Isi alamat surel lengkap, nama, dan untuk peserta atau pembeli kode pihaknya.",
            "Give a whole e-mail address, a name and, for exhibitors and buyers, the party's code.",
        ) from error
