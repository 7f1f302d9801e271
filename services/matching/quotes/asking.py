"""What a buyer does: ask for quotes, compare them, award, and hear the answer."""

import asyncio
from collections.abc import Sequence
from functools import partial

from kernel.callers import Caller
from kernel.clock import now
from kernel.editing import expect_version
from kernel.mongo import Mongo
from services.matching.matches import Matches
from services.matching.ownership import expect_owner
from services.matching.quotes.awarding import AwardForm, awards_of
from services.matching.quotes.model import Award, Rfq, RfqForm
from services.matching.quotes.promising import Promising
from services.matching.quotes.quote import Quote, Won
from services.matching.quotes.store import Quotes, Rfqs
from services.matching.store import Buyers, Demands

TICK_SECONDS = 5.0
LAPSES = 50


class _OnlyTried(Exception):
    """Ends the transaction of a trial, so that nothing of it is kept."""

    def __init__(self, rfq: Rfq) -> None:
        super().__init__("nothing is kept of a trial")
        self.rfq = rfq


class Asking:
    """Requests for quotation, each change one transaction with all that follows from it."""

    def __init__(
        self,
        mongo: Mongo,
        buyers: Buyers,
        demands: Demands,
        matches: Matches,
        rfqs: Rfqs,
        quotes: Quotes,
        promising: Promising,
    ) -> None:
        self._mongo, self._buyers, self._demands = mongo, buyers, demands
        self._matches, self._rfqs, self._quotes = matches, rfqs, quotes
        self._promising = promising

    async def open(self, edition: str, form: RfqForm, caller: Caller) -> Rfq:
        """Ask for quotes on a demand, for the first time or after the request was cancelled."""

        async def work() -> Rfq:
            demand = await self._demands.get(edition, form.demand_code)
            expect_owner(caller, demand.buyer)
            buyer = (await self._buyers.with_ids([demand.buyer]))[demand.buyer]
            before = (await self._rfqs.with_ids([self._rfqs.id_of(edition, demand.code)])).values()
            fresh = [rfq.reopened(form, demand, buyer.kind, now()) for rfq in before]
            rfq = fresh[0] if fresh else Rfq.of(form, demand, buyer.kind, now())
            after = rfq.inviting(await self._asked(rfq))
            await self._rfqs.save([after])
            return after

        return await self._mongo.transaction(work)

    async def _asked(self, rfq: Rfq) -> list[str]:
        """The parties to be asked: the chosen ones, or all whose product matches."""
        if rfq.exhibitors:
            return [f"exhibitor:{rfq.edition}:{code}" for code in rfq.exhibitors]
        return await self._matches.exhibitors_for(rfq.edition, rfq.demand)

    async def revise(self, edition: str, form: RfqForm, seen: int, caller: Caller) -> Rfq:
        """Change a request as seen in version `seen`."""

        async def work() -> Rfq:
            before = await self._own(edition, form.demand_code, caller)
            expect_version(before.version, seen)
            after = before.revised(form, now())
            after = after.inviting(await self._asked(after))
            await self._rfqs.save([after])
            return after

        return await self._mongo.transaction(work)

    async def cancel(self, edition: str, code: str, caller: Caller) -> Rfq:
        """Ask no more."""

        async def work() -> Rfq:
            after = (await self._own(edition, code, caller)).cancelled()
            await self._rfqs.save([after])
            return after

        return await self._mongo.transaction(work)

    async def follow(self, closed: Sequence[str]) -> None:
        """Cancel the open requests on demands that were closed, in the transaction at hand."""
        ids = [self._rfqs.id_of(*id_.split(":")[1:]) for id_ in closed]
        found = (await self._rfqs.with_ids(ids)).values()
        await self._rfqs.save([rfq.cancelled() for rfq in found if rfq.status == "open"])

    async def award(
        self, edition: str, code: str, form: AwardForm, seen: int, caller: Caller, *, trial: bool
    ) -> Rfq:
        """Give a demand to quotes as seen in version `seen`; a trial tries all and keeps nothing.

        Each award holds its exhibitor's capacity until it is answered. The other quotes are told
        that the buyer chose others; they may still be awarded what remains or is turned down.
        """

        async def work() -> Rfq:
            rfq = await self._own(edition, code, caller)
            expect_version(rfq.version, seen)
            after = await self._award(rfq, form)
            if trial:
                raise _OnlyTried(after)
            return after

        try:
            return await self._mongo.transaction(work)
        except _OnlyTried as tried:
            return tried.rfq

    async def _award(self, rfq: Rfq, form: AwardForm) -> Rfq:
        quotes = {quote.form.product_code: quote for quote in await self._quotes.on(rfq)}
        awards = awards_of(form, rfq, quotes, now())
        after = rfq.awarding(awards)
        for award in awards:
            await self._promising.hold(rfq, quotes[award.product_code], award)
        await self._rfqs.save([after])
        await self._quotes.save(_decided(after, list(quotes.values()), awards))
        return after

    async def lapse(self) -> int:
        """Let go of awards that nobody answered in time; how many requests were looked at."""
        due = await self._rfqs.lapsing(now(), LAPSES)
        for rfq in due:
            await self._mongo.transaction(partial(self._lapse_one, rfq.id))
        return len(due)

    async def _lapse_one(self, id_: str) -> None:
        rfq, moment = (await self._rfqs.with_ids([id_]))[id_], now()
        overdue = [award.quote for award in rfq.awards if award.is_overdue(moment)]
        for id_ in overdue:
            rfq = rfq.lapsed(id_)
        if overdue:
            await self._rfqs.save([rfq])
            quotes = (await self._quotes.with_ids(overdue)).values()
            await self._quotes.save([quote.becoming("lapsed") for quote in quotes])
            for quote in quotes:
                await self._promising.let_go(quote, "expired")

    async def run(self) -> None:
        """Let go of what is overdue, until cancelled; any number of replicas may."""
        while True:
            if await self.lapse() < LAPSES:
                await asyncio.sleep(TICK_SECONDS)

    async def _own(self, edition: str, code: str, caller: Caller) -> Rfq:
        rfq = await self._rfqs.get(edition, code)
        expect_owner(caller, rfq.buyer)
        return rfq


def _decided(rfq: Rfq, quotes: Sequence[Quote], awards: Sequence[Award]) -> list[Quote]:
    """The quotes that a decision changes: the chosen ones, and those that it passes over."""
    chosen = {award.quote: award for award in awards}
    after = []
    for quote in quotes:
        if award := chosen.get(quote.id):
            after.append(quote.awarded(_won(rfq, award)))
        elif quote.status == "sent":
            after.append(quote.becoming("passed-over"))
    return after


def _won(rfq: Rfq, award: Award) -> Won:
    return Won(
        buyer_name=rfq.buyer_name,
        quantity=award.quantity,
        unit=rfq.unit,
        answer_by=award.answer_by,
    )
