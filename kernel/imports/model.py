"""What is known of an import: its job, its counts, how far it is."""

from datetime import datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, computed_field

from kernel.imports.columns import FoundColumn

MAX_BYTES = 64 * 2**20
ENDED = ["done", "failed"]
ASKING = "asking"
"""The state of a job that waits for somebody to say which column is which."""


class Counts(BaseModel):
    """Rows of an import: read, right and wrong, and what saving them did, or would do."""

    total: int = 0
    valid: int = 0
    invalid: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    written: int = 0


class Interruption(BaseModel):
    """That a job was cut off: it went on at `row`, or from its start where nothing was done yet."""

    row: int | None
    resumed_at: datetime

    @computed_field  # type: ignore[prop-decorator]
    @property
    def message(self) -> str:
        """What became of the rows, in Indonesian."""
        if self.row is None:
            return "Impor ini terputus sebelum ada baris yang selesai, lalu diulang dari awal."
        return (
            f"Impor ini terputus, lalu dilanjutkan mulai baris {self.row}; "
            "baris sebelumnya sudah selesai dan tidak diulang."
        )

    @computed_field  # type: ignore[prop-decorator]
    @property
    def message_en(self) -> str:
        """The same in English."""
        if self.row is None:
            return "The import was interrupted before any row was done, and begun anew."
        return (
            f"The import resumed after an interruption at row {self.row}; "
            "the rows before it were done and are not done twice."
        )


class ImportJob(BaseModel):
    """One uploaded spreadsheet on its way; `errors` holds the first hundred.

    With `ask_columns` it waits, as `asking`, when the header leaves open which column is which;
    `missing` are columns of ours that it needs and lacks.
    """

    model_config = ConfigDict(frozen=True)

    id: str = ""
    edition: str
    kind: str
    filename: str
    dry_run: bool = False
    all_or_nothing: bool = False
    ask_columns: bool = False
    state: Literal["queued", "reading", "asking", "rehearsing", "writing", "done", "failed"] = (
        "queued"
    )
    columns: tuple[FoundColumn, ...] = ()
    missing: tuple[str, ...] = ()
    rows: Counts = Counts()
    progress: float = 0.0
    interruption: Interruption | None = None
    warnings: tuple[dict[str, str], ...] = ()
    problem: dict[str, Any] | None = None
    errors: list[dict[str, Any]] = []
    created_at: datetime | None = None
    ended_at: datetime | None = None

    def to_document(self) -> dict[str, Any]:
        """As it is kept."""
        kept = self.model_dump(mode="python", exclude={"id", "errors", "progress"})
        return {"_id": self.id, **kept}

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Self:
        """As it was kept, with its progress (0 to 1) worked out."""
        job = cls.model_validate(document | {"id": document["_id"]})
        return job.model_copy(update={"progress": job._progress()})

    def _progress(self) -> float:
        if self.state in ENDED:
            return 1.0
        if self.state in ("queued", "reading", ASKING):
            return 0.0
        done = self.rows.created + self.rows.changed + self.rows.unchanged
        return round(done / max(self.rows.valid, 1), 3)
