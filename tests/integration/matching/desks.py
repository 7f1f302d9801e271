"""Matching without its doors: facts come in as its queue hands them over, in batches."""

from typing import Any, TypeVar

from contracts.fact import Fact
from kernel.callers import Caller
from kernel.envelope import Envelope
from services.matching import actions, facts
from services.matching.app import create
from services.matching.handlers import events
from services.matching.model import BuyerForm, DemandForm
from services.matching.settings import MatchingSettings
from services.matching.store import Buyers, Demands
from tests import trade

Kind = TypeVar("Kind")

ORGANISER = Caller(account="panitia", role="organiser")


def enveloped(*told: Fact) -> list[Envelope]:
    return [Envelope.of(fact, "test") for fact in told]


class Desk:
    """One replica of matching on some database."""

    def __init__(self, mongo_url: str, database: str) -> None:
        self.service = create(
            MatchingSettings(
                mongo_url=mongo_url,
                amqp_url="amqp://nowhere.invalid",
                database=database,
                port=1,
            )
        )
        self.mongo = self.service.mongo
        self._buyers, self._demands = self.provided(Buyers), self.provided(Demands)
        provided = self.service.app.state.provided
        self.handles = events.handle_with(self.mongo, self.service.inbox, provided)

    def provided(self, kind: type[Kind]) -> Kind:
        """The one thing of this type inside."""
        found: Kind = self.service.app.state.provided[kind]
        return found

    async def opens(self) -> None:
        """Make the indexes."""
        await self.service._prepare_all()

    async def hears(self, *told: Fact) -> None:
        """One batch."""
        await self.handles(enveloped(*told))

    async def posts(self, *forms: dict[str, Any], of: str = trade.EDITION) -> list[Fact]:
        """Keep demands, as somebody at its door does; the facts that its relay will tell."""

        async def work() -> None:
            buyer = BuyerForm(**trade.buyer())
            await actions.save_buyers(of, [buyer], self._buyers, self._demands)
            demands = [DemandForm(**form) for form in forms]
            await actions.save_demands(of, demands, self._buyers, self._demands)

        await self.mongo.transaction(work)
        kept = [await self._demands.get(of, form["code"]) for form in forms]
        return [facts.demand_told(demand) for demand in kept]

    async def withdraws(self, code: str) -> Fact:
        """Close a demand; the fact that its relay will tell."""
        closed = await actions.withdraw_demand(
            trade.EDITION, code, ORGANISER, self._demands, self.mongo
        )
        return facts.demand_told(closed)

    async def matches(self) -> dict[tuple[str, str], float]:
        """Score by demand and product, of what fits now."""
        found = self.mongo["matches"].find({"live": True})
        return {(m["demand_code"], m["product_code"]): m["score"] async for m in found}

    async def versions(self) -> dict[tuple[str, str], int]:
        """Version by demand and product, of all that ever fitted."""
        found = self.mongo["matches"].find()
        return {(m["demand_code"], m["product_code"]): m["version"] async for m in found}

    async def told(self, demand: str, product: str) -> list[tuple[str, int]]:
        """Type and version of what was told of a match, in its order."""
        subject = f"match:{trade.EDITION}:{demand}:{product}"
        found = self.mongo["outbox"].find({"subject": subject}).sort("_id", 1)
        return [(fact["type"].split(".")[2], fact["version"]) async for fact in found]
