"""Who buys: the buyers that the press named, and made-up ones of every kind."""

from collections.abc import Iterator
from dataclasses import dataclass

from sample.plan import Plan
from sample.seeds import BuyerKind, Row


@dataclass(frozen=True)
class Buyer:
    """A buyer; its demands are made up even where its name is a real one."""

    code: str
    name: str
    kind: BuyerKind
    country: str
    city: str
    time_zone: str
    market: str
    delivery: str

    @property
    def language(self) -> str:
        """Indonesian missions abroad read Indonesian, other buyers abroad English."""
        return "en" if self.country != "ID" and self.kind.role == "buyer" else "id"


def buyers(plan: Plan) -> Iterator[Buyer]:
    """All buyers of the set, in the order of their codes."""
    for number, row in enumerate(plan.seeds.buyers, start=1):
        kind = plan.seeds.buyer_kinds[row["kind"]]
        yield Buyer(
            code=f"B-{number:03}",
            name=f"{row['name']} (contoh)",
            kind=kind,
            country=row["country"],
            city=row["city"],
            time_zone=row["time_zone"],
            market=_market(kind, row),
            delivery=row["delivery"],
        )


def _market(kind: BuyerKind, row: Row) -> str:
    return f"X:{row['market_country']}" if kind.market == "X" else kind.market
