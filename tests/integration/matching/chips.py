"""A firm with a pack of chips and a shop that wants them, and what the tests ask about them."""

from typing import Any

from contracts.catalogue import EditionOpened, ExhibitorListed, Paper
from kernel.ids import new_id
from tests import trade
from tests.rooms import Person, Room
from tests.waiting import until

HOME_MADE = {"home_made": True, "pirt_food_type": True}


def firm(of: str, *papers: Paper, version: int = 1, code: str = "PS-1") -> ExhibitorListed:
    return ExhibitorListed(
        subject=f"exhibitor:{of}:{code}",
        version=version,
        edition=of,
        code=code,
        name="Koperasi Tani Makmur",
        category="makanan-ringan",
        regency="3319",
        attendance="both",
        papers=papers,
    )


def chips(of: str, code: str = "PR-1", version: int = 1, **changes: Any) -> Any:
    kept = {"shelf_life_days": 180, "storage": "ambient", "packed": True}
    return trade.listed(code, version, of, **(kept | changes))


async def gaps(person: Person, edition: str, **query: Any) -> Any:
    return await person.gets(f"/editions/{edition}/readiness/products/PR-1", **query)


def statuses(report: Any) -> dict[str, str]:
    return {row["requirement"]: row["status"] for row in report["rows"]}


async def settled(matching: Room, edition: str) -> None:
    """Until no goods of an edition wait to be summed up."""

    async def nothing_waits() -> bool:
        path = f"/editions/{edition}/readiness/progress"
        return bool((await matching.by("organiser").gets(path))["waiting"] == 0)

    await until(nothing_waits)


async def opened_edition(matching: Room) -> str:
    """A new edition with a pack of chips, and a shop that wants them with two papers."""
    id_ = f"uve-{new_id()}"
    opened = trade.edition(id_)
    del opened["id"]
    await matching.hears(
        EditionOpened(subject=id_, version=1, edition=id_, **opened), firm(id_), chips(id_)
    )
    office = matching.by("organiser")
    await office.makes(f"/editions/{id_}/buyers", trade.buyer())
    await office.makes(f"/editions/{id_}/demands", trade.demand(papers=["HALAL", "BPOM-MD"]))
    return id_
