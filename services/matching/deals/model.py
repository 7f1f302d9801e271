"""A deal and its steps; each side says what a step was worth, and neither is overruled."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, StringConstraints

from contracts import lists
from kernel.problems import Conflict, Invalid, NotFound
from services.matching.model import Choice, Code, Name, Value

MOST_STEPS = 60
MOST_STATEMENTS = 20

Side = Literal["buyer", "exhibitor"]
Kind = Literal["sample", "trial", "contract", "repeat"]
State = Literal["confirmed", "one-sided", "disagreed"]
KINDS: tuple[Kind, ...] = ("sample", "trial", "contract", "repeat")
SIDES: tuple[Side, ...] = ("buyer", "exhibitor")


class DealForm(Value):
    """How a deal begins that came from no award.

    A buyer names the exhibitor; an exhibitor names the demand, or the buyer in its own words when
    that is none of the edition's.
    """

    title: Name
    unit: Choice
    exhibitor_code: Code | None = None
    demand_code: Code | None = None
    buyer_name: Annotated[str, StringConstraints(max_length=160, strip_whitespace=True)] = ""


class StepForm(Value):
    """What one side says of a step: whole rupiah in all, units of the deal, and the day."""

    kind: Kind
    value: Annotated[int, Field(ge=0, le=10**14)]
    volume: Annotated[int, Field(ge=0, le=10**9)]
    day: date


class Statement(Value):
    """What a side said of a step, and when it said so."""

    side: Side
    value: int
    volume: int
    day: date
    at: AwareDatetime

    def agrees_with(self, other: "Statement") -> bool:
        """Whether both say the same worth and volume; the day is each side's own."""
        return (self.value, self.volume) == (other.value, other.volume)


class Step(Value):
    """A step of a deal with everything that was ever said of it, the latest last."""

    kind: Kind
    statements: tuple[Statement, ...]

    def said_by(self, side: Side) -> Statement | None:
        """What a side says now."""
        return next((one for one in reversed(self.statements) if one.side == side), None)

    @property
    def state(self) -> State:
        buyer, exhibitor = self.said_by("buyer"), self.said_by("exhibitor")
        if buyer is None or exhibitor is None:
            return "one-sided"
        return "confirmed" if buyer.agrees_with(exhibitor) else "disagreed"

    def saying(self, statement: Statement) -> Self:
        """With one more statement; itself when the side says that already. Raises Conflict."""
        before = self.said_by(statement.side)
        if before and before.agrees_with(statement) and before.day == statement.day:
            return self
        if len(self.statements) >= MOST_STATEMENTS:
            raise Conflict(
                f"Langkah ini sudah {MOST_STATEMENTS} kali diubah.",
                f"This step was changed {MOST_STATEMENTS} times already.",
                code="too-many-corrections",
            )
        return self.model_copy(update={"statements": (*self.statements, statement)})


class Deal(Value):
    """What a buyer and an exhibitor do with each other; `buyer` is "" for one outside the expo."""

    id: str
    edition: str
    code: str
    title: str
    unit: str
    buyer: str
    buyer_name: str
    exhibitor: str
    exhibitor_code: str
    exhibitor_name: str
    quote: str = ""
    steps: tuple[Step, ...] = ()
    opened_by: Literal["buyer", "exhibitor", "award"]
    opened_at: AwareDatetime
    is_sample: bool = False
    changed: int | None = None
    version: int = 1

    @property
    def parties(self) -> tuple[str, str]:
        """Who may see it, by party; "" stands for nobody."""
        return self.buyer, self.exhibitor

    def recording(self, form: StepForm, side: Side, at: AwareDatetime) -> Self:
        """With a new step. Raises Conflict for one that there is once and already."""
        statement = _statement(form, side, at)
        for step in self.steps:
            if step.kind == form.kind and form.kind != "repeat":
                if step.saying(statement) == step:
                    return self
                raise Conflict(
                    "Langkah ini sudah tercatat; ubah atau pastikan yang itu.",
                    "This step is recorded already; correct or confirm that one.",
                    code="step-exists",
                )
        if form.kind == "repeat" and all(step.kind != "contract" for step in self.steps):
            raise Conflict(
                "Pesanan ulang dicatat setelah ada kontrak.",
                "A repeat is recorded once there is a contract.",
                code="no-contract",
            )
        if len(self.steps) >= MOST_STEPS:
            raise Conflict(
                f"Satu kesepakatan memuat paling banyak {MOST_STEPS} langkah.",
                f"A deal has at most {MOST_STEPS} steps.",
                code="too-many-steps",
            )
        step = Step(kind=form.kind, statements=(statement,))
        return self._with(len(self.steps), (*self.steps, step))

    def correcting(self, position: int, form: StepForm, side: Side, at: AwareDatetime) -> Self:
        """With what a side says of a step from now on. Raises NotFound, Conflict, Invalid."""
        step = self._step(position)
        if step.kind != form.kind:
            raise Invalid(
                "Jenis langkah tidak dapat diubah.", "A step's kind cannot be changed.", code="kind"
            )
        after = step.saying(_statement(form, side, at))
        if after == step:
            return self
        return self._with(position, (*self.steps[:position], after, *self.steps[position + 1 :]))

    def confirming(self, position: int, side: Side, at: AwareDatetime) -> Self:
        """With a side saying what the other says. Raises Conflict when that said nothing."""
        other = self._step(position).said_by("buyer" if side == "exhibitor" else "exhibitor")
        if other is None:
            raise Conflict(
                "Pihak lain belum mencatat langkah ini.",
                "The other side has not recorded this step.",
                code="nothing-to-confirm",
            )
        said = StepForm(
            kind=self._step(position).kind, value=other.value, volume=other.volume, day=other.day
        )
        return self.correcting(position, said, side, at)

    def _step(self, position: int) -> Step:
        if not 0 <= position < len(self.steps):
            raise NotFound("Langkah ini tidak ada.", "There is no such step.", code="no-step")
        return self.steps[position]

    def _with(self, changed: int, steps: tuple[Step, ...]) -> Self:
        update = {"steps": steps, "changed": changed, "version": self.version + 1}
        return self.model_copy(update=update)


def _statement(form: StepForm, side: Side, at: AwareDatetime) -> Statement:
    if form.day > at.date():
        raise Invalid(
            "Langkah dicatat setelah terjadi; tanggalnya tidak boleh di depan.",
            "A step is recorded once it has happened; its day cannot lie ahead.",
            code="day-ahead",
        )
    return Statement(side=side, at=at, **form.model_dump(include={"value", "volume", "day"}))


def expect_unit(unit: str) -> None:
    """Raises Invalid for a unit that nobody knows."""
    if unit not in lists.units():
        raise Invalid(
            f"Satuan “{unit}” tidak dikenal.",
            f"The unit “{unit}” is not known.",
            code="unknown-unit",
        )


def deal_id(edition: str, code: str) -> str:
    """The id of a deal."""
    return f"deal:{edition}:{code}"
