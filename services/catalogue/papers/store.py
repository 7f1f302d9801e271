"""Where proofs of papers are kept, and which warnings of their ends were told."""

from collections.abc import Iterable, Sequence
from datetime import date

from pymongo import ReplaceOne

from kernel.files import Files
from kernel.mongo import Document, Mongo
from services.catalogue.papers.model import Proof, proof_id

TURN = "turn"


class Proofs:
    """Files and verdicts of papers; a file that its paper no longer has is dropped."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._proofs = mongo, mongo["proofs"]
        self.files = Files(mongo, "paper_files")

    async def ensure(self) -> None:
        """An index for the files' sake."""
        await self.files.ensure()

    async def of(self, papers: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Proof]:
        """What is known of papers, by holder and paper."""
        ids = [proof_id(*paper) for paper in papers]
        found = self._proofs.find({"_id": {"$in": ids}}, session=self._mongo.session)
        proofs = [
            Proof.model_validate(document | {"id": document["_id"]}) async for document in found
        ]
        return {(proof.holder, proof.paper): proof for proof in proofs}

    async def get(self, holder: str, paper: str) -> Proof:
        """What is known of one paper; an empty proof when nothing is."""
        found = await self.of([(holder, paper)])
        return found.get((holder, paper)) or Proof.blank(holder, paper)

    async def save(self, before: Proof, after: Proof) -> None:
        """Keep a proof in place of its former self, in the transaction at hand."""
        if after.file and after.file != before.file:
            await self.files.bind(after.file.id)
        if before.file and after.file != before.file:
            await self.files.let_loose(before.file.id)
        kept = after.model_dump(exclude={"id"})
        await self._proofs.bulk_write(
            [ReplaceOne({"_id": after.id}, kept, upsert=True)], session=self._mongo.session
        )

    async def forget(self, papers: Sequence[tuple[str, str]]) -> None:
        """Papers that nobody holds any more, in the transaction at hand."""
        if not papers:
            return
        gone = await self.of(papers)
        await self.files.let_loose(*(proof.file.id for proof in gone.values() if proof.file))
        ids = [proof.id for proof in gone.values()]
        await self._proofs.delete_many({"_id": {"$in": ids}}, session=self._mongo.session)


def _proof(document: Document) -> Proof:
    return Proof.model_validate(document | {"id": document["_id"]})


class Notices:
    """Which expiries were told, and through which day all of them were."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._notices, self._days = (
            mongo,
            mongo["expiry_notices"],
            mongo["expiry_days"],
        )

    async def ensure(self) -> None:
        """The turn, which whoever looks for untold notices takes."""
        await self._notices.update_one({"_id": TURN}, {"$setOnInsert": {"taken": 0}}, upsert=True)

    async def untold(self, ids: Sequence[str]) -> set[str]:
        """Those of some notices that were not told, told from now on; in the transaction at hand.

        Of two replicas that take the turn at the same time one is repeated, and then finds the
        notices told; without a turn it would fail for good on a key that is there twice.
        """
        await self._notices.update_one(
            {"_id": TURN}, {"$inc": {"taken": 1}}, session=self._mongo.session
        )
        known = self._notices.find({"_id": {"$in": list(ids)}}, session=self._mongo.session)
        new = set(ids) - {document["_id"] async for document in known}
        if new:
            documents: list[Document] = [{"_id": notice} for notice in sorted(new)]
            await self._notices.insert_many(documents, session=self._mongo.session)
        return new

    async def are_told(self, day: date) -> bool:
        """Whether some replica has gone through all papers on this day or a later one."""
        done = await self._days.find_one({"_id": "last", "day": {"$gte": day.isoformat()}})
        return done is not None

    async def note_told(self, day: date) -> None:
        """All papers were gone through on this day."""
        await self._days.update_one(
            {"_id": "last"}, {"$max": {"day": day.isoformat()}}, upsert=True
        )
