"""The saving half of an import: right rows in chunks, each with how far the job is."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from kernel.callers import Caller
from kernel.imports.model import Counts
from kernel.imports.staging import Staging
from kernel.mongo import Document, Mongo
from kernel.problems import Refusal

CHUNK = 250

Hold = Callable[[str, Document, Document], Awaitable[None]]


class Saving:
    """Saves what was staged of one job; for a dry run it finds out what that would do."""

    def __init__(self, mongo: Mongo, staging: Staging, by: Caller, hold: Hold) -> None:
        self._mongo, self._staging, self._by, self._hold = mongo, staging, by, hold
        self._kind, self._job = staging.kind, staging.job

    async def save(self, behind: int) -> None:
        """Save the rows after the one numbered `behind`. Raises Refusal, LeaseLost."""
        for numbers, rows in self._staging.staged.chunks(CHUNK, behind):
            await self._save_chunk(numbers, rows)

    async def _save_chunk(self, numbers: Sequence[int], rows: Sequence[Any]) -> None:
        """What was right when it was checked may be so no more: such rows are left out and told."""
        number_of = {row.code: number for row, number in zip(rows, numbers, strict=True)}
        errors: list[Document] = []
        while True:
            try:
                return await self._attempt(rows, numbers[-1], errors)
            except Refusal:
                faults = await self._kind.faults(self._job.edition, rows)
                if not faults:
                    raise
            called = {
                number_of[code]: self._staging.as_they_call_them(found)
                for code, found in faults.items()
            }
            errors = [*errors, *self._staging.errors(called)]
            rows = [row for row in rows if row.code not in faults]

    async def _attempt(self, rows: Sequence[Any], last: int, errors: list[Document]) -> None:
        async def save() -> Counts:
            return await self._kind.save(self._job.edition, rows, self._by)

        async def save_and_note() -> None:
            await self._note(last, await save(), errors)

        async def note_what_it_would() -> None:
            await self._note(last, would.model_copy(update={"written": 0}), errors)

        if self._job.dry_run:
            would = await self._mongo.rehearsal(save)
            await self._mongo.transaction(note_what_it_would)
        else:
            await self._mongo.transaction(save_and_note)

    async def _note(self, last: int, saved: Counts, errors: list[Document]) -> None:
        wrong = len({error["row"] for error in errors})
        done = {f"rows.{name}": count for name, count in saved.model_dump().items()}
        done |= {"rows.invalid": wrong, "rows.valid": -wrong}
        await self._hold(self._job.id, {"cursor": last}, done)
        if errors:
            await self._mongo["import_errors"].insert_many(
                [dict(error) for error in errors], session=self._mongo.session
            )
