"""The event door: what the others tell becomes people and news."""

from collections.abc import Sequence

from contracts.catalogue import (
    AnnouncementMade,
    AnnouncementWithdrawn,
    GoodsFound,
    PaperExpiring,
)
from contracts.gateway import AccountClosed, AccountOpened, ErasureRequested, LetterRequested
from contracts.matching import (
    AwardAccepted,
    AwardDeclined,
    AwardLapsed,
    DealRecorded,
    LeadMade,
    MatchFound,
    MatchLost,
    PoolChanged,
    QuoteAwarded,
    QuoteDeclined,
    QuoteSent,
    QuoteWithdrawn,
    RfqClosed,
    RfqOpened,
)
from contracts.notifications import MailErased
from kernel.events import Events
from kernel.privacy.forgotten import ForgottenPeople
from services.notifications.announcing.actions import Crier
from services.notifications.announcing.model import Round
from services.notifications.inbox import deals, papers, pools, quotes, searches
from services.notifications.inbox.actions import Inboxes
from services.notifications.inbox.store import Parties
from services.notifications.inbox.told import Match
from services.notifications.mail.notices import Notice, Notices
from services.notifications.people import actions
from services.notifications.people.model import Introduction
from services.notifications.people.store import People
from services.notifications.privacy.store import AddressBook
from services.notifications.settings import NotificationsSettings

events = Events("notifications.inbox", batch=500, gather=0.1)


@events.on(AccountOpened)
async def get_to_know_its_person(
    facts: Sequence[AccountOpened],
    people: People,
    parties: Parties,
    settings: NotificationsSettings,
    forgotten: ForgottenPeople,
) -> None:
    gone = await forgotten.among(fact.subject for fact in facts)
    told = [
        (fact.subject, Introduction.model_validate(fact.model_dump()))
        for fact in facts
        if fact.subject not in gone
    ]
    await actions.introduce(told, people, parties, settings.quiet)


@events.on(AccountClosed)
async def write_to_its_person_no_more(
    facts: Sequence[AccountClosed],
    people: People,
    parties: Parties,
    settings: NotificationsSettings,
    forgotten: ForgottenPeople,
) -> None:
    gone = await forgotten.among(fact.subject for fact in facts)
    told = [
        (fact.subject, Introduction(version=fact.version))
        for fact in facts
        if fact.subject not in gone
    ]
    await actions.introduce(told, people, parties, settings.quiet)


@events.on(LetterRequested)
async def write_it_at_once(
    facts: Sequence[LetterRequested], notices: Notices, forgotten: ForgottenPeople
) -> None:
    gone = await forgotten.among(fact.account for fact in facts)
    wanted = [fact for fact in facts if fact.account not in gone]
    await notices.write([Notice(id=fact.subject, **fact.model_dump()) for fact in wanted])


@events.on(ErasureRequested)
async def forget_its_person(
    facts: Sequence[ErasureRequested], addresses: AddressBook, forgotten: ForgottenPeople
) -> None:
    for fact in facts:
        await forgotten.add(fact.account)
        gone = await addresses.forget(fact.account)
        await addresses.confirm(
            MailErased(subject=fact.subject, version=fact.version, edition="", gone=gone)
        )


@events.on(MatchFound)
async def bring_it_to_both_parties(facts: Sequence[MatchFound], inboxes: Inboxes) -> None:
    await inboxes.hear([_found(fact) for fact in facts])


@events.on(MatchLost)
async def take_it_back_from_both_parties(facts: Sequence[MatchLost], inboxes: Inboxes) -> None:
    await inboxes.hear([_lost(fact) for fact in facts])


@events.on(RfqOpened)
async def ask_those_invited_to_quote(facts: Sequence[RfqOpened], inboxes: Inboxes) -> None:
    await inboxes.hear([one for fact in facts for one in quotes.opened(fact)])


@events.on(RfqClosed)
async def say_that_no_more_quotes_are_taken(facts: Sequence[RfqClosed], inboxes: Inboxes) -> None:
    await inboxes.hear([one for fact in facts for one in quotes.closed(fact)])


@events.on(QuoteSent)
async def bring_it_to_the_buyer(facts: Sequence[QuoteSent], inboxes: Inboxes) -> None:
    await inboxes.hear([quotes.received(fact) for fact in facts])


@events.on(QuoteWithdrawn)
async def take_it_back_from_the_buyer(facts: Sequence[QuoteWithdrawn], inboxes: Inboxes) -> None:
    await inboxes.hear([quotes.taken_back(fact) for fact in facts])


@events.on(QuoteAwarded)
async def congratulate_its_exhibitor(facts: Sequence[QuoteAwarded], inboxes: Inboxes) -> None:
    await inboxes.hear([one for fact in facts for one in quotes.awarded(fact)])


@events.on(QuoteDeclined)
async def thank_its_exhibitor(facts: Sequence[QuoteDeclined], inboxes: Inboxes) -> None:
    await inboxes.hear([quotes.passed_over(fact) for fact in facts])


@events.on(AwardAccepted)
async def tell_the_buyer_it_is_agreed(facts: Sequence[AwardAccepted], inboxes: Inboxes) -> None:
    await inboxes.hear([quotes.accepted(fact) for fact in facts])


@events.on(AwardDeclined)
async def tell_the_buyer_to_choose_anew(facts: Sequence[AwardDeclined], inboxes: Inboxes) -> None:
    await inboxes.hear([one for fact in facts for one in quotes.turned_down(fact)])


@events.on(AwardLapsed)
async def tell_both_that_time_is_over(facts: Sequence[AwardLapsed], inboxes: Inboxes) -> None:
    await inboxes.hear([one for fact in facts for one in quotes.turned_down(fact)])


@events.on(GoodsFound)
async def bring_them_to_who_looks_for_them(facts: Sequence[GoodsFound], inboxes: Inboxes) -> None:
    await inboxes.hear([searches.found(fact) for fact in facts])


@events.on(PaperExpiring)
async def warn_its_exhibitor(facts: Sequence[PaperExpiring], inboxes: Inboxes) -> None:
    await inboxes.hear([one for fact in facts for one in papers.expiring(fact)])


@events.on(DealRecorded)
async def ask_the_other_side_to_confirm(facts: Sequence[DealRecorded], inboxes: Inboxes) -> None:
    await inboxes.hear([one for fact in facts for one in deals.recorded(fact)])


@events.on(LeadMade)
async def bring_the_wish_to_the_exhibitor(facts: Sequence[LeadMade], inboxes: Inboxes) -> None:
    await inboxes.hear([deals.asked_for_contact(fact) for fact in facts])


@events.on(PoolChanged)
async def tell_members_and_buyer_how_it_stands(
    facts: Sequence[PoolChanged], inboxes: Inboxes
) -> None:
    await inboxes.hear([one for fact in facts for one in pools.changed(fact)])


@events.on(AnnouncementMade)
async def bring_it_round(facts: Sequence[AnnouncementMade], crier: Crier) -> None:
    await crier.hear(
        [
            Round(
                id=fact.subject,
                edition=fact.edition,
                audience=fact.audience,
                text=fact.text,
                text_en=fact.text_en,
                made=fact.version,
            )
            for fact in facts
        ]
    )


@events.on(AnnouncementWithdrawn)
async def take_it_back_all_round(facts: Sequence[AnnouncementWithdrawn], crier: Crier) -> None:
    await crier.hear(
        [
            Round(
                id=fact.subject,
                edition=fact.edition,
                audience=fact.audience,
                withdrawn=fact.version,
            )
            for fact in facts
        ]
    )


def _found(fact: MatchFound) -> Match:
    return Match(
        id=fact.subject,
        edition=fact.edition,
        demand=fact.demand,
        buyer=fact.buyer,
        exhibitor=fact.exhibitor,
        found=fact.version,
        score=fact.score,
        demand_code=fact.demand_code,
        demand_title=fact.demand_title,
        demand_title_en=fact.demand_title_en,
        product_name=fact.product_name,
        exhibitor_name=fact.exhibitor_name,
    )


def _lost(fact: MatchLost) -> Match:
    return Match(
        id=fact.subject,
        edition=fact.edition,
        demand=fact.demand,
        buyer=fact.buyer,
        exhibitor=fact.exhibitor,
        lost=fact.version,
    )
