"""Promised capacity is shown beside what is free, once, whatever order it is told in."""

from contracts.matching import CapacityPromised, PromisedMonth
from kernel.clock import now
from tests import trade
from tests.rooms import Room


def _promised(edition: str, version: int, units: int) -> CapacityPromised:
    return CapacityPromised(
        subject=f"product:{edition}:PR-1",
        edition=edition,
        version=version,
        exhibitor=f"exhibitor:{edition}:PS-1",
        unit="pak",
        months=(PromisedMonth(month=f"{now():%Y-%m}", units=units),),
    )


async def test_the_newest_of_what_is_told_counts_and_the_product_stays_as_it_is(
    catalogue: Room, edition: str
) -> None:
    office = catalogue.by("organiser")
    await office.makes(f"/editions/{edition}/exhibitors", trade.exhibitor())
    await office.makes(f"/editions/{edition}/products", trade.product())
    path = f"/editions/{edition}/products/PR-1"
    assert [m["free"] for m in (await catalogue.anybody.gets(f"{path}/capacity"))["months"]] == (
        [3_000] * 6
    )
    second = _promised(edition, 2, 1_200)
    await catalogue.hears(second)
    await catalogue.hears(second, _promised(edition, 1, 2_500))
    told = await catalogue.anybody.gets(f"{path}/capacity", months=2)
    assert told["unit"] == "pak"
    assert [(m["promised"], m["free"]) for m in told["months"]] == [(1_200, 1_800), (0, 3_000)]
    assert (await office.gets(path))["version"] == 1
    assert len((await office.gets(f"{path}/history"))["items"]) == 1
