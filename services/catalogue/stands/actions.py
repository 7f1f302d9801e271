"""Verbs of the floor: propose, assign by the rule, move by hand, undo; each takes the turn."""

from collections.abc import Sequence
from typing import Literal

from kernel.callers import Caller
from kernel.clock import now
from kernel.editing import expect_version
from kernel.ids import new_id
from kernel.problems import Conflict
from services.catalogue.editions.model import Edition
from services.catalogue.history.model import Author, change
from services.catalogue.model import Exhibitor
from services.catalogue.shelves import Shelves
from services.catalogue.stands.model import (
    Move,
    Proposal,
    expect_on_floor,
    expect_stands,
    proposal,
    taken,
    wants_a_stand,
)
from services.catalogue.stands.placement import Placement
from services.catalogue.stands.store import Placements


class Floor:
    """The stands of editions; of all that moves on a floor one thing happens after the other."""

    def __init__(self, shelves: Shelves, placements: Placements) -> None:
        self._shelves, self.placements = shelves, placements

    async def propose(self, edition_id: str, anew: bool) -> tuple[Proposal, int]:
        """What the rule would do, and the turn it was asked at."""
        edition, turn = await self._shelves.editions.turn(edition_id)
        return proposal(edition, await self._shelves.occupants.on_floor(edition_id), anew), turn

    async def assign(self, edition_id: str, anew: bool, seen: int, caller: Caller) -> Placement:
        """Do what the rule proposed at turn `seen`. Raises StaleVersion when things have moved."""

        async def work() -> Placement:
            edition, turn = await self._shelves.editions.take_turn(edition_id)
            expect_version(turn, seen)
            there = await self._shelves.occupants.on_floor(edition_id)
            moves = proposal(edition, there, anew).moves
            return await self._move(edition, moves, "rule", caller)

        return await self._shelves.mongo.transaction(work)

    async def seat(
        self, edition_id: str, stand: str, code: str, seen: int, caller: Caller
    ) -> Placement:
        """Put an exhibitor at a stand; whoever is there changes places with it.

        Raises StaleVersion, NotFound, Conflict for a stand that cannot be had.
        """

        async def work() -> Placement:
            edition, turn = await self._shelves.editions.take_turn(edition_id)
            expect_version(turn, seen)
            comes = await self._shelves.exhibitors.get(edition_id, code)
            expect_on_floor(comes)
            moves = [Move.of(comes, comes.at(stand, "hand"))]
            goes = (await self._shelves.occupants.at_stands(edition_id, [stand])).get(stand)
            if goes and goes.id != comes.id:
                if not comes.stand:
                    raise taken(stand, goes)
                moves.append(Move.of(goes, goes.at(comes.stand, "hand")))
            return await self._move(edition, moves, "hand", caller)

        return await self._shelves.mongo.transaction(work)

    async def clear(self, edition_id: str, stand: str, seen: int, caller: Caller) -> Placement:
        """Let nobody have a stand. Raises StaleVersion, Conflict when nobody has it."""

        async def work() -> Placement:
            edition, turn = await self._shelves.editions.take_turn(edition_id)
            expect_version(turn, seen)
            goes = (await self._shelves.occupants.at_stands(edition_id, [stand])).get(stand)
            if goes is None:
                raise Conflict(
                    f"Stan {stand} sudah kosong.", f"Nobody has stand {stand}.", code="stand-empty"
                )
            return await self._move(edition, [Move.of(goes, goes.at(None, "hand"))], "hand", caller)

        return await self._shelves.mongo.transaction(work)

    async def undo(self, edition_id: str, placement_id: str, caller: Caller) -> Placement:
        """Take a placement back. Raises Conflict once somebody it moved has moved again."""

        async def work() -> Placement:
            edition, _ = await self._shelves.editions.take_turn(edition_id)
            placement = await self.placements.get(edition_id, placement_id)
            if placement.undone:
                raise Conflict(
                    "Pembagian ini sudah dibatalkan.", "This is undone already.", code="undone"
                )
            await self.placements.keep(placement.model_copy(update={"undone": True}))
            back = [move.back for move in placement.moves]
            return await self._move(edition, back, "undo", caller)

        return await self._shelves.mongo.transaction(work)

    async def _move(
        self,
        edition: Edition,
        moves: Sequence[Move],
        kind: Literal["rule", "hand", "undo"],
        caller: Caller,
    ) -> Placement:
        """Move exhibitors and remember it, in the transaction at hand."""
        before = await self._shelves.exhibitors.with_ids([move.exhibitor for move in moves])
        for move in moves:
            _expect_still_at(before[move.exhibitor], move)
        after = [before[move.exhibitor].at(move.after, move.after_by) for move in moves]
        wanted = [part.stand for part in after if part.stand]
        holders = await self._shelves.occupants.at_stands(edition.id, wanted)
        expect_stands(edition, after, before, holders)
        await self._shelves.exhibitors.save(after)
        author, moment = Author.of(caller), now()
        await self._shelves.history.note(
            [change("moved", before[part.id], part, author, moment) for part in after]
        )
        placement = Placement(
            id=new_id(),
            edition=edition.id,
            kind=kind,
            moves=tuple(moves),
            author=author,
            at=moment,
        )
        await self.placements.keep(placement)
        return placement


def _expect_still_at(exhibitor: Exhibitor, move: Move) -> None:
    if exhibitor.stand != move.before or (move.after and not wants_a_stand(exhibitor)):
        raise Conflict(
            f"{exhibitor.name} sudah pindah lagi sejak itu, jadi ini tidak dapat dibatalkan.",
            f"{exhibitor.name} has moved again since, so this cannot be undone.",
            code="moved-since",
            exhibitor=exhibitor.code,
        )
