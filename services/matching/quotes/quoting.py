"""What an exhibitor does: quote, revise, take back, and answer what it is awarded."""

from typing import Annotated

from pydantic import StringConstraints

from kernel.callers import Caller
from kernel.clock import now
from kernel.editing import expect_version
from kernel.mongo import Mongo
from kernel.problems import Conflict, Forbidden, NotFound
from services.matching.deals.actions import Ledger
from services.matching.matches import Matches
from services.matching.model import Offer, Value
from services.matching.ownership import expect_exhibitor
from services.matching.quotes.model import Rfq
from services.matching.quotes.promising import Promising
from services.matching.quotes.quote import Quote, QuoteForm, quote_id
from services.matching.quotes.store import Quotes, Rfqs
from services.matching.store import Offers


class AnswerForm(Value):
    """What an exhibitor says when it answers an award."""

    said: Annotated[str, StringConstraints(max_length=1000, strip_whitespace=True)] = ""


class Quoting:
    """Quotes, each change one transaction with all that follows from it."""

    def __init__(
        self,
        mongo: Mongo,
        offers: Offers,
        matches: Matches,
        rfqs: Rfqs,
        quotes: Quotes,
        promising: Promising,
        ledger: Ledger,
    ) -> None:
        self._mongo, self._offers, self._matches = mongo, offers, matches
        self._rfqs, self._quotes, self._promising = rfqs, quotes, promising
        self._ledger = ledger

    async def request(self, edition: str, code: str, caller: Caller) -> Rfq:
        """A request that the caller's exhibitor may quote on. Raises NotFound for any other."""
        expect_exhibitor(caller, edition)
        rfq = await self._rfqs.get(edition, code)
        if caller.party not in rfq.invited and not await self._matches_now(rfq, caller.party):
            raise NotFound(
                f"“{code}” tidak ada dalam edisi {edition}.",
                f"There is no “{code}” in edition {edition}.",
                code="no-rfq",
            )
        return rfq

    async def _matches_now(self, rfq: Rfq, exhibitor: str) -> bool:
        if rfq.exhibitors:
            return False
        return exhibitor in await self._matches.exhibitors_for(rfq.edition, rfq.demand)

    async def draft(self, edition: str, code: str, form: QuoteForm, caller: Caller) -> Quote:
        """Begin a quote with a product. Raises Conflict when there is one."""

        async def work() -> Quote:
            rfq = await self.request(edition, code, caller)
            offer = await self._own_offer(edition, form.product_code, caller)
            if await self._quotes.with_ids([quote_id(edition, code, offer.code)]):
                raise Conflict(
                    f"Anda sudah membuat penawaran dengan {offer.name}; ubahlah yang itu.",
                    f"You have a quote with {offer.name} already; revise that one.",
                    code="quote-exists",
                )
            quote = Quote.of(form, rfq, offer, now())
            await self._quotes.save([quote])
            return quote

        return await self._mongo.transaction(work)

    async def revise(
        self, edition: str, code: str, form: QuoteForm, seen: int, caller: Caller
    ) -> Quote:
        """Change a quote as seen in version `seen`; one that was sent is sent anew."""

        async def work() -> Quote:
            before = await self.own(edition, code, form.product_code, caller)
            expect_version(before.version, seen)
            rfq = await self._rfqs.get(edition, code)
            offer = await self._own_offer(edition, form.product_code, caller)
            after = before.revised(form, rfq, offer, now())
            await self._keep(rfq, after)
            return after

        return await self._mongo.transaction(work)

    async def send(self, edition: str, code: str, product: str, seen: int, caller: Caller) -> Quote:
        """Send a draft as seen in version `seen`."""

        async def work() -> Quote:
            before = await self.own(edition, code, product, caller)
            expect_version(before.version, seen)
            rfq = await self._rfqs.get(edition, code)
            after = before.sent_out(rfq, now())
            await self._keep(rfq, after)
            return after

        return await self._mongo.transaction(work)

    async def _keep(self, rfq: Rfq, quote: Quote) -> None:
        """Save a quote so that no decision on its request can miss it."""
        await self._rfqs.touch(rfq.id)
        await self._quotes.save([quote])

    async def withdraw(self, edition: str, code: str, product: str, caller: Caller) -> Quote:
        """Take a quote back."""

        async def work() -> Quote:
            after = (await self.own(edition, code, product, caller)).withdrawn()
            await self._quotes.save([after])
            return after

        return await self._mongo.transaction(work)

    async def answer(
        self, edition: str, code: str, product: str, form: AnswerForm, caller: Caller, accept: bool
    ) -> Quote:
        """Accept what was awarded, which begins a deal, or turn it down."""

        async def work() -> Quote:
            before = await self.own(edition, code, product, caller)
            rfq = await self._rfqs.get(edition, code)
            await self._rfqs.save([rfq.answered(before.id, accept, form.said, now())])
            after = before.becoming("accepted" if accept else "declined")
            await self._quotes.save([after])
            if accept:
                await self._promising.agree(after)
                await self._ledger.begin(after, rfq)
                await self._matches.note_met(rfq.demand, after.product)
            else:
                await self._promising.let_go(after, "declined")
            return after

        return await self._mongo.transaction(work)

    async def own(self, edition: str, code: str, product: str, caller: Caller) -> Quote:
        """A quote of the caller's exhibitor. Raises NotFound for others' too."""
        expect_exhibitor(caller, edition)
        found = await self._quotes.with_ids([quote_id(edition, code, product)])
        for quote in found.values():
            if quote.exhibitor == caller.party:
                return quote
        raise NotFound(
            f"Anda belum membuat penawaran dengan produk “{product}”.",
            f"You have no quote with product “{product}”.",
            code="no-quote",
        )

    async def _own_offer(self, edition: str, product: str, caller: Caller) -> Offer:
        id_ = f"product:{edition}:{product}"
        offer = (await self._offers.listed([id_])).get(id_)
        if offer is None:
            raise NotFound(
                f"Produk “{product}” tidak (lagi) ditawarkan.",
                f"Product “{product}” is not on offer (any more).",
                code="no-product",
            )
        if offer.exhibitor != caller.party:
            raise Forbidden("Produk ini milik peserta lain.", "This product is not yours.")
        return offer
