"""What the pages read of editions, their templates and the stands on their floor."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Literal

from contracts import lists
from services.gateway.pages.views import Attendance, View


class HallPlan(View):
    """A hall as the office arranges it."""

    code: str
    name: str
    rows: int = 0
    columns: int = 0
    stands: int = 0
    accessible: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()
    online: bool = False


class EditionPlan(View):
    """An edition as the office arranges it; not opened yet, it has no version."""

    id: str
    name: str
    name_en: str
    starts: date
    ends: date
    venue: str = ""
    halls: tuple[HallPlan, ...] = ()
    categories: tuple[str, ...] = ()
    rule_set: Literal["home", "home-and-export"] = "home-and-export"
    mall: Literal["open", "closed"] = "open"
    booking_opens: date | None = None
    booking_closes: date | None = None
    is_sample: bool = False
    version: int = 0


class Template(View):
    """A way to hold an edition."""

    id: str
    name: str
    name_en: str
    days: int
    halls: tuple[HallPlan, ...] = ()
    own: bool = False

    @property
    def stands(self) -> int:
        return sum(hall.stands for hall in self.halls)


class Templates(View):
    """All of them."""

    items: list[Template]


class Occupant(View):
    """Who has a stand."""

    code: str
    name: str
    category: str

    @property
    def family(self) -> str:
        """The family of its goods, for the colour of its stand."""
        return lists.category_families().get(self.category, "")


class Stand(View):
    """A stand and who has it."""

    code: str
    row: int
    column: int
    accessible: bool
    closed: bool
    exhibitor: Occupant | None = None


class HallFloor(View):
    """A hall with its stands in the order of their numbers."""

    code: str
    name: str
    online: bool = False
    rows: int
    columns: int
    stands: list[Stand]

    @property
    def lines(self) -> list[list[Stand]]:
        """The stands row by row."""
        return [list(row) for _, row in groupby(self.stands, lambda stand: stand.row)]


class Floor(View):
    """The halls of an edition with who stands where."""

    halls: list[HallFloor]

    @property
    def with_stands(self) -> list[HallFloor]:
        return [hall for hall in self.halls if hall.stands]

    @property
    def stands(self) -> list[Stand]:
        return [stand for hall in self.halls for stand in hall.stands]


class Sitter(Occupant):
    """Somebody on the floor, with a stand or without."""

    stand: str | None = None
    by_hand: bool
    needs_access: bool


class Move(View):
    """From one stand to another; None for none."""

    code: str
    name: str
    before: str | None
    after: str | None


class Author(View):
    """Who did something."""

    name: str


class Placement(View):
    """Some moves that were made at once."""

    id: str
    kind: Literal["rule", "hand", "undo"]
    moves: list[Move]
    author: Author
    at: datetime
    undone: bool


class Seating(View):
    """All who are on the floor, and what was done last."""

    exhibitors: list[Sitter]
    placements: list[Placement]
    version: int

    @property
    def waiting(self) -> list[Sitter]:
        return [one for one in self.exhibitors if one.stand is None]


class Left(View):
    """Somebody without a stand, and why."""

    code: str
    name: str
    reason: Literal["no-stand-left", "no-accessible-stand-left"]


class Proposal(View):
    """What the rule would do."""

    moves: list[Move]
    left: list[Left]
    together: float
    together_now: float
    version: int


class Participation(View):
    """How an exhibitor takes part in an edition."""

    code: str
    profile: str
    attendance: Attendance
    category: str
    stand: str | None = None
    needs_access: bool
    version: int


class Part(View):
    """A part that a profile takes in an edition."""

    edition: str
    attendance: Attendance
    stand: str | None = None


class Profile(View):
    """Who an exhibitor is, whatever the edition."""

    id: str
    name: str
    regency: str
    description: str = ""
    description_en: str = ""
    website: str | None = None
    version: int
    parts: tuple[Part, ...] = ()


class Joined(View):
    """Who was taken into an edition."""

    joined: list[str]
    left_out: list[str]
    next: str | None = None


def spans(numbers: Iterable[int]) -> str:
    """Numbers as people write them: 1-5, 12."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
