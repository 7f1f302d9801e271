"""A quote: what an exhibitor offers on a request, and every form in which it was sent."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, StringConstraints

from contracts import lists
from kernel.problems import Conflict, Invalid
from services.matching.measures import exactly_per_unit
from services.matching.model import Choice, Code, Offer, Quantity, Value
from services.matching.quotes.model import JAKARTA, Rfq, Text

MOST_REVISIONS = 20

Rupiah = Annotated[int, Field(ge=1, le=10**12)]
Status = Literal[
    "draft", "sent", "withdrawn", "awarded", "accepted", "declined", "lapsed", "passed-over"
]


class QuoteTier(Value):
    """From `minimum` units a month on, one unit costs `price` rupiah."""

    minimum: Quantity
    price: Rupiah


class MonthVolume(Value):
    """A month of every year (1-12) in which another volume is offered."""

    month: Annotated[int, Field(ge=1, le=12)]
    volume: Annotated[int, Field(ge=0, le=10**9)]


class SampleOffer(Value):
    """Whether a sample is sent, for how many rupiah, and within how many days."""

    kind: Literal["none", "free", "paid"] = "none"
    price: Rupiah | None = None
    days: Annotated[int, Field(ge=0, le=365)] | None = None


class QuoteForm(Value):
    """What an exhibitor offers; all quantities and prices count `unit`s packed as `pack`.

    Of what is ordered `deposit` percent are paid with the order, and the rest at most `credit_days`
    after delivery; when that is None, as the buyer says.
    """

    product_code: Code
    unit: Choice
    pack: Annotated[str, StringConstraints(max_length=60, strip_whitespace=True)] = ""
    tiers: Annotated[tuple[QuoteTier, ...], Field(min_length=1, max_length=10)]
    volume_per_month: Quantity
    volumes: Annotated[tuple[MonthVolume, ...], Field(max_length=12)] = ()
    lead_time_days: Annotated[int, Field(ge=0, le=730)]
    credit_days: Annotated[int, Field(ge=0, le=365)] | None = None
    deposit: Annotated[int, Field(ge=0, le=100)] = 0
    valid_until: date
    sample: SampleOffer = SampleOffer()
    terms: Text = ""

    @property
    def smallest_order(self) -> int:
        return self.tiers[0].minimum

    def wants_money_before(self, payment_days: int | None) -> bool:
        """Whether the exhibitor is to be paid sooner than a buyer says it pays."""
        if payment_days is None:
            return False
        return self.deposit > 0 or (
            self.credit_days is not None and self.credit_days < payment_days
        )

    def price_at(self, units: int) -> int:
        """Rupiah for one unit when so many are bought a month; the first tier's for fewer."""
        reached = [tier.price for tier in self.tiers if units >= tier.minimum]
        return reached[-1] if reached else self.tiers[0].price

    def volume_in(self, month: int) -> int:
        """Units offered in a month of the year."""
        return next((v.volume for v in self.volumes if v.month == month), self.volume_per_month)

    def expect_sound(self, rfq: Rfq, offer: Offer) -> None:
        """Raises Invalid for an offer that contradicts itself or cannot be compared."""
        if self.unit not in lists.units():
            raise Invalid(
                f"Satuan “{self.unit}” tidak dikenal.",
                f"The unit “{self.unit}” is not known.",
                code="unknown-unit",
            )
        _expect_rising(self.tiers)
        _expect_once([one.month for one in self.volumes])
        if self.smallest_order > self.volume_per_month:
            raise Invalid(
                "Pesanan terkecil lebih besar daripada volume yang ditawarkan per bulan.",
                "The smallest order is larger than the volume offered a month.",
                code="smallest-order-above-volume",
            )
        if (self.sample.kind == "paid") != (self.sample.price is not None):
            raise Invalid(
                "Isi harga contoh bila berbayar, dan kosongkan bila tidak.",
                "State the sample's price when it is paid for, and none otherwise.",
                code="sample-price",
            )
        self.ratio(rfq.unit)
        self._expect_within(offer)

    def _expect_within(self, offer: Offer) -> None:
        """Raises Invalid for more than the product's capacity, from which awards are taken."""
        most = floor(offer.largest_capacity / self.ratio_to_product(offer))
        offered = max([self.volume_per_month, *(one.volume for one in self.volumes)])
        if offered > most:
            raise Invalid(
                f"Kapasitas {offer.name} adalah {most} {self.unit} per bulan, ditawarkan "
                f"{offered}. Ubah kapasitas produk, atau tawarkan lebih sedikit.",
                f"The capacity of {offer.name} is {most} {self.unit} a month, {offered} are "
                "offered. Change the product's capacity, or offer less.",
                code="volume-above-capacity",
                capacity=most,
            )

    def ratio(self, wanted: str) -> Fraction:
        """How many `wanted` units one unit holds. Raises Invalid when that is not known."""
        exact = exactly_per_unit(self.unit, self.pack, wanted)
        if exact is None:
            raise _not_convertible(self.unit, self.pack, wanted)
        return exact

    def ratio_to_product(self, offer: Offer) -> Fraction:
        """How many of the product's units one unit holds. Raises Invalid when that is not known."""
        exact = exactly_per_unit(self.unit, self.pack, offer.unit)
        if exact is not None:
            return exact
        inverse = exactly_per_unit(offer.unit, offer.pack, self.unit)
        if inverse is None:
            raise _not_convertible(self.unit, self.pack, offer.unit)
        return 1 / inverse


class Sent(Value):
    """What a quote said when it was sent."""

    at: AwareDatetime
    form: QuoteForm


class Won(Value):
    """What a quote was awarded: by whom, how many of the demand's units a month, answer by when."""

    buyer_name: str
    quantity: int
    unit: str
    answer_by: AwareDatetime


class Quote(Value):
    """An exhibitor's quote on a request, with a product."""

    id: str
    edition: str
    rfq: str
    rfq_code: str
    title: str
    title_en: str
    wanted_unit: str
    buyer: str
    product: str
    product_name: str
    exhibitor: str
    exhibitor_code: str
    exhibitor_name: str
    form: QuoteForm
    status: Status = "draft"
    sent: tuple[Sent, ...] = ()
    won: Won | None = None
    is_sample: bool = False
    version: int = 1

    @classmethod
    def of(cls, form: QuoteForm, rfq: Rfq, offer: Offer, moment: datetime) -> Self:
        """A draft. Raises Conflict when no quotes are taken, Invalid for an unsound form."""
        rfq.expect_to_take_quotes(moment)
        form.expect_sound(rfq, offer)
        return cls(
            id=quote_id(rfq.edition, rfq.demand_code, offer.code),
            edition=rfq.edition,
            rfq=rfq.id,
            rfq_code=rfq.demand_code,
            title=rfq.title,
            title_en=rfq.title_en,
            wanted_unit=rfq.unit,
            buyer=rfq.buyer,
            product=offer.id,
            product_name=offer.name,
            exhibitor=offer.exhibitor,
            exhibitor_code=offer.exhibitor_code,
            exhibitor_name=offer.exhibitor_name,
            form=form,
            is_sample=rfq.is_sample,
        )

    def revised(self, form: QuoteForm, rfq: Rfq, offer: Offer, moment: datetime) -> Self:
        """With another offer, which a sent quote sends at once. Raises Conflict, Invalid."""
        rfq.expect_to_take_quotes(moment)
        form.expect_sound(rfq, offer)
        if self.status == "sent":
            return self._sending(form, rfq, moment)
        self._expect("draft", "withdrawn")
        return self._next(form=form, status="draft")

    def sent_out(self, rfq: Rfq, moment: datetime) -> Self:
        """Sent to the buyer. Raises Conflict when it was, or when no quotes are taken any more."""
        rfq.expect_to_take_quotes(moment)
        self._expect("draft")
        return self._sending(self.form, rfq, moment)

    def _sending(self, form: QuoteForm, rfq: Rfq, moment: datetime) -> Self:
        last_day = rfq.deadline.astimezone(JAKARTA).date()
        if form.valid_until < last_day:
            raise Invalid(
                f"Penawaran harus berlaku setidaknya sampai batas waktu permintaan ({last_day}).",
                f"A quote must be valid until the request's deadline ({last_day}) at least.",
                code="validity-too-short",
            )
        if len(self.sent) >= MOST_REVISIONS:
            raise Conflict(
                f"Penawaran ini sudah {MOST_REVISIONS} kali dikirim; hubungi pembelinya.",
                f"This quote was sent {MOST_REVISIONS} times already; talk to the buyer.",
                code="too-many-revisions",
            )
        return self._next(form=form, status="sent", sent=(*self.sent, Sent(at=moment, form=form)))

    def withdrawn(self) -> Self:
        """Offered no more. Raises Conflict once it is awarded."""
        self._expect("draft", "sent", "passed-over")
        return self._next(status="withdrawn")

    def expect_awardable(self, today: date) -> None:
        """Raises Conflict when it is not on the table or its validity is over."""
        self._expect("sent", "passed-over")
        if self.form.valid_until < today:
            raise Conflict(
                f"Penawaran {self.exhibitor_name} hanya berlaku sampai {self.form.valid_until}; "
                "mintalah penawaran baru.",
                f"The quote of {self.exhibitor_name} was valid until {self.form.valid_until}; "
                "ask for a new one.",
                code="quote-expired",
            )

    def awarded(self, won: Won) -> Self:
        """Chosen by the buyer, waiting for its exhibitor's answer."""
        return self._next(status="awarded", won=won)

    def becoming(self, status: Status) -> Self:
        """As a decision of the buyer's or the exhibitor's makes it."""
        return self._next(status=status)

    def _expect(self, *statuses: Status) -> None:
        if self.status not in statuses:
            raise Conflict(
                f"Penawaran {self.product_name} sedang berstatus “{self.status}”, "
                "jadi ini tidak dapat dilakukan.",
                f"The quote of {self.product_name} is {self.status}, so this cannot be done.",
                code="quote-in-other-state",
                state=self.status,
            )

    def _next(self, **changes: object) -> Self:
        return self.model_copy(update={**changes, "version": self.version + 1})


def _expect_rising(tiers: Sequence[QuoteTier]) -> None:
    """More units for each next tier, and never dearer ones."""
    if any(a.minimum >= b.minimum or a.price < b.price for a, b in pairwise(tiers)):
        raise Invalid(
            "Tingkat harga harus urut: jumlahnya makin besar, harganya tidak makin mahal.",
            "Price tiers must be in order: quantities rise and prices do not.",
            code="tiers-out-of-order",
        )


def _expect_once(months: Sequence[int]) -> None:
    if len(set(months)) < len(months):
        raise Invalid("Satu bulan disebut dua kali.", "A month is named twice.", code="month-twice")


def _not_convertible(unit: str, pack: str, wanted: str) -> Invalid:
    packed = f" ({pack})" if pack else ""
    return Invalid(
        f"“{unit}”{packed} tidak dapat dihitung ke “{wanted}”. Sebutkan isi kemasan, "
        f"misalnya “250 g”, atau tawarkan dalam {wanted}.",
        f"“{unit}”{packed} cannot be counted in “{wanted}”. State what a pack holds, "
        f"such as “250 g”, or quote in {wanted}.",
        code="units-not-convertible",
    )


def quote_id(edition: str, demand_code: str, product_code: str) -> str:
    """The id of the quote with a product on a request, of which there can be one."""
    return f"quote:{edition}:{demand_code}:{product_code}"
