"""What is known of an import: its job, its counts, how far it is."""

from datetime import datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict

MAX_BYTES = 64 * 2**20
ENDED = ["done", "failed"]


class Counts(BaseModel):
    """Rows of an import: read, right and wrong, and what saving them did, or would do."""

    total: int = 0
    valid: int = 0
    invalid: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    written: int = 0


class ImportJob(BaseModel):
    """One uploaded spreadsheet on its way; `errors` holds the first hundred."""

    model_config = ConfigDict(frozen=True)

    id: str = ""
    edition: str
    kind: str
    filename: str
    dry_run: bool = False
    all_or_nothing: bool = False
    state: Literal["queued", "reading", "rehearsing", "writing", "done", "failed"] = "queued"
    rows: Counts = Counts()
    progress: float = 0.0
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
        if self.state in ("queued", "reading"):
            return 0.0
        done = self.rows.created + self.rows.changed + self.rows.unchanged
        return round(done / max(self.rows.valid, 1), 3)
