"""What a buyer has seen, met or put aside comes later on its list, and the list says why."""

from datetime import date, timedelta
from typing import Any

import pytest

from contracts.catalogue import EditionOpened
from kernel.clock import now
from kernel.ids import new_id
from services.matching.matches import Matches
from tests import trade
from tests.rooms import Answer, Person, Room
from tests.waiting import until

DEAR = 40_000


@pytest.fixture
async def edition(matching: Room) -> str:
    """A buyer with one demand; PR-1 fits best, PR-2 costs more, PR-3 far too much."""
    id_ = f"uve-{new_id()}"
    opened = trade.edition(id_)
    del opened["id"]
    await matching.hears(EditionOpened(subject=id_, version=1, edition=id_, **opened))
    organiser = matching.by("organiser")
    await organiser.makes(f"/editions/{id_}/buyers", trade.buyer())
    await organiser.makes(f"/editions/{id_}/demands", trade.demand())
    prices = {"PR-1": 12_000, "PR-2": 15_000, "PR-3": DEAR}
    await matching.hears(*(trade.listed(c, of=id_, price=p) for c, p in prices.items()))

    async def all_are_matched() -> bool:
        summary = await organiser.gets(f"/editions/{id_}/matches/summary")
        return bool(summary["matches"] == 2 and summary["waiting_demands"] == 0)

    await until(all_are_matched)
    return id_


def _buyer(matching: Room, edition: str) -> Person:
    return matching.by("buyer", f"buyer:{edition}:PB-1")


async def _listed(person: Person, edition: str) -> list[Any]:
    return list((await person.gets(f"/editions/{edition}/matches", demand="KB-1"))["items"])


async def _mark(person: Person, edition: str, product: str, **mark: str) -> Answer:
    path = f"/editions/{edition}/demands/KB-1/matches/{product}/standing"
    return await person.asks("PUT", path, json=mark)


async def test_what_a_buyer_puts_aside_comes_last_and_says_why(
    matching: Room, edition: str
) -> None:
    buyer = _buyer(matching, edition)
    answer = await _mark(buyer, edition, "PR-1", standing="dismissed", why="Terlalu manis")
    assert answer.status == 200
    first, last = await _listed(buyer, edition)
    assert (first["product_code"], last["product_code"]) == ("PR-2", "PR-1")
    assert (last["standing"], last["note"]) == ("dismissed", "Anda sisihkan: Terlalu manis")
    assert last["note_en"] == "You put it aside: Terlalu manis"

    assert (await _mark(buyer, edition, "PR-1", standing="new")).body["note"] == ""
    assert [match["product_code"] for match in await _listed(buyer, edition)] == ["PR-1", "PR-2"]


async def test_a_match_that_changes_stays_where_its_buyer_put_it(
    matching: Room, edition: str
) -> None:
    buyer = _buyer(matching, edition)
    await _mark(buyer, edition, "PR-1", standing="met")
    await matching.hears(trade.listed("PR-1", version=2, of=edition, price=14_000))
    [second] = [m for m in await _listed(buyer, edition) if m["product_code"] == "PR-1"]
    assert (second["standing"], second["version"]) == ("met", 2)
    assert second["place"] == pytest.approx(second["score"] - 0.2)


async def test_an_exhibitor_does_not_learn_what_a_buyer_put_aside(
    matching: Room, edition: str
) -> None:
    await _mark(_buyer(matching, edition), edition, "PR-1", standing="dismissed", why="Mahal")
    exhibitor = matching.by("exhibitor", f"exhibitor:{edition}:PS-1")
    first, _ = await _listed(exhibitor, edition)
    assert (first["product_code"], first["standing"], first["note"]) == ("PR-1", "new", "")
    assert "Mahal" not in str(first)


async def test_what_was_seen_comes_later_from_the_next_day_on(matching: Room, edition: str) -> None:
    buyer = _buyer(matching, edition)
    path = f"/editions/{edition}/demands/KB-1/sightings"
    assert (await buyer.posts(path, {"products": ["PR-1"]})).status == 204
    assert (await _listed(buyer, edition))[0]["standing"] == "new"

    await matching.provided(Matches).let_seen_follow(edition, _in_days(0))
    assert (await _listed(buyer, edition))[0]["standing"] == "new"
    await matching.provided(Matches).let_seen_follow(edition, _in_days(1))
    seen = (await _listed(buyer, edition))[0]
    assert (seen["standing"], seen["product_code"]) == ("seen", "PR-1")
    assert seen["place"] == pytest.approx(seen["score"] - 0.02)
    assert seen["note_en"] == "You saw it on another day; what is new comes first."


def _in_days(number: int) -> date:
    return now().date() + timedelta(days=number)


async def test_what_was_left_out_is_listed_with_the_reason(matching: Room, edition: str) -> None:
    buyer = _buyer(matching, edition)
    path = f"/editions/{edition}/demands/KB-1/exclusions"
    [left_out] = (await buyer.gets(path))["items"]
    assert (left_out["product_code"], left_out["live"]) == ("PR-3", False)
    assert left_out["excluded_en"] == (
        "Priced at Rp40,000 per pak, 220% above the limit of Rp12,500: more than twice it."
    )
    other = await matching.by("buyer", f"buyer:{edition}:PB-2").asks("GET", path)
    assert (other.status, other.code) == (403, "forbidden")

    await matching.hears(trade.listed("PR-3", version=2, of=edition, price=12_000))
    assert (await buyer.gets(path))["items"] == []
    assert len(await _listed(buyer, edition)) == 3


async def test_only_the_buyer_and_the_office_say_where_a_match_stands(
    matching: Room, edition: str
) -> None:
    other = matching.by("buyer", f"buyer:{edition}:PB-2")
    answer = await _mark(other, edition, "PR-1", standing="met")
    assert (answer.status, answer.code) == (403, "forbidden")
    exhibitor = matching.by("exhibitor", f"exhibitor:{edition}:PS-1")
    answer = await _mark(exhibitor, edition, "PR-1", standing="met")
    assert (answer.status, answer.code) == (403, "forbidden")
    answer = await _mark(_buyer(matching, edition), edition, "PR-9", standing="met")
    assert (answer.status, answer.code) == (404, "no-match")


async def test_an_organiser_sees_what_other_weights_change_before_it_sets_them(
    matching: Room, edition: str
) -> None:
    organiser, path = matching.by("organiser"), f"/editions/{edition}/matches/weights"
    before = await organiser.asks("GET", path)
    assert (before.body["version"], before.headers["etag"]) == (0, '"0"')
    shares = dict.fromkeys(before.body["weights"], 0.0) | {"price": 1.0}

    [shown] = (await organiser.posts(f"{path}/preview", shares)).body
    assert [(p["product_code"], p["score"], p["place_before"]) for p in shown["after"]] == [
        ("PR-1", 1.0, 1),
        ("PR-2", 0.6, 2),
    ]
    unbalanced = await organiser.posts(f"{path}/preview", shares | {"goods": 0.5})
    assert (unbalanced.status, unbalanced.code) == (422, "weights-not-one")
    buyer = await _buyer(matching, edition).asks("GET", path)
    assert (buyer.status, buyer.code) == (403, "forbidden")

    tags = {"if-match": '"0"'}
    set_ = await organiser.asks("PUT", path, json=shares, headers=tags)
    assert (set_.status, set_.body["version"]) == (200, 1)
    late = await organiser.asks("PUT", path, json=shares, headers=tags)
    assert (late.status, late.code) == (412, "stale-version")
    refit = f"/editions/{edition}/matches/refits/{set_.body['refit']}"

    async def is_done() -> bool:
        return bool((await organiser.gets(refit))["progress"] == 1)

    await until(is_done)
    assert [match["score"] for match in await _listed(organiser, edition)] == [1.0, 0.6]


async def test_a_demand_can_be_tried_before_it_is_posted(matching: Room, edition: str) -> None:
    buyer, path = _buyer(matching, edition), f"/editions/{edition}/demands/trials"
    form = trade.demand("KB-9", keywords=["kripik singkong"], price_limit=14_000)
    tried = (await buyer.posts(path, form)).body
    assert [(m["product_code"], m["live"]) for m in tried["items"]] == [
        ("PR-1", True),
        ("PR-2", True),
    ]
    assert tried["total"] == 2
    assert len(tried["items"][0]["reasons"]) == 7
    listed = await buyer.gets(f"/editions/{edition}/demands")
    assert [demand["code"] for demand in listed["items"]] == ["KB-1"], "nothing was kept"

    other = await matching.by("buyer", f"buyer:{edition}:PB-2").posts(path, form)
    assert (other.status, other.code) == (403, "forbidden")
    odd = await buyer.posts(path, form | {"largest_moq": 10**6})
    assert (odd.status, odd.code) == (422, "moq-above-volume")


UNREADABLE: list[tuple[dict[str, Any], str, str, str]] = [
    ({"volume_per_month": 0}, "volume_per_month", "too-small", "Paling kecil 1."),
    ({"volume_per_month": 10**15}, "volume_per_month", "too-large", "Paling besar 1.000.000.000."),
    ({"volume_per_month": "dua"}, "volume_per_month", "not-a-number", "bilangan bulat"),
    ({"unit": "goni"}, "unit", "unknown-unit", "Satuan “goni” tidak dikenal"),
    ({"papers": ["SURAT SAKTI"]}, "papers.0", "unknown-certificate", "“SURAT SAKTI”"),
    ({"destination": "9999"}, "destination", "unknown-destination", "“9999”"),
    ({"starts": "2027-02-01", "ends": "2027-01-01"}, "", "ends-before-start", "sesudah"),
]
SENSELESS: list[tuple[dict[str, Any], str]] = [
    ({"largest_moq": 2_001}, "moq-above-volume"),
    ({"unit": "ton", "volume_per_month": 10**9}, "absurd-volume"),
    ({"ends": "2026-01-31"}, "demand-over"),
]


async def test_a_demand_that_cannot_be_is_refused_in_a_sentence_and_nothing_is_kept(
    matching: Room, edition: str
) -> None:
    organiser, path = matching.by("organiser"), f"/editions/{edition}/demands"
    for changes, where, code, words in UNREADABLE:
        answer = await organiser.posts(path, trade.demand("KB-2", **changes))
        assert (answer.status, answer.code) == (422, "invalid"), changes
        [error] = answer.body["errors"]
        assert (error["where"], error["code"]) == (f"body.{where}".rstrip("."), code)
        assert words in error["message"]
        assert words in answer.body["detail"]
    for changes, code in SENSELESS:
        answer = await organiser.posts(path, trade.demand("KB-2", **changes))
        assert (answer.status, answer.code) == (422, code), changes
    kept = await organiser.gets(path)
    assert [demand["code"] for demand in kept["items"]] == ["KB-1"]


def _scan(edition: str) -> dict[str, Any]:
    return {
        "channel": "scan",
        "person": f"buyer:{edition}:PB-1",
        "device": "hp-1",
        "sequence": 1,
        "seen_at": now().isoformat(),
    }


WISH = {
    "exhibitor_code": "PS-1",
    "consent": {"text_version": "2026-11"},
    "contact": {"phone": "0812-0000-0001"},
}


async def test_who_was_met_at_the_stand_comes_later_with_all_it_offers_from_then_on(
    matching: Room, edition: str
) -> None:
    buyer = _buyer(matching, edition)
    exhibitor = matching.by("exhibitor", f"exhibitor:{edition}:PS-1")
    assert (await exhibitor.posts(f"/editions/{edition}/leads", _scan(edition))).status == 201
    for match in await _listed(buyer, edition):
        assert (match["standing"], match["came_by"]) == ("met", "scan")
        assert match["note"] == "Sudah bertemu di stan; yang belum ditemui didahulukan."
        assert match["place"] == pytest.approx(match["score"] - 0.2)
    others: dict[str, Any] = {"exhibitor_code": "PS-2", "exhibitor": f"exhibitor:{edition}:PS-2"}
    await matching.hears(
        trade.listed("PR-4", of=edition, price=12_000),
        trade.listed("PR-5", of=edition, price=15_500, **others),
    )
    first, *rest = await _listed(buyer, edition)
    assert (first["product_code"], first["standing"]) == ("PR-5", "new")
    assert {match["standing"] for match in rest} == {"met"}
    assert {match["standing"] for match in await _listed(exhibitor, edition)} == {"new"}


async def test_a_wish_to_be_contacted_counts_as_seen_and_a_scan_after_it_as_met(
    matching: Room, edition: str
) -> None:
    buyer = _buyer(matching, edition)
    exhibitor = matching.by("exhibitor", f"exhibitor:{edition}:PS-1")
    path = f"/editions/{edition}/leads"
    await _mark(buyer, edition, "PR-2", standing="dismissed", why="Mahal")
    await buyer.makes(f"{path}/requests", WISH, WISH)
    first, second = await _listed(buyer, edition)
    assert (first["standing"], first["came_by"]) == ("seen", "request")
    assert "minta dihubungi" in first["note"]
    assert second["standing"] == "dismissed"
    await exhibitor.makes(path, _scan(edition))
    await buyer.makes(f"{path}/requests", WISH)
    first, second = await _listed(buyer, edition)
    assert (first["standing"], second["standing"]) == ("met", "dismissed")
