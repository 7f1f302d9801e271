"""Reservations of a product's capacity by month, and the rules they keep."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field

from kernel.problems import Conflict
from services.matching.capacity.months import Month, end_of
from services.matching.model import Offer, Value
from services.matching.sentences import number

Why = Literal["declined", "expired", "dissolved", "withdrawn", "replaced", "month-over"]
Units = Annotated[int, Field(ge=1, le=10**9)]


class AlreadyPromised(Conflict):
    """A month has fewer units free than are wanted."""

    code = "capacity-promised"


class Share(Value):
    """So many units of a product in a month."""

    product: str
    month: Month
    units: Units


class Reservation(Value):
    """Units of one month that are kept for a holder, such as a pool or a quote.

    A `held` one waits for an answer, a `firm` one is agreed. Either keeps its units until `until`,
    and no longer than its month lasts; what was released says why.
    """

    holder: str
    month: Month
    units: Units
    state: Literal["held", "firm", "released"] = "held"
    until: datetime
    why: Why | None = None

    def counts(self, moment: datetime) -> bool:
        """Whether it still keeps its units from others."""
        return self.state != "released" and moment < self.until

    def confirmed(self) -> Self:
        """Agreed, until its month is over."""
        return self.model_copy(update={"state": "firm", "until": end_of(self.month)})

    def released(self, why: Why) -> Self:
        """Its units are free again."""
        return self.model_copy(update={"state": "released", "why": why})

    def lapsed(self, moment: datetime) -> Self:
        """Released when its time is over, else as it is."""
        if self.state == "released" or self.counts(moment):
            return self
        return self.released("expired" if self.state == "held" else "month-over")


class Book(Value):
    """All reservations of one product, counted in `unit`; `version` grows with every change."""

    id: str
    edition: str
    exhibitor: str
    code: str
    name: str
    unit: str
    reservations: tuple[Reservation, ...] = ()
    version: int = 0

    @classmethod
    def of(cls, offer: Offer) -> Self:
        """The empty book of a product."""
        return cls(
            id=offer.id,
            edition=offer.edition,
            exhibitor=offer.exhibitor,
            code=offer.code,
            name=offer.name,
            unit=offer.unit,
        )

    def promised(self, moment: datetime, besides: str = "") -> Counter[Month]:
        """Units by month that are kept for holders, leaving out those of `besides`."""
        kept: Counter[Month] = Counter()
        for one in self.reservations:
            if one.counts(moment) and one.holder != besides:
                kept[one.month] += one.units
        return kept

    def reserving(
        self,
        holder: str,
        wanted: Mapping[Month, int],
        until: datetime,
        offer: Offer,
        moment: datetime,
    ) -> Self:
        """The book with exactly these units by month held for `holder`, until `until`.

        What the holder had before is replaced. Raises AlreadyPromised when a month has not that
        many units left, Conflict for a month that is over and for a product that cannot be
        promised: withdrawn, of unknown capacity, or promised in another unit than it has now.
        """
        book = self._in_the_unit_of(offer, moment)
        kept = book.promised(moment, besides=holder)
        for month, units in wanted.items():
            _expect_room(offer, month, units, kept[month], moment)
        new = [
            Reservation(holder=holder, month=month, units=units, until=min(until, end_of(month)))
            for month, units in wanted.items()
        ]
        former = book._releasing(holder, "replaced", besides=wanted)
        return book._with((*former, *new))

    def confirming(self, holder: str, moment: datetime) -> Self:
        """The book with all that is held for `holder` agreed. Raises Conflict for lapsed ones."""
        held = [one for one in self.reservations if one.holder == holder and one.state == "held"]
        if any(not one.counts(moment) for one in held):
            raise Conflict(
                f"Kapasitas {self.name} yang dipesan sudah dilepas karena tenggatnya lewat; "
                "pesan lagi.",
                f"The capacity of {self.name} that was reserved has been let go, as its deadline "
                "is over; reserve it again.",
                code="reservation-lapsed",
            )
        return self._with(one.confirmed() if one in held else one for one in self.reservations)

    def releasing(self, holder: str, why: Why) -> Self:
        """The book with nothing kept for `holder` any more; itself when nothing was."""
        return self._with(self._releasing(holder, why))

    def lapsing(self, moment: datetime) -> Self:
        """The book with all released whose time is over; itself when there is none."""
        return self._with(one.lapsed(moment) for one in self.reservations)

    def next_lapse(self) -> datetime | None:
        """When the next reservation is to be released by itself."""
        waiting = [one.until for one in self.reservations if one.state != "released"]
        return min(waiting, default=None)

    def _releasing(
        self, holder: str, why: Why, besides: Iterable[Month] = ()
    ) -> tuple[Reservation, ...]:
        """All reservations, those of `holder` released; its ones of months `besides` left out."""
        replaced = frozenset(besides)
        return tuple(
            one.released(why) if one.holder == holder and one.state != "released" else one
            for one in self.reservations
            if not (one.holder == holder and one.month in replaced)
        )

    def _with(self, reservations: Iterable[Reservation]) -> Self:
        after = tuple(reservations)
        if after == self.reservations:
            return self
        return self.model_copy(update={"reservations": after, "version": self.version + 1})

    def _in_the_unit_of(self, offer: Offer, moment: datetime) -> Self:
        if offer.unit == self.unit:
            return self
        if self.promised(moment):
            raise Conflict(
                f"Satuan {self.name} berubah dari {self.unit} ke {offer.unit}, padahal masih ada "
                "kapasitas yang dijanjikan dalam satuan lama.",
                f"{self.name} now counts {offer.unit} instead of {self.unit}, while capacity is "
                "still promised in the old unit.",
                code="unit-changed",
            )
        return self.model_copy(update={"unit": offer.unit, "reservations": ()})


def capacity_in(offer: Offer, month: Month) -> int:
    """Units that can be made in a month; 0 when it is not stated or the product is withdrawn."""
    return offer.capacity_in(int(month[5:])) if offer.status == "listed" else 0


def _expect_room(offer: Offer, month: Month, units: int, kept: int, moment: datetime) -> None:
    if moment >= end_of(month):
        raise Conflict(
            f"Bulan {month} sudah lewat; pilih bulan berikutnya.",
            f"The month {month} is over; choose a later one.",
            code="month-over",
        )
    if offer.status == "listed" and not offer.largest_capacity:
        raise Conflict(
            f"Kapasitas per bulan {offer.name} belum diisi; minta peserta mengisinya.",
            f"The capacity per month of {offer.name} is not stated; ask the exhibitor for it.",
            code="capacity-unknown",
        )
    free = max(0, capacity_in(offer, month) - kept)
    if units > free:
        wanted, left = number(units), number(free)
        raise AlreadyPromised(
            f"{offer.name}: bulan {month} tinggal {left[0]} {offer.unit}, diminta {wanted[0]}; "
            "selebihnya tidak dibuat atau sudah dijanjikan.",
            f"{offer.name}: {left[1]} {offer.unit} are left in {month}, {wanted[1]} are wanted; "
            "the rest is not made or already promised.",
            product=offer.id,
            month=month,
            free=free,
            wanted=units,
        )
