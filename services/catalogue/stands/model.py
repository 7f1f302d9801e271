"""The floor of an edition: who stands where, who might move, and what must not be."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Self

from contracts import lists
from kernel.problems import Conflict, Invalid
from services.catalogue.editions.halls import Stand, stands_by_code, stands_of
from services.catalogue.editions.model import Edition
from services.catalogue.model import Exhibitor, ExhibitorForm
from services.catalogue.stands.assignment import Reason, Seeker, assign, togetherness
from services.catalogue.values import Value

By = Literal["hand", "rule"]


class Move(Value):
    """An exhibitor's way from one stand to another; None for no stand."""

    exhibitor: str
    code: str
    name: str
    before: str | None
    after: str | None
    before_by: By = "hand"
    after_by: By = "hand"

    @classmethod
    def of(cls, before: Exhibitor, after: Exhibitor) -> Self:
        return cls(
            exhibitor=before.id,
            code=before.code,
            name=before.name,
            before=before.stand,
            after=after.stand,
            before_by=before.stand_by,
            after_by=after.stand_by,
        )

    @property
    def back(self) -> "Move":
        """The same way the other way round."""
        turned = {
            "before": self.after,
            "after": self.before,
            "before_by": self.after_by,
            "after_by": self.before_by,
        }
        return self.model_copy(update=turned)


class Left(Value):
    """Somebody without a stand, and why."""

    code: str
    name: str
    reason: Reason


class Proposal(Value):
    """What the rule would do: who moves, who is left without a stand.

    `together` is the share of neighbours of one category, now and then.
    """

    moves: tuple[Move, ...]
    left: tuple[Left, ...]
    together: float
    together_now: float


def wants_a_stand(exhibitor: ExhibitorForm) -> bool:
    """Whoever takes part online alone gets no stand."""
    return exhibitor.attendance != "online"


def proposal(edition: Edition, exhibitors: Iterable[Exhibitor], anew: bool) -> Proposal:
    """What the rule would do with those who have no stand; with `anew` also with all whom it has
    placed before. Stands given by hand stay, unless the edition does not have them any more."""
    stands = list(stands_of(edition.halls))
    there = {stand.code for stand in stands if not stand.closed}
    among = {e.code: e for e in exhibitors if wants_a_stand(e)}
    stays = {
        e.stand: e
        for e in among.values()
        if e.stand in there and not (anew and e.stand_by == "rule")
    }
    kept = {e.code for e in stays.values()}
    seekers = [_seeker(e) for e in among.values() if e.code not in kept]
    staying = {str(stand): _seeker(e) for stand, e in stays.items()}
    placed, left = assign(stands, staying, seekers, lists.category_families())
    moves = [
        Move.of(among[code], among[code].at(placed.get(code), "rule"))
        for code in sorted(among)
        if code in placed or code in left
    ]
    now = {str(e.stand): e.category for e in among.values() if e.stand}
    then = {str(stand): e.category for stand, e in stays.items()}
    then |= {stand: among[code].category for code, stand in placed.items()}
    return Proposal(
        moves=tuple(move for move in moves if move.before != move.after),
        left=tuple(
            Left(code=code, name=among[code].name, reason=reason) for code, reason in left.items()
        ),
        together=round(togetherness(stands, then), 3),
        together_now=round(togetherness(stands, now), 3),
    )


def _seeker(exhibitor: Exhibitor) -> Seeker:
    return Seeker(exhibitor.code, exhibitor.category, exhibitor.needs_access)


def expect_on_floor(exhibitor: ExhibitorForm) -> None:
    """Raises Invalid for somebody who takes part online alone."""
    if not wants_a_stand(exhibitor):
        raise Invalid(
            f"{exhibitor.name} hanya hadir daring, jadi tidak mendapat stan.",
            f"{exhibitor.name} takes part online only, so it gets no stand.",
            code="online-only",
        )


def expect_stands(
    edition: Edition,
    parts: Sequence[Exhibitor],
    before: Mapping[str, Exhibitor],
    holders: Mapping[str, Exhibitor],
) -> None:
    """Raises Conflict when somebody gets a stand that the edition does not have, that is closed,
    or that another holds who keeps it.

    `before` are the parts as they were, by id; `holders` those who hold a stand now, by its code.
    A stand that somebody had already is not looked at; in an edition without stands any will do.
    """
    stands = stands_by_code(edition.halls)
    after = {part.id: part.stand for part in parts}
    given: dict[str, Exhibitor] = {}
    for part in parts:
        if not part.stand or (part.id in before and before[part.id].stand == part.stand):
            continue
        _expect_open(part.stand, stands)
        holder = given.setdefault(part.stand, holders.get(part.stand, part))
        if holder.id != part.id and after.get(holder.id, holder.stand) == part.stand:
            raise taken(part.stand, holder)
        given[part.stand] = part


def _expect_open(code: str, stands: Mapping[str, Stand]) -> None:
    stand = stands.get(code)
    if stands and stand is None:
        raise Conflict(
            f"Stan {code} tidak ada di denah edisi ini.",
            f"The plan of this edition has no stand {code}.",
            code="no-stand",
        )
    if stand and stand.closed:
        raise Conflict(
            f"Stan {code} ditutup, jadi tidak dapat ditempati.",
            f"Stand {code} is closed, so nobody can have it.",
            code="stand-closed",
        )


def taken(stand: str, holder: Exhibitor) -> Conflict:
    """The refusal for a stand that somebody has and keeps."""
    return Conflict(
        f"Stan {stand} sudah ditempati {holder.name}.",
        f"Stand {stand} is {holder.name}'s already.",
        code="stand-taken",
        exhibitor=holder.code,
    )


def expect_nobody_loses_a_stand(edition: Edition, standing: Iterable[Exhibitor]) -> None:
    """Raises Conflict, saying who, when an edition no longer has a stand that somebody has."""
    there = {stand.code for stand in stands_of(edition.halls) if not stand.closed}
    lost = [part for part in standing if part.stand not in there]
    if not lost:
        return
    who = ", ".join(f"{part.name} ({part.stand})" for part in lost[:5])
    more, more_en = ("", "") if len(lost) <= 5 else (f" dan {len(lost) - 5} lagi", " and others")
    raise Conflict(
        f"Stan yang hilang atau ditutup masih ditempati {who}{more}. Pindahkan dulu.",
        f"Stands that go or close are still held by {who}{more_en}. Move them first.",
        code="stand-occupied",
        exhibitors=[{"code": part.code, "stand": part.stand} for part in lost[:200]],
    )
