"""A market with a request for quotation, and what its people do there."""

from datetime import timedelta
from typing import Any

from kernel.clock import now
from tests import trade
from tests.rooms import Answer, Person, Room
from tests.waiting import until

BUYER_NAME = "Swalayan Simpang Lima"


class Market:
    """Two buyers, three exhibitors with crisps that fit the first one's demand."""

    def __init__(self, matching: Room, edition: str) -> None:
        self.room, self.edition = matching, edition
        self.rfqs = f"/editions/{edition}/rfqs"
        self.organiser = matching.by("organiser")
        self.buyer = matching.by("buyer", f"buyer:{edition}:PB-1")
        self.other_buyer = matching.by("buyer", f"buyer:{edition}:PB-2")

    async def opens(self, **demand: Any) -> None:
        """Register all and wait until the demand is matched."""
        path = f"/editions/{self.edition}"
        buyers = [trade.buyer("PB-1", name=BUYER_NAME), trade.buyer("PB-2", name="Hotel Lawang")]
        await self.organiser.makes(f"{path}/buyers", *buyers)
        wanted = trade.demand("KB-1", title="Keripik singkong", **demand)
        await self.organiser.makes(f"{path}/demands", wanted)
        await self.room.hears(
            *(trade.listed(f"PR-{n}", of=self.edition, exhibitor_code=f"PS-{n}") for n in (1, 2, 3))
        )

        async def all_match() -> bool:
            summary = await self.organiser.gets(f"{path}/matches/summary")
            return bool(summary["matches"] == 3)

        await until(all_match)

    def exhibitor(self, number: int) -> Person:
        return self.room.by("exhibitor", f"exhibitor:{self.edition}:PS-{number}")

    async def asks(self, **said: Any) -> Answer:
        """The buyer asks for quotes."""
        deadline = (now() + timedelta(days=2)).isoformat()
        return await self.buyer.posts(
            self.rfqs, {"demand_code": "KB-1", "deadline": deadline, **said}
        )

    async def quotes(self, number: int, **said: Any) -> Any:
        """An exhibitor drafts a quote and sends it; the quote as it is then."""
        exhibitor, product = self.exhibitor(number), f"PR-{number}"
        drafted = await exhibitor.posts(f"{self.rfqs}/KB-1/quotes", offer(product, **said))
        assert drafted.status == 201, drafted
        answer = await exhibitor.asks(
            "POST", f"{self.rfqs}/KB-1/quotes/{product}/sending", headers=seen(drafted.body)
        )
        assert answer.status == 200, answer
        return answer.body

    async def awards(self, *shares: tuple[Any, int], **query: str) -> Answer:
        """The buyer awards quotes as it sees them now."""
        rfq = await self.buyer.gets(f"{self.rfqs}/KB-1")
        return await self.buyer.asks(
            "POST",
            f"{self.rfqs}/KB-1/awards",
            headers=seen(rfq),
            json=award(*shares),
            params=query,
        )


def offer(product: str = "PR-1", **said: Any) -> dict[str, Any]:
    """2,500 packs a month, from 100 on at Rp12,000, from 1,000 on at Rp11,500."""
    return {
        "product_code": product,
        "unit": "pak",
        "pack": "250 g",
        "tiers": [{"minimum": 100, "price": 12_000}, {"minimum": 1_000, "price": 11_500}],
        "volume_per_month": 2_500,
        "lead_time_days": 7,
        "valid_until": (now() + timedelta(days=60)).date().isoformat(),
        **said,
    }


def award(*shares: tuple[Any, int], reason: str = "Harga terbaik") -> dict[str, Any]:
    return {
        "shares": [
            {
                "product_code": quote["product_code"],
                "quote_version": quote["version"],
                "quantity": quantity,
            }
            for quote, quantity in shares
        ],
        "reason": reason,
    }


def seen(thing: Any) -> dict[str, str]:
    return {"if-match": f'"{thing["version"]}"'}
