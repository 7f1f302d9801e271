"""What is told of requests and quotes, as announcements to those whom it concerns."""

from contracts.matching import (
    AwardAccepted,
    AwardDeclined,
    AwardLapsed,
    QuoteAwarded,
    QuoteDeclined,
    QuoteSent,
    QuoteWithdrawn,
    RfqClosed,
    RfqOpened,
)
from services.notifications.inbox.told import Announcement, Occasion, Particulars

AboutQuote = (
    QuoteSent
    | QuoteWithdrawn
    | QuoteAwarded
    | QuoteDeclined
    | AwardAccepted
    | AwardDeclined
    | AwardLapsed
)


def opened(fact: RfqOpened) -> list[Announcement]:
    """To each exhibitor that is asked: until when it may quote."""
    until = Particulars(until=fact.deadline)
    return [_asked(fact, party, found=fact.version, particulars=until) for party in fact.invited]


def closed(fact: RfqClosed) -> list[Announcement]:
    """To each exhibitor that was asked."""
    return [_asked(fact, party, lost=fact.version) for party in fact.invited]


def _asked(fact: RfqOpened | RfqClosed, party: str, **told: object) -> Announcement:
    return Announcement.model_validate(
        {
            "id": f"{fact.subject}|{party}",
            "edition": fact.edition,
            "party": party,
            "occasion": Occasion.RFQ_OPEN,
            "about": fact.subject,
            "demand_code": fact.code,
            "demand_title": fact.title,
            "demand_title_en": fact.title_en,
            **told,
        }
    )


def received(fact: QuoteSent) -> Announcement:
    """To the buyer."""
    return _about(fact, fact.buyer, Occasion.QUOTES_RECEIVED, found=fact.version)


def taken_back(fact: QuoteWithdrawn) -> Announcement:
    """To the buyer."""
    return _about(fact, fact.buyer, Occasion.QUOTES_RECEIVED, lost=fact.version)


def awarded(fact: QuoteAwarded) -> list[Announcement]:
    """To the exhibitor; what it heard before, of not being chosen, no longer holds."""
    terms = Particulars(
        buyer_name=fact.buyer_name, quantity=fact.quantity, unit=fact.unit, until=fact.answer_by
    )
    return [
        _about(fact, fact.exhibitor, Occasion.QUOTE_AWARDED, found=fact.version, particulars=terms),
        _about(fact, fact.exhibitor, Occasion.QUOTE_PASSED_OVER, lost=fact.version),
    ]


def passed_over(fact: QuoteDeclined) -> Announcement:
    """To the exhibitor."""
    return _about(fact, fact.exhibitor, Occasion.QUOTE_PASSED_OVER, found=fact.version)


def accepted(fact: AwardAccepted) -> Announcement:
    """To the buyer."""
    return _about(
        fact,
        fact.buyer,
        Occasion.AWARD_ACCEPTED,
        found=fact.version,
        particulars=Particulars(quantity=fact.quantity, unit=fact.unit),
    )


def turned_down(fact: AwardDeclined | AwardLapsed) -> list[Announcement]:
    """To the buyer; the exhibitor has nothing left to answer."""
    amount = Particulars(quantity=fact.quantity, unit=fact.unit)
    return [
        _about(fact, fact.buyer, Occasion.AWARD_DECLINED, found=fact.version, particulars=amount),
        _about(fact, fact.exhibitor, Occasion.QUOTE_AWARDED, lost=fact.version),
    ]


def _about(fact: AboutQuote, party: str, occasion: Occasion, **told: object) -> Announcement:
    return Announcement.model_validate(
        {
            "id": f"{occasion}|{fact.subject}",
            "edition": fact.edition,
            "party": party,
            "occasion": occasion,
            "about": fact.rfq,
            "demand_code": fact.rfq_code,
            "demand_title": fact.title,
            "demand_title_en": fact.title_en,
            "product_name": fact.product_name,
            "exhibitor_name": fact.exhibitor_name,
            **told,
        }
    )
