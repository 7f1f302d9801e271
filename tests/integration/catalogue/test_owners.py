"""An exhibitor's own shelf: drafts, publication, what to add next, and who changed what."""

import pytest

from kernel.envelope import Envelope
from tests import trade
from tests.integration.catalogue.searching import findable
from tests.rooms import Person, Room


@pytest.fixture
async def owner(catalogue: Room, edition: str) -> Person:
    makers = [trade.exhibitor("PS-1"), trade.exhibitor("PS-2", name="Koperasi Lain")]
    await catalogue.by("organiser").makes(f"/editions/{edition}/exhibitors", *makers)
    return catalogue.by("exhibitor", f"exhibitor:{edition}:PS-1")


def _told(catalogue: Room, edition: str) -> list[Envelope]:
    return catalogue.told(subject=f"product:{edition}:PR-1")


async def _drafted(owner: Person, edition: str) -> None:
    path = f"/editions/{edition}/products"
    answer = await owner.asks("POST", path, json=trade.product(), params={"draft": "true"})
    assert (answer.status, answer.body["status"]) == (201, "draft")


async def test_a_draft_is_on_no_list(catalogue: Room, edition: str, owner: Person) -> None:
    await _drafted(owner, edition)
    path = f"/editions/{edition}/products"
    answer = await owner.posts(path, trade.product("PR-2"))
    assert answer.status == 201
    await findable(catalogue, edition, 1)
    assert [item["code"] for item in (await catalogue.anybody.gets(path))["items"]] == ["PR-2"]


async def test_a_draft_is_its_owner_s_alone_until_it_is_published(
    catalogue: Room, edition: str, owner: Person
) -> None:
    path = f"/editions/{edition}/products"
    await _drafted(owner, edition)
    assert _told(catalogue, edition) == []
    for stranger in (catalogue.anybody, catalogue.by("exhibitor", f"exhibitor:{edition}:PS-2")):
        answer = await stranger.asks("GET", f"{path}/PR-1")
        assert (answer.status, answer.code) == (404, "no-product")
    assert (await owner.gets(f"{path}/PR-1"))["status"] == "draft"

    edited = await owner.asks(
        "PUT", f"{path}/PR-1", json=trade.product(price=13_000), headers={"if-match": '"1"'}
    )
    assert edited.body["status"] == "draft"
    withdrawn = await owner.posts(f"{path}/PR-1/withdrawal")
    assert (withdrawn.status, withdrawn.code) == (409, "not-listed")

    published = await owner.posts(f"{path}/PR-1/publication")
    assert (published.status, published.body["status"], published.body["version"]) == (
        200,
        "listed",
        3,
    )
    assert [(fact.version, fact.data["price"]) for fact in _told(catalogue, edition)] == [
        (3, 13_000)
    ]
    again = await owner.posts(f"{path}/PR-1/publication")
    assert (again.status, again.code) == (409, "already-listed")


async def test_a_withdrawn_product_can_be_offered_again_and_stays_away_while_edited(
    catalogue: Room, edition: str, owner: Person
) -> None:
    path = f"/editions/{edition}/products"
    await owner.makes(path, trade.product())
    await owner.makes(f"{path}/PR-1/withdrawal", None)
    edited = await owner.asks(
        "PUT", f"{path}/PR-1", json=trade.product(price=13_000), headers={"if-match": '"2"'}
    )
    assert edited.body["status"] == "withdrawn"
    await owner.makes(f"{path}/PR-1/publication", None)
    types = [fact.type.split(".")[2] for fact in _told(catalogue, edition)]
    assert types == ["listed", "withdrawn", "withdrawn", "listed"]


async def test_an_owner_sees_all_its_products_with_what_to_add(
    catalogue: Room, edition: str, owner: Person
) -> None:
    await _drafted(owner, edition)
    goods = [trade.product(f"PR-{number}") for number in (2, 3)]
    await owner.makes(f"/editions/{edition}/products", *goods)
    await owner.makes(f"/editions/{edition}/products/PR-3/withdrawal", None)
    path = f"/editions/{edition}/exhibitors/PS-1/products"
    pages = await owner.reads_on(path, limit=2)
    statuses = [item["status"] for page in pages for item in page]
    assert statuses == ["draft", "listed", "withdrawn"]
    first = pages[0][0]
    assert 0 < first["complete"] < 1
    assert first["hints"][0]["field"] == "description"
    assert (await owner.gets(f"/editions/{edition}/products/PR-1/completeness"))["hints"]
    other = catalogue.by("exhibitor", f"exhibitor:{edition}:PS-2")
    assert (await other.asks("GET", path)).status == 403
    assert (await catalogue.anybody.asks("GET", path)).status == 401


async def test_the_history_says_who_changed_what_and_for_whom(
    catalogue: Room, edition: str, owner: Person
) -> None:
    path = f"/editions/{edition}/products"
    await owner.makes(path, trade.product())
    assistant = catalogue.by("assistant", f"exhibitor:{edition}:PS-1")
    await assistant.asks(
        "PUT", f"{path}/PR-1", json=trade.product(price=13_000), headers={"if-match": '"1"'}
    )
    stale = await assistant.asks(
        "PUT", f"{path}/PR-1", json=trade.product(price=1), headers={"if-match": '"1"'}
    )
    assert stale.status == 412
    added = await owner.posts(f"{path}/PR-1/papers", trade.PIRT)
    pages = await owner.reads_on(f"{path}/PR-1/history", limit=2)
    changes = [change for page in pages for change in page]
    assert [change["verb"] for change in changes] == ["paper-added", "changed", "added"]
    assert changes[1]["author"] == {
        "account": "tester",
        "name": "Test assistant",
        "role": "assistant",
        "on_behalf": True,
    }
    assert changes[1]["fields"] == {"price": {"before": 12_000, "after": 13_000}}
    of_paper = await owner.gets(f"{path}/PR-1/history", paper=added.body["id"])
    assert [change["verb"] for change in of_paper["items"]] == ["paper-added"]
    assert changes[0]["fields"]["papers"]["after"][0]["kind"] == "PIRT"
    other = catalogue.by("exhibitor", f"exhibitor:{edition}:PS-2")
    assert (await other.asks("GET", f"{path}/PR-1/history")).status == 403
