"""Goods and firms as linked data: what is public of them, page by page."""

from tests import trade
from tests.rooms import Room

HALAL = {"kind": "HALAL", "number": "ID33110000123456", "expires": "2099-01-01", "state": "checked"}
OVER = {"kind": "PIRT", "number": "2063319010234-27", "expires": "2020-01-01", "state": "checked"}


async def test_a_product_says_what_it_costs_and_what_was_checked(
    catalogue: Room, edition: str
) -> None:
    office = catalogue.by("organiser")
    await office.makes(f"/editions/{edition}/exhibitors", trade.exhibitor())
    goods = trade.product(
        papers=[HALAL, OVER, {"kind": "NIB", "number": "1234567890123"}],
        variants=[{"name": "Balado", "price": 11_900, "code": "BLD"}, {"name": "Original"}],
    )
    await office.makes(f"/editions/{edition}/products", goods, trade.product("PR-2"))
    await office.makes(f"/editions/{edition}/products?draft=true", trade.product("PR-3"))
    answer = await catalogue.anybody.asks("GET", f"/editions/{edition}/feed/products/PR-1")
    assert answer.headers["content-type"] == "application/ld+json"
    told = answer.body
    assert told["@context"][0] == "https://schema.org"
    assert told["offers"]["price"] == 12_000
    assert told["offers"]["priceSpecification"][0]["unitCode"] == "XPK"
    variants = [(one["name"], one.get("sku"), one["offers"]["price"]) for one in told["hasVariant"]]
    assert variants == [("Balado", "BLD", 11_900), ("Original", None, 12_000)]
    assert told["manufacturer"]["address"]["addressCountry"] == "ID"
    assert [paper["certificationIdentification"] for paper in told["hasCertification"]] == [
        HALAL["number"]
    ]
    firm = await catalogue.anybody.gets(f"/editions/{edition}/feed/exhibitors/PS-1")
    assert firm["name"] == "Koperasi Tani Makmur"
    hidden = await catalogue.anybody.asks("GET", f"/editions/{edition}/feed/products/PR-3")
    assert hidden.status == 404


async def test_the_feed_leads_on_until_all_on_offer_were_told(
    catalogue: Room, edition: str
) -> None:
    office = catalogue.by("organiser")
    await office.makes(f"/editions/{edition}/exhibitors", trade.exhibitor())
    goods = [trade.product(f"PR-{n}") for n in range(5)]
    await office.makes(f"/editions/{edition}/products", *goods)
    path, told = f"/editions/{edition}/feed?limit=2", []
    while path:
        answer = await catalogue.anybody.asks("GET", path)
        told += [one["item"]["sku"] for one in answer.body["dataFeedElement"]]
        path = answer.headers.get("link", "").partition(">")[0].removeprefix("</api/v1")
    assert told == [f"PR-{n}" for n in range(5)]


async def test_an_edition_that_is_not_there_has_no_feed(catalogue: Room) -> None:
    answer = await catalogue.anybody.asks("GET", "/editions/nowhere/feed")
    assert (answer.status, answer.code) == (404, "no-edition")
