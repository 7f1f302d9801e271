"""How a product's capacity stands by month: made, promised, free, and promised too often."""

from datetime import datetime

from services.matching.capacity.model import Book, Reservation, capacity_in
from services.matching.capacity.months import Month
from services.matching.model import Offer, Value
from services.matching.sentences import Sentence, number


class MonthOutlook(Value):
    """One month; `over` units are promised beyond what can be made, with a sentence about it."""

    month: Month
    capacity: int
    promised: int
    free: int
    over: int
    text: str = ""
    text_en: str = ""
    reservations: tuple[Reservation, ...]


class Outlook(Value):
    """A product's months in which something is promised."""

    product: str
    product_code: str
    product_name: str
    exhibitor: str
    unit: str
    version: int
    months: tuple[MonthOutlook, ...]


def outlook(book: Book, offer: Offer | None, moment: datetime) -> Outlook:
    """What is promised beside what can be made now; `offer` is None for a withdrawn product.

    Nothing is taken from anybody when capacity is lowered: the month shows by how much it is
    promised too often, for the exhibitor to settle with those who hold it.
    """
    return Outlook(
        product=book.id,
        product_code=book.code,
        product_name=book.name,
        exhibitor=book.exhibitor,
        unit=book.unit,
        version=book.version,
        months=tuple(
            _month(book, offer, month, promised, moment)
            for month, promised in sorted(book.promised(moment).items())
        ),
    )


def _month(
    book: Book, offer: Offer | None, month: Month, promised: int, moment: datetime
) -> MonthOutlook:
    same_unit = offer is not None and offer.unit == book.unit
    capacity = capacity_in(offer, month) if offer and same_unit else 0
    over = max(0, promised - capacity)
    text, text_en = _too_much(book, month, promised, capacity) if over else ("", "")
    return MonthOutlook(
        month=month,
        capacity=capacity,
        promised=promised,
        free=max(0, capacity - promised),
        over=over,
        text=text,
        text_en=text_en,
        reservations=tuple(
            one for one in book.reservations if one.month == month and one.counts(moment)
        ),
    )


def _too_much(book: Book, month: Month, promised: int, capacity: int) -> Sentence:
    kept, made = number(promised), number(capacity)
    return (
        f"Bulan {month} dijanjikan {kept[0]} {book.unit}, padahal kini hanya dapat dibuat "
        f"{made[0]}; naikkan kapasitas, atau sepakati pengurangan dengan pembelinya.",
        f"{kept[1]} {book.unit} are promised in {month}, but only {made[1]} can be made now; "
        "raise the capacity, or agree with the buyers on less.",
    )
