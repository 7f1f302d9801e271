"""A refit on its way: why an edition is matched anew, and how far it is."""

from datetime import date, datetime
from typing import Any, Literal, Self

from pydantic import computed_field

from services.matching.model import Value

Why = Literal["weights", "rules", "day"]


class Refit(Value):
    """One walk over an edition; `cursor` is the id that was settled last, in the order of ids.

    For `weights` and `rules` it walks over all open demands; for `day` over the demands that ended
    and the products with a paper that ran out since the day `since`.
    """

    id: str
    edition: str
    why: Why
    since: date | None = None
    state: Literal["waiting", "running", "done"] = "waiting"
    cursor: str = ""
    total: int = 0
    settled: int = 0
    created_at: datetime
    ended_at: datetime | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def progress(self) -> float:
        """From 0 to 1."""
        return 1.0 if self.state == "done" else round(self.settled / max(self.total, 1), 3)

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Self:
        """As it was kept."""
        return cls.model_validate(document | {"id": document["_id"]})
