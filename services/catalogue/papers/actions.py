"""Verbs of papers: declare, replace, withdraw, show a file, judge; the holder is told anew."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import NamedTuple

from kernel.callers import Caller
from kernel.clock import now
from kernel.editing import expect_version
from kernel.pages import Page, cursor, read_cursor
from kernel.pictures import Studio
from kernel.problems import Conflict, NotFound
from kernel.scanning import Scanner
from kernel.uploads import received
from services.catalogue.history.model import Verb
from services.catalogue.model import exhibitor_id
from services.catalogue.ownership import expect_owner
from services.catalogue.papers.contents import MOST_BYTES, inspected
from services.catalogue.papers.model import (
    Paper,
    PaperForm,
    Proof,
    State,
    StoredFile,
    Verdict,
    VerdictForm,
)
from services.catalogue.shelves import Place, Shelves, Thing


class Shown(NamedTuple):
    """A paper with its holder, and what only the holder and the office may know of it."""

    holder: Thing
    paper: Paper
    proof: Proof


class Papers:
    """What holders and the office do with papers, each in one transaction with its facts."""

    def __init__(self, shelves: Shelves, studio: Studio, scanner: Scanner) -> None:
        self._shelves, self._mongo, self._proofs = shelves, shelves.mongo, shelves.proofs
        self._studio, self._scanner = studio, scanner

    async def add(self, place: Place, form: PaperForm, caller: Caller) -> Shown:
        """Declare a paper. Raises Invalid, Conflict for one that is there already."""

        async def work() -> Shown:
            holder = await self._shelves.owned(place, caller)
            form.expect_sound(holder.is_sample)
            paper = Paper.of(form, [paper.id for paper in holder.papers])
            return await self._keep(holder, paper, "paper-added", caller)

        return await self._mongo.transaction(work)

    async def replace(
        self, place: Place, paper_id: str, form: PaperForm, seen: int, caller: Caller
    ) -> Shown:
        """Say something else of a paper, which must then be checked anew."""

        async def work() -> Shown:
            holder, paper = await self._seen(place, paper_id, seen, caller)
            form.expect_sound(holder.is_sample)
            revised = paper.revised(form)
            if revised == paper:
                return Shown(holder, paper, await self._proofs.get(holder.id, paper.id))
            return await self._keep(holder, revised, "paper-changed", caller)

        return await self._mongo.transaction(work)

    async def withdraw(self, place: Place, paper_id: str, seen: int, caller: Caller) -> None:
        """Hold a paper no longer; its file goes with it."""

        async def work() -> None:
            holder, paper = await self._seen(place, paper_id, seen, caller)
            await self._shelves.change(
                holder, holder.without_paper(paper.id), "paper-withdrawn", caller, paper.id
            )
            await self._proofs.forget([(holder.id, paper.id)])

        await self._mongo.transaction(work)
        await self._proofs.files.drop_loose()

    async def attach(
        self,
        place: Place,
        paper_id: str,
        seen: int,
        content: AsyncIterator[bytes],
        caller: Caller,
    ) -> Shown:
        """Show a paper by a file, in place of the one before; nothing is kept of a wrong one."""
        await self._seen(place, paper_id, seen, caller)
        async with received(content, MOST_BYTES) as upload:
            media_type, scan = await inspected(upload, self._studio, self._scanner)
            file = StoredFile(
                id=await self._proofs.files.keep(upload),
                media_type=media_type,
                size=upload.size,
                sha256=upload.sha256,
                scan=scan,
                stored_at=now(),
            )

        async def work() -> Shown:
            holder, paper = await self._seen(place, paper_id, seen, caller)
            shown = paper.declared_anew().model_copy(update={"has_file": True})
            before = await self._proofs.get(holder.id, paper.id)
            proof = before.model_copy(update={"file": file})
            await self._proofs.save(before, proof)
            return await self._keep(holder, shown, "paper-file", caller)

        try:
            return await self._mongo.transaction(work)
        finally:
            await self._proofs.files.drop(file.id)  # leaves alone what was bound
            await self._proofs.files.drop_loose()

    async def file_of(
        self, place: Place, paper_id: str, caller: Caller
    ) -> tuple[Paper, StoredFile, AsyncIterator[bytes]]:
        """The file that shows a paper, for its holder and the office.

        Raises NotFound where there is none, and Conflict where it has vanished from the store.
        """
        holder = await self._shelves.owned(place, caller)
        paper = holder.paper(paper_id)
        file = (await self._proofs.get(holder.id, paper.id)).file
        if file is None:
            raise NotFound(
                "Dokumen ini belum berberkas.", "There is no file for this paper.", code="no-file"
            )
        await self._expect_file(file)
        return paper, file, self._proofs.files.read(file.id)

    async def _expect_file(self, file: StoredFile) -> None:
        if not await self._proofs.files.has(file.id):
            raise Conflict(
                "Berkas dokumen ini hilang dari penyimpanan; unggah lagi, lalu periksa lagi.",
                "The file of this paper has vanished from the store; upload and check it again.",
                code="file-vanished",
            )

    async def judge(
        self, place: Place, paper_id: str, form: VerdictForm, seen: int, caller: Caller
    ) -> Shown:
        """The office says that a paper is checked, or rejects it with a reason."""
        caller.must_be("organiser")
        form.expect_a_reason()

        async def work() -> Shown:
            holder, paper = await self._seen(place, paper_id, seen, caller)
            if paper.state == form.state:
                raise _judged_already(paper.state)
            moment = now()
            who = {"account": caller.account, "name": caller.name, "at": moment}
            verdict = Verdict(**form.model_dump(), **who)
            before = await self._proofs.get(holder.id, paper.id)
            if before.file and form.state == "checked":
                await self._expect_file(before.file)
            await self._proofs.save(before, before.model_copy(update={"verdict": verdict}))
            verb: Verb = "paper-checked" if form.state == "checked" else "paper-rejected"
            return await self._keep(holder, paper.judged(form.state, moment), verb, caller)

        return await self._mongo.transaction(work)

    async def of(self, place: Place, caller: Caller) -> list[Shown]:
        """The papers of one holder."""
        return await self._shown([await self._shelves.owned(place, caller)], {})

    async def page(
        self,
        edition: str,
        exhibitor: str | None,
        state: State | None,
        has_file: bool | None,
        after: str | None,
        limit: int,
        caller: Caller,
    ) -> Page[Shown]:
        """Papers by holder, exhibitors before products; `limit` counts the holders."""
        owner = exhibitor_id(edition, exhibitor) if exhibitor else None
        if owner:
            expect_owner(caller, owner)
        else:
            caller.must_be("organiser")
        last = read_cursor(after, 1)[0] if after else ""
        given = {"state": state, "has_file": has_file}
        wanted = {name: value for name, value in given.items() if value is not None}
        holders: list[Thing] = []
        for shelf in (self._shelves.exhibitors, self._shelves.products):
            most = limit + 1 - len(holders)
            holders += await shelf.holding(edition, owner, wanted, last, most) if most else []
        more = cursor(holders[limit - 1].id) if len(holders) > limit else None
        return Page[Shown](items=await self._shown(holders[:limit], wanted), next=more)

    async def _shown(self, holders: Sequence[Thing], wanted: Mapping[str, object]) -> list[Shown]:
        pairs = [
            (holder, paper)
            for holder in holders
            for paper in holder.papers
            if all(getattr(paper, name) == value for name, value in wanted.items())
        ]
        keys = [(holder.id, paper.id) for holder, paper in pairs]
        proofs = await self._proofs.of(keys)
        return [
            Shown(holder, paper, proofs.get(key) or Proof.blank(*key))
            for (holder, paper), key in zip(pairs, keys, strict=True)
        ]

    async def _seen(
        self, place: Place, paper_id: str, seen: int, caller: Caller
    ) -> tuple[Thing, Paper]:
        """A holder and its paper as somebody saw it. Raises StaleVersion when it has moved on."""
        holder = await self._shelves.owned(place, caller)
        paper = holder.paper(paper_id)
        expect_version(paper.version, seen)
        return holder, paper

    async def _keep(self, holder: Thing, paper: Paper, verb: Verb, caller: Caller) -> Shown:
        after = holder.with_paper(paper)
        await self._shelves.change(holder, after, verb, caller, paper.id)
        return Shown(after, paper, await self._proofs.get(holder.id, paper.id))


def _judged_already(state: State) -> Conflict:
    words = {"checked": ("diperiksa", "checked"), "rejected": ("ditolak", "rejected")}
    said, said_en = words[state]
    return Conflict(
        f"Dokumen ini sudah {said}.", f"This paper is {said_en} already.", code="judged-already"
    )
