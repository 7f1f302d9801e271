"""What an edition's deals come to, with and without what only one side says."""

from collections.abc import Iterable

from services.matching.deals.model import KINDS, SIDES, Deal, Kind, Step
from services.matching.model import Value


class Sum(Value):
    """Steps and their whole rupiah.

    `confirmed` is what both sides say, `one_sided` what only one says; where the two disagree,
    `disagreed_low` and `disagreed_high` add up the lower and the higher values: no middle is made
    up. `without_unconfirmed` to `with_unconfirmed` to `at_most` only grow.
    """

    steps: int = 0
    confirmed_steps: int = 0
    one_sided_steps: int = 0
    disagreed_steps: int = 0
    confirmed: int = 0
    one_sided: int = 0
    disagreed_low: int = 0
    disagreed_high: int = 0

    def with_step(self, step: Step) -> "Sum":
        """One more step."""
        values = sorted(said.value for side in SIDES if (said := step.said_by(side)))
        name = step.state.replace("-", "_")
        added = {"steps": 1, f"{name}_steps": 1}
        if step.state == "disagreed":
            added |= {"disagreed_low": values[0], "disagreed_high": values[-1]}
        else:
            added[name] = values[0]
        return self.model_copy(
            update={field: getattr(self, field) + more for field, more in added.items()}
        )

    @property
    def without_unconfirmed(self) -> int:
        return self.confirmed

    @property
    def with_unconfirmed(self) -> int:
        """Disagreements count as the lower of the two."""
        return self.confirmed + self.one_sided + self.disagreed_low

    @property
    def at_most(self) -> int:
        """Disagreements count as the higher of the two."""
        return self.confirmed + self.one_sided + self.disagreed_high


def totals(deals: Iterable[Deal]) -> dict[Kind, Sum]:
    """The sum of each kind of step."""
    sums: dict[Kind, Sum] = {kind: Sum() for kind in KINDS}
    for deal in deals:
        for step in deal.steps:
            sums[step.kind] = sums[step.kind].with_step(step)
    return sums
