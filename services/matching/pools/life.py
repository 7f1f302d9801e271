"""The life of a pool: asked, answered, repaired, complete or dissolved; each step counts once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kernel.problems import Conflict
from services.matching.capacity.months import end_of
from services.matching.pools.model import Member, Pool, Proposal, Shortage, delivered
from services.matching.sentences import number

LONGEST_LIFE = timedelta(days=60)


def inviting(pool: Pool, days: int, moment: datetime) -> Pool:
    """Everybody is asked and has some days to answer; itself when that was done."""
    if pool.state == "inviting":
        return pool
    pool.expect("proposed")
    if not pool.members:
        raise Conflict(
            "Tidak ada anggota yang dapat diundang; lihat kekurangannya.",
            "There is nobody to invite; see what is missing.",
            code="no-members",
        )
    deadline = moment + timedelta(days=days)
    return pool.happened(
        moment,
        f"{len(pool.members)} anggota diundang.",
        f"{len(pool.members)} members are invited.",
        state="inviting",
        to_do="",
        days_to_answer=days,
        closes_at=moment + LONGEST_LIFE,
        members=tuple(member.now("invited", deadline=deadline) for member in pool.members),
    )


def accepted(pool: Pool, product_code: str, moment: datetime) -> Pool:
    """A member agrees; the last one to agree makes the pool complete. Itself when it had agreed."""
    member = pool.member(product_code)
    if member.state == "accepted":
        return pool
    pool.expect("inviting")
    _expect_asked(member, moment)
    return _complete_when_all_agree(
        pool.happened(
            moment,
            f"{member.exhibitor_name} setuju.",
            f"{member.exhibitor_name} agrees.",
            members=pool.with_member(member.now("accepted")),
        ),
        moment,
    )


def declined(pool: Pool, product_code: str, reason: str, moment: datetime) -> Pool:
    """A member leaves, also one that had agreed; itself when it had left before."""
    member = pool.member(product_code)
    if member.state == "declined":
        return pool
    pool.expect("inviting")
    if member.state != "accepted":
        _expect_asked(member, moment)
    return pool.happened(
        moment,
        f"{member.exhibitor_name} tidak ikut.",
        f"{member.exhibitor_name} does not take part.",
        to_do="repair",
        members=pool.with_member(member.now("declined", reason=reason)),
    )


def expired(pool: Pool, moment: datetime) -> Pool:
    """Whoever has not answered in time is out; itself when everybody still has time."""
    late = [one for one in pool.members if one.state == "invited" and _is_late(one, moment)]
    if not late or pool.state != "inviting":
        return pool
    names = ", ".join(member.exhibitor_name for member in late)
    return pool.happened(
        moment,
        f"Tidak menjawab sampai tenggat: {names}.",
        f"Did not answer in time: {names}.",
        to_do="repair",
        members=tuple(m.now("expired") if m in late else m for m in pool.members),
    )


def dissolved(pool: Pool, moment: datetime, text: str, text_en: str) -> Pool:
    """Nobody is bound any more; itself when it was dissolved before."""
    if pool.state == "dissolved":
        return pool
    members = [m.now("released") if m.is_present else m for m in pool.members]
    return pool.happened(moment, text, text_en, state="dissolved", to_do="", members=tuple(members))


def settled(pool: Pool, proposal: Proposal, moment: datetime) -> Pool:
    """A proposal after its proof: perhaps cheaper, or known to be the cheapest."""
    if pool.state != "proposed":
        return pool
    cost = sum(member.cost for member in proposal.members)
    better = cost < pool.cost or len(proposal.missing) < len(pool.missing)
    return pool.happened(
        moment,
        "Perhitungan selesai; ditemukan gabungan yang lebih baik."
        if better
        else "Perhitungan selesai; susunan anggota tetap.",
        "Reckoning is done; a better pool was found."
        if better
        else "Reckoning is done; the members stay the same.",
        to_do="",
        gap=proposal.gap,
        members=proposal.members if better else pool.members,
        missing=proposal.missing if better else pool.missing,
    )


def repaired(pool: Pool, kept: Sequence[Member], found: Proposal, moment: datetime) -> Pool:
    """The pool with replacements for who has left; those in `kept` keep their shares.

    Members that are present and not kept are asked anew, or let go when nobody needs them. The
    pool is dissolved when nobody is left, and complete when all who are left had agreed.
    """
    again = {member.product: member for member in found.members}
    stay = {member.product for member in kept}
    deadline = moment + timedelta(days=pool.days_to_answer)
    members = [_after_repair(one, stay, again, deadline) for one in pool.members]
    known = {member.product for member in pool.members}
    new = [m.now("invited", deadline=deadline) for m in found.members if m.product not in known]
    after = pool.happened(
        moment,
        *_what_changed(pool, new, found.missing),
        to_do="",
        repairs=pool.repairs + 1,
        gap=found.gap,
        missing=found.missing,
        members=(*members, *new),
    )
    if not after.present:
        return dissolved(after, moment, "Tidak ada anggota yang tersisa.", "No members are left.")
    return _complete_when_all_agree(after, moment)


def _after_repair(
    member: Member, stay: set[str], again: dict[str, Member], deadline: datetime
) -> Member:
    if member.product in stay:
        return member
    asked = again.get(member.product)
    if asked is None:
        return member.now("released") if member.is_present else member
    if member.state == "invited" and asked.deliveries == member.deliveries:
        return member
    return asked.model_copy(
        update={"state": "invited", "deadline": deadline, "version": member.version + 1}
    )


def _what_changed(
    pool: Pool, new: Sequence[Member], missing: Sequence[Shortage]
) -> tuple[str, str]:
    names = ", ".join(member.exhibitor_name for member in new)
    text = f"Pengganti diundang: {names}." if new else "Tidak ada pengganti."
    text_en = f"Replacements are invited: {names}." if new else "There are no replacements."
    if missing:
        short = number(sum(one.volume for one in missing))
        text += f" Masih kurang {short[0]} {pool.unit}."
        text_en += f" {short[1]} {pool.unit} are still missing."
    return text, text_en


def _complete_when_all_agree(pool: Pool, moment: datetime) -> Pool:
    if pool.to_do or any(member.state != "accepted" for member in pool.present):
        return pool
    return pool.happened(
        moment,
        "Semua anggota setuju; gabungan lengkap.",
        "All members agree; the pool is complete.",
        state="complete",
    )


def _expect_asked(member: Member, moment: datetime) -> None:
    if member.state != "invited" or _is_late(member, moment):
        raise Conflict(
            f"Undangan untuk {member.product_name} sudah tidak berlaku.",
            f"The invitation for {member.product_name} does not hold any more.",
            code="not-invited",
        )


def _is_late(member: Member, moment: datetime) -> bool:
    return member.deadline is not None and member.deadline <= moment


def open_volume(pool: Pool, kept: Sequence[Member], moment: datetime) -> tuple[float, ...]:
    """What is left to deliver in each month beside those in `kept`, in the demand's units.

    Nothing more can be delivered in a month that is over.
    """
    done = delivered(kept, pool.months)
    return tuple(
        0.0 if end_of(month) <= moment else max(0.0, round(pool.volume_per_month - volume, 3))
        for month, volume in zip(pool.months, done, strict=True)
    )


def next_look(pool: Pool) -> datetime | None:
    """When the pool is next to be looked after: at once, at a deadline, or never."""
    if pool.to_do:
        return pool.created_at
    if pool.state != "inviting":
        return None
    deadlines = [m.deadline for m in pool.members if m.state == "invited" and m.deadline]
    return min([*deadlines, *([pool.closes_at] if pool.closes_at else [])], default=None)
