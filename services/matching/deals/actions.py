"""What both sides do with a deal: open it, record steps, correct and confirm them."""

from collections.abc import Callable

from kernel.callers import Caller
from kernel.clock import now
from kernel.editing import expect_version
from kernel.ids import new_id
from kernel.mongo import Mongo
from kernel.problems import Forbidden, Invalid, NotFound
from services.matching.deals.model import Deal, DealForm, Side, StepForm, deal_id, expect_unit
from services.matching.deals.store import Deals
from services.matching.ownership import BUYING, OFFICE, expect_exhibitor, side_of
from services.matching.quotes.anonymity import Anonymity
from services.matching.quotes.model import Rfq
from services.matching.quotes.quote import Quote
from services.matching.store import Buyers, Demands, Offers


class Ledger:
    """Deals, each change one transaction with the fact that tells of it."""

    def __init__(
        self,
        mongo: Mongo,
        buyers: Buyers,
        demands: Demands,
        offers: Offers,
        anonymity: Anonymity,
        deals: Deals,
    ) -> None:
        self._mongo, self._buyers, self._demands = mongo, buyers, demands
        self._offers, self._anonymity, self._deals = offers, anonymity, deals

    async def open(self, edition: str, form: DealForm, caller: Caller) -> Deal:
        """Begin a deal that came from no award."""
        expect_unit(form.unit)
        if _side(caller) == "exhibitor":
            sides = await self._sides_as_exhibitor(edition, form, caller)
        else:
            sides = await self._sides_as_buyer(edition, form, caller)
        code = new_id()
        deal = Deal(
            id=deal_id(edition, code),
            edition=edition,
            code=code,
            title=form.title,
            unit=form.unit,
            opened_by=_side(caller),
            opened_at=now(),
            **sides,
        )
        await self._deals.save([deal])
        return deal

    async def _sides_as_buyer(
        self, edition: str, form: DealForm, caller: Caller
    ) -> dict[str, str | bool]:
        buyer = (await self._buyers.with_ids([caller.party])).get(caller.party)
        if buyer is None or buyer.edition != edition or not form.exhibitor_code:
            raise Invalid(
                "Sebutkan kode peserta edisi ini.", "Name an exhibitor of this edition by its code."
            )
        known = await self._offers.of_exhibitor(edition, form.exhibitor_code)
        if known is None:
            raise NotFound(
                f"Peserta “{form.exhibitor_code}” tidak ada atau belum menawarkan apa pun.",
                f"There is no exhibitor “{form.exhibitor_code}”, or it offers nothing yet.",
                code="no-exhibitor",
            )
        return {
            "buyer": buyer.id,
            "buyer_name": buyer.name,
            "exhibitor": known.exhibitor,
            "exhibitor_code": known.exhibitor_code,
            "exhibitor_name": known.exhibitor_name,
            "is_sample": buyer.is_sample,
        }

    async def _sides_as_exhibitor(
        self, edition: str, form: DealForm, caller: Caller
    ) -> dict[str, str | bool]:
        code = expect_exhibitor(caller, edition)
        known = await self._offers.of_exhibitor(edition, code)
        sides: dict[str, str | bool] = {
            "exhibitor": caller.party,
            "exhibitor_code": code,
            "exhibitor_name": known.exhibitor_name if known else code,
        }
        if not form.demand_code:
            if not form.buyer_name:
                raise Invalid(
                    "Sebutkan kebutuhan atau nama pembelinya.", "Name the demand or the buyer."
                )
            return sides | {"buyer": "", "buyer_name": form.buyer_name}
        demand = await self._demands.get(edition, form.demand_code)
        if await self._anonymity.withheld([demand.id], caller.party):
            raise Forbidden(
                "Pembeli kebutuhan ini belum menampilkan namanya.",
                "This demand's buyer does not show its name yet.",
                code="name-withheld",
            )
        return sides | {
            "buyer": demand.buyer,
            "buyer_name": demand.buyer_name,
            "is_sample": demand.is_sample,
        }

    async def begin(self, quote: Quote, rfq: Rfq) -> None:
        """Open the deal that an accepted award makes, in the transaction at hand."""
        code = new_id()
        deal = Deal(
            id=deal_id(rfq.edition, code),
            code=code,
            unit=rfq.unit,
            buyer_name=rfq.buyer_name,
            quote=quote.id,
            opened_by="award",
            opened_at=now(),
            **quote.model_dump(
                include={"edition", "title", "buyer", "exhibitor", "exhibitor_code"}
                | {"exhibitor_name", "is_sample"}
            ),
        )
        await self._deals.save([deal])

    async def record(self, edition: str, code: str, form: StepForm, caller: Caller) -> Deal:
        """Say that a step was made."""
        return await self._change(
            edition, code, caller, lambda deal, side: deal.recording(form, side, now())
        )

    async def correct(
        self, edition: str, code: str, position: int, form: StepForm, caller: Caller
    ) -> Deal:
        """Say something else of a step, or for the first time what one's own side says of it."""
        return await self._change(
            edition, code, caller, lambda deal, side: deal.correcting(position, form, side, now())
        )

    async def confirm(
        self, edition: str, code: str, position: int, seen: int, caller: Caller
    ) -> Deal:
        """Say the same as the other side, as seen in version `seen`."""

        def confirmed(deal: Deal, side: Side) -> Deal:
            expect_version(deal.version, seen)
            return deal.confirming(position, side, now())

        return await self._change(edition, code, caller, confirmed)

    async def _change(
        self, edition: str, code: str, caller: Caller, change: Callable[[Deal, Side], Deal]
    ) -> Deal:
        async def work() -> Deal:
            before = await self.seen_by(edition, code, caller)
            after = change(before, _side(caller))
            if after != before:
                await self._deals.save([after])
            return after

        return await self._mongo.transaction(work)

    async def seen_by(self, edition: str, code: str, caller: Caller) -> Deal:
        """A deal of the caller's, or any for the office. Raises NotFound for others'."""
        caller.must_be(*OFFICE, *BUYING, "exhibitor")
        deal = await self._deals.get(edition, code)
        if side_of(caller) == "office" or (caller.party and caller.party in deal.parties):
            return deal
        raise NotFound(
            f"“{code}” tidak ada dalam edisi {edition}.",
            f"There is no “{code}” in edition {edition}.",
            code="no-deal",
        )


def _side(caller: Caller) -> Side:
    """Raises Forbidden for whoever acts for neither side."""
    caller.must_be(*BUYING, "exhibitor", "assistant")
    side = side_of(caller)
    if side == "exhibitor" or side == "buyer":
        return side
    raise Forbidden(
        "Pilih dahulu untuk pihak mana Anda bertindak.", "Choose first for whom you act."
    )
