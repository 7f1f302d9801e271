"""A table of what was measured, with its floor, their ratio and the goal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing; `value` and `floor` in the same `unit`."""

    what: str
    value: float
    unit: str
    floor: float
    floor_is: str
    goal: str

    @property
    def ratio(self) -> float:
        return self.value / self.floor if self.floor else float("nan")


def show(figures: list[Figure]) -> None:
    """Print the table."""
    header = ("what", "value", "floor", "ratio", "floor is", "goal")
    rows = [header, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(header))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))


def _row(figure: Figure) -> tuple[str, str, str, str, str, str]:
    return (
        figure.what,
        f"{figure.value:,.1f} {figure.unit}",
        f"{figure.floor:,.1f} {figure.unit}",
        f"{figure.ratio:.2f}",
        figure.floor_is,
        figure.goal,
    )
