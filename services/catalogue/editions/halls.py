"""Halls of an edition and the stands on their floor."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import ceil
from typing import Annotated, Any, NamedTuple, Self

from pydantic import Field, StringConstraints, model_validator

from kernel.cells import cell_error
from services.catalogue.values import Value

USUAL_COLUMNS = 10
MOST_STANDS = 5000
CODE_OF_STANDS = re.compile(r"[A-Za-z0-9-]{1,7}")
"""A hall's code comes before each stand's number, and both fit into twelve characters."""

HallCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
HallName = Annotated[str, StringConstraints(min_length=2, max_length=160, strip_whitespace=True)]
Count = Annotated[int, Field(ge=0, le=MOST_STANDS)]
Numbers = Annotated[tuple[Annotated[int, Field(ge=1, le=MOST_STANDS)], ...], Field(max_length=5000)]


class Stand(NamedTuple):
    """A place on the floor; `row` and `column` count from 0 within its hall."""

    code: str
    hall: str
    number: int
    row: int
    column: int
    accessible: bool
    closed: bool


class Hall(Value):
    """A hall of an edition: a room with stands, or an online one.

    Stands lie in `rows` of `columns` and are numbered from 1, row by row; the last row may be
    shorter. Of `stands`, `rows` and `columns` what is left out follows from the others.
    `accessible` and `closed` are numbers of stands: those that a wheelchair reaches, and those
    that nobody gets.
    """

    code: HallCode
    name: HallName
    stands: Count = 0
    rows: Count = 0
    columns: Count = 0
    accessible: Numbers = ()
    closed: Numbers = ()
    online: bool = False

    @model_validator(mode="before")
    @classmethod
    def _fill_the_grid(cls, said: Any) -> Any:
        if not isinstance(said, Mapping):
            return said
        stands, rows, columns = (said.get(name) or 0 for name in ("stands", "rows", "columns"))
        if not all(isinstance(number, int) for number in (stands, rows, columns)):
            return said
        stands = stands or rows * columns
        columns = columns or (ceil(stands / rows) if rows > 0 else min(stands, USUAL_COLUMNS))
        rows = rows or (ceil(stands / columns) if columns > 0 else 0)
        return {**said, "stands": stands, "rows": rows, "columns": columns}

    @model_validator(mode="after")
    def _is_a_grid(self) -> Self:
        if self.online and self.stands:
            raise cell_error(
                "online-with-stands",
                "Aula daring tidak punya stan.",
                "An online hall has no stands.",
            )
        if self.stands and not (self.rows - 1) * self.columns < self.stands <= self._places:
            raise cell_error(
                "no-grid",
                "Jumlah stan tidak sesuai dengan baris dan kolomnya.",
                "The stands do not fill rows and columns.",
            )
        if self.stands and not CODE_OF_STANDS.fullmatch(self.code):
            raise cell_error(
                "hall-code",
                "Kode aula yang punya stan: 1 sampai 7 huruf, angka, atau tanda hubung.",
                "The code of a hall with stands is 1 to 7 letters, digits or hyphens.",
            )
        if any(number > self.stands for number in (*self.accessible, *self.closed)):
            raise cell_error(
                "no-such-stand",
                "Stan yang ramah kursi roda atau ditutup tidak ada di aula ini.",
                "A stand that is accessible or closed is not in the hall.",
            )
        return self

    @property
    def _places(self) -> int:
        return self.rows * self.columns

    def stand(self, number: int) -> Stand:
        """The stand of a number, counted from 1."""
        row, column = divmod(number - 1, self.columns)
        return Stand(
            code=f"{self.code}-{number:02}",
            hall=self.code,
            number=number,
            row=row,
            column=column,
            accessible=number in self.accessible,
            closed=number in self.closed,
        )


def stands_of(halls: tuple[Hall, ...]) -> Iterator[Stand]:
    """All stands, hall by hall, in the order of their numbers."""
    for hall in halls:
        for number in range(1, hall.stands + 1):
            yield hall.stand(number)


@lru_cache(maxsize=64)
def stands_by_code(halls: tuple[Hall, ...]) -> Mapping[str, Stand]:
    """The same by their codes."""
    return {stand.code: stand for stand in stands_of(halls)}
