"""A request for quotation: whom a buyer asks, until when, and whom it awards how much."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, StringConstraints

from kernel.problems import Conflict, Invalid
from services.matching.model import Code, Demand, Quantity, Value
from services.matching.quotes.terms import Charges

JAKARTA = ZoneInfo("Asia/Jakarta")
LONGEST = timedelta(days=180)

Text = Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True)]
Why = Annotated[str, StringConstraints(min_length=3, max_length=1000, strip_whitespace=True)]


class RfqForm(Value):
    """What a buyer says when it asks for quotes.

    `exhibitors` are those chosen to quote, everybody whose product matches when there are none.
    An awarded exhibitor has `answer_days` to accept.
    """

    demand_code: Code
    deadline: AwareDatetime
    anonymous: bool = False
    sample_wanted: bool = False
    exhibitors: Annotated[tuple[Code, ...], Field(max_length=200)] = ()
    terms: Text = ""
    charges: Charges = Charges()
    answer_days: Annotated[int, Field(ge=1, le=30)] = 3


class Award(Value):
    """So much of a demand given to a quote, and what its exhibitor says to it.

    `quantity` counts the demand's units a month, `units` those of the quote; `unit_price` is whole
    rupiah for one of the latter, `monthly_cost` for all of them.
    """

    quote: str
    product_code: Code
    exhibitor: str
    exhibitor_name: str
    quantity: Quantity
    units: int
    unit_price: int
    monthly_cost: int
    reason: str
    made_at: AwareDatetime
    answer_by: AwareDatetime
    state: Literal["pending", "accepted", "declined", "lapsed"] = "pending"
    said: str = ""

    @property
    def counts(self) -> bool:
        """Whether its quantity is given away."""
        return self.state in ("pending", "accepted")

    def is_overdue(self, moment: datetime) -> bool:
        return self.state == "pending" and moment >= self.answer_by


class Rfq(RfqForm):
    """A request for quotation on a demand as the demand was when it was opened.

    `invited` are the parties that were asked to quote; without chosen exhibitors, others may too
    as soon as a product of theirs matches.
    """

    id: str
    edition: str
    demand: str
    title: str
    title_en: str
    category: str
    unit: str
    volume_per_month: int
    papers: tuple[str, ...]
    destination: str
    market: str
    starts: date | None = None
    ends: date | None = None
    payment_days: int | None = None
    buyer: str
    buyer_name: str
    buyer_kind: str
    end_buyer: str = ""
    is_sample: bool = False
    invited: tuple[str, ...] = ()
    status: Literal["open", "awarded", "cancelled"] = "open"
    opened_at: AwareDatetime
    awards: tuple[Award, ...] = ()
    version: int = 1

    @classmethod
    def of(cls, form: RfqForm, demand: Demand, buyer_kind: str, moment: datetime) -> Self:
        """The request that a form makes of a demand. Raises Conflict, Invalid."""
        if demand.status != "open":
            raise Conflict(
                f"Kebutuhan {demand.title} sudah ditutup.",
                f"Demand {demand.title} is closed.",
                code="demand-closed",
            )
        _expect_ahead(form.deadline, moment)
        asked = demand.model_dump(include=set(cls.model_fields) - _NOT_THE_DEMANDS)
        said = form.model_dump() | {"anonymous": form.anonymous or demand.anonymous}
        rfq = cls(
            **said,
            **asked,
            id=rfq_id(demand.edition, demand.code),
            demand=demand.id,
            buyer_kind=buyer_kind,
            opened_at=moment,
        )
        rfq._expect_to_keep_the_name()
        return rfq

    def revised(self, form: RfqForm, moment: datetime) -> Self:
        """The request after its buyer changed it; what was promised to exhibitors stays promised.

        Raises Conflict when it is closed, Invalid for an earlier deadline, for a name withheld only
        now, and for exhibitors who would be left out.
        """
        self._expect_open()
        if form.deadline != self.deadline:
            _expect_ahead(form.deadline, moment)
        if form.deadline < self.deadline:
            raise Invalid(
                "Batas waktu hanya boleh diundur, karena peserta sudah diberi tahu.",
                "A deadline may only be put off, as exhibitors have been told of it.",
                code="deadline-earlier",
            )
        if form.anonymous and not self.anonymous:
            raise Invalid(
                "Nama Anda sudah terlihat oleh peserta, jadi tidak dapat disembunyikan lagi.",
                "Exhibitors have seen your name, so it cannot be withheld any more.",
                code="name-already-shown",
            )
        if self._leaves_somebody_out(form):
            raise Invalid(
                "Peserta yang sudah diundang tidak dapat dikeluarkan; hanya bisa ditambah.",
                "Exhibitors who were invited cannot be left out; you can only invite more.",
                code="invitation-taken-back",
            )
        after = self._next(**{name: getattr(form, name) for name in RfqForm.model_fields})
        after._expect_to_keep_the_name()
        return after

    def _leaves_somebody_out(self, form: RfqForm) -> bool:
        if not form.exhibitors:
            return False
        return not self.exhibitors or not set(self.exhibitors) <= set(form.exhibitors)

    def cancelled(self) -> Self:
        """Asked no more. Raises Conflict when quotes were awarded or it is cancelled already."""
        self._expect_open()
        return self._next(status="cancelled")

    def reopened(self, form: RfqForm, demand: Demand, kind: str, moment: datetime) -> Self:
        """Asked again after it was cancelled. Raises Conflict when it was not."""
        if self.status != "cancelled":
            raise Conflict(
                "Permintaan penawaran untuk kebutuhan ini sudah ada.",
                "There is a request for quotation on this demand already.",
                code="rfq-exists",
            )
        return self.of(form, demand, kind, moment).model_copy(update={"version": self.version + 1})

    def inviting(self, exhibitors: Iterable[str]) -> Self:
        """With more parties asked to quote."""
        return self.model_copy(update={"invited": tuple(sorted({*self.invited, *exhibitors}))})

    def expect_to_take_quotes(self, moment: datetime) -> None:
        """Raises Conflict once it is closed or its deadline is over."""
        self._expect_open()
        if moment >= self.deadline:
            raise Conflict(
                "Batas waktu permintaan ini sudah lewat; penawaran tidak diterima lagi.",
                "The deadline of this request is over; no quotes are taken any more.",
                code="deadline-over",
            )

    @property
    def remaining(self) -> int:
        """Units a month that nobody has been awarded."""
        given = sum(award.quantity for award in self.awards if award.counts)
        return self.volume_per_month - given

    def awarding(self, awards: tuple[Award, ...]) -> Self:
        """With more awards. Raises Conflict when closed or when they add up to more than wanted."""
        if self.status == "cancelled":
            self._expect_open()
        if sum(award.quantity for award in awards) > self.remaining:
            raise Conflict(
                f"Jumlah yang diberikan melebihi sisa kebutuhan ({self.remaining} {self.unit}).",
                f"More is awarded than is still wanted ({self.remaining} {self.unit}).",
                code="more-than-wanted",
                remaining=self.remaining,
            )
        return self._next(status="awarded", awards=(*self.awards, *awards))

    def pending(self, quote: str) -> Award:
        """The award that this quote's exhibitor has not answered yet. Raises Conflict."""
        for award in self.awards:
            if award.quote == quote and award.state == "pending":
                return award
        raise Conflict(
            "Tidak ada keputusan pembeli yang menunggu jawaban Anda.",
            "No award waits for your answer.",
            code="nothing-awarded",
        )

    def answered(self, quote: str, accepted: bool, said: str, moment: datetime) -> Self:
        """After an exhibitor's answer to its award. Raises Conflict when that comes too late."""
        award = self.pending(quote)
        if award.is_overdue(moment):
            raise Conflict(
                "Waktu untuk menjawab keputusan ini sudah lewat.",
                "The time to answer this award is over.",
                code="award-lapsed",
            )
        state = "accepted" if accepted else "declined"
        return self._settling(award, state=state, said=said)

    def lapsed(self, quote: str) -> Self:
        """After nobody answered an award in time."""
        return self._settling(self.pending(quote), state="lapsed")

    def _settling(self, award: Award, **outcome: str) -> Self:
        after = award.model_copy(update=outcome)
        return self._next(awards=tuple(after if one == award else one for one in self.awards))

    def shows_buyer_to(self, exhibitor: str) -> bool:
        """Whether this exhibitor may know whose demand it is: the buyer's name, or its award."""
        return not self.anonymous or any(award.exhibitor == exhibitor for award in self.awards)

    def _expect_open(self) -> None:
        if self.status != "open":
            raise Conflict(
                "Permintaan penawaran ini sudah ditutup.",
                "This request for quotation is closed.",
                code="rfq-closed",
            )

    def _expect_to_keep_the_name(self) -> None:
        """Raises Invalid when an anonymous request says itself whose it is."""
        said = " ".join((self.title, self.title_en, self.terms)).casefold()
        names = (self.buyer_name.casefold(), self.end_buyer.casefold())
        if self.anonymous and any(name and name in said for name in names):
            raise Invalid(
                "Judul atau syarat memuat nama pembeli, padahal nama diminta disembunyikan. "
                "Hapus nama itu dari judul kebutuhan atau dari syarat.",
                "The title or the terms contain the buyer's name, which is to be withheld. "
                "Remove the name from the demand's title or from the terms.",
                code="name-in-text",
            )

    def _next(self, **changes: object) -> Self:
        return self.model_copy(update={**changes, "version": self.version + 1})


_NOT_THE_DEMANDS = {"id", "anonymous", "status", "version"}


def _expect_ahead(deadline: datetime, moment: datetime) -> None:
    if not moment < deadline <= moment + LONGEST:
        raise Invalid(
            f"Batas waktu harus di depan, paling lama {LONGEST.days} hari dari sekarang.",
            f"The deadline must lie ahead, at most {LONGEST.days} days from now.",
            code="deadline-out-of-range",
        )


def rfq_id(edition: str, demand_code: str) -> str:
    """The id of the request on a demand, of which there can be one."""
    return f"rfq:{edition}:{demand_code}"
