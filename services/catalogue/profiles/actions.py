"""Verbs of profiles: keep them true in every edition, take part in another one."""

from collections.abc import Sequence

from pydantic import BaseModel

from kernel.callers import Caller
from kernel.clock import now
from kernel.editing import expect_version
from kernel.imports import news_among
from kernel.problems import Forbidden, NotFound
from services.catalogue.history.model import Author, Verb, change
from services.catalogue.model import Exhibitor, exhibitor_id
from services.catalogue.ownership import expect_owner, owns
from services.catalogue.profiles.model import (
    Invited,
    ParticipationForm,
    Profile,
    ProfileForm,
    expect_in_use,
    showing,
    taking_part,
)
from services.catalogue.shelves import Shelves

AT_ONCE = 250


class Joined(BaseModel):
    """Who has been taken into an edition (codes), who was in it, and who was left out.

    With `next` there are more of them: ask again with it as `after`.
    """

    joined: list[str]
    already: list[str]
    left_out: list[str]
    next: str | None = None


async def bring_up_to_date(
    parts: Sequence[Exhibitor], caller: Caller, shelves: Shelves
) -> list[Exhibitor]:
    """Keep the profiles as some parts now show them, and let their other parts follow.

    In the transaction at hand. Returns all parts that changed besides.
    """
    known = await shelves.profiles.with_ids([part.profile for part in parts])
    shown = [Profile.of(part) for part in parts]
    news, _ = news_among(shown, known)
    await shelves.profiles.save(news)
    changed = [profile for profile in news if profile.id in known]
    return await _let_parts_follow(changed, {part.id for part in parts}, caller, shelves)


async def _let_parts_follow(
    profiles: Sequence[Profile], but: set[str], caller: Caller, shelves: Shelves
) -> list[Exhibitor]:
    if not profiles:
        return []
    parts = await shelves.exhibitors.of_profiles([profile.id for profile in profiles])
    before = {part.id: part for part in parts if part.id not in but}
    after = showing(profiles, before.values())
    await shelves.exhibitors.save(after)
    await _note("changed", before, after, caller, shelves)
    return after


async def get_profile(profile: str, shelves: Shelves) -> tuple[Profile, list[Exhibitor]]:
    """A profile with its parts in editions. Raises NotFound."""
    parts = await shelves.exhibitors.of_profiles([profile])
    if not parts:
        raise NotFound(
            f"Profil “{profile}” tidak ada.", f"There is no profile “{profile}”.", code="no-profile"
        )
    known = await shelves.profiles.with_ids([profile])
    return known.get(profile) or Profile.of(parts[0]), parts


async def revise_profile(
    profile: str, form: ProfileForm, seen: int, caller: Caller, shelves: Shelves
) -> Profile:
    """Change what a profile says in all editions at once. Raises StaleVersion, Forbidden."""
    caller.must_be("exhibitor", "organiser")

    async def work() -> Profile:
        before, parts = await get_profile(profile, shelves)
        if not any(owns(caller, part.id) for part in parts):
            raise Forbidden("Profil ini bukan milik Anda.", "This profile is not yours.")
        expect_version(before.version, seen)
        after = before.revised(form)
        await shelves.profiles.save([after])
        followed = await _let_parts_follow([after], set(), caller, shelves)
        await shelves.let_products_follow(followed)
        return after

    return await shelves.mongo.transaction(work)


async def revise_participation(
    edition: str, code: str, form: ParticipationForm, seen: int, caller: Caller, shelves: Shelves
) -> Exhibitor:
    """Change how an exhibitor takes part; one that is online alone lets go of its stand.

    Raises StaleVersion, Forbidden, Conflict for a category that is not in use.
    """

    async def work() -> Exhibitor:
        opened, _ = await shelves.editions.take_turn(edition)
        before = await shelves.exhibitors.get(edition, code)
        expect_owner(caller, before.id)
        expect_version(before.version, seen)
        if form.category != before.category:
            expect_in_use(form.category, opened)
        said = form.model_dump() | {"version": before.version + 1}
        after = before.model_copy(update=said)
        if form.attendance == "online":
            after = after.model_copy(update={"stand": None})
        await shelves.change(before, after, "changed", caller)
        await shelves.let_products_follow([after])
        return after

    return await shelves.mongo.transaction(work)


async def take_in(
    edition: str, invited: Invited, after: str, caller: Caller, shelves: Shelves
) -> Joined:
    """Let exhibitors of an earlier edition take part in another one, some hundred at a time.

    Each keeps its profile, code, category, attendance and papers; to ask twice does no harm. Who
    has a category that is not in use, or a code that another has, is left out.
    """
    opened = await shelves.editions.get(edition)
    await shelves.editions.get(invited.edition)
    some, further = await _some(invited, after, shelves)

    async def work() -> Joined:
        there = await _there(edition, some, shelves)
        wanted = [taking_part(one, edition) for one in some if one.profile not in there]
        codes = await shelves.exhibitors.with_ids([part.id for part in wanted])
        fitting = [part for part in wanted if part.id not in codes and opened.uses(part.category)]
        await shelves.exhibitors.save(fitting)
        await _note("added", {}, fitting, caller, shelves)
        joined = {part.code for part in fitting}
        return Joined(
            joined=sorted(joined),
            already=sorted(one.code for one in some if one.profile in there),
            left_out=sorted(part.code for part in wanted if part.code not in joined),
            next=further,
        )

    return await shelves.mongo.transaction(work)


async def _some(
    invited: Invited, after: str, shelves: Shelves
) -> tuple[list[Exhibitor], str | None]:
    if invited.codes is not None:
        ids = [exhibitor_id(invited.edition, code) for code in invited.codes]
        return list((await shelves.exhibitors.with_ids(ids)).values()), None
    last = exhibitor_id(invited.edition, after) if after else ""
    some = await shelves.exhibitors.after(invited.edition, last, AT_ONCE)
    return some, some[-1].code if len(some) == AT_ONCE else None


async def _there(edition: str, some: Sequence[Exhibitor], shelves: Shelves) -> set[str]:
    parts = await shelves.exhibitors.of_profiles([one.profile for one in some])
    return {part.profile for part in parts if part.edition == edition}


async def _note(
    verb: Verb,
    before: dict[str, Exhibitor],
    after: Sequence[Exhibitor],
    caller: Caller,
    shelves: Shelves,
) -> None:
    author, moment = Author.of(caller), now()
    await shelves.history.note(
        [change(verb, before.get(part.id), part, author, moment) for part in after]
    )
