"""The sample expo from its spreadsheets to matches, inboxes and mail, over real servers."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import aio_pika
import pytest

from contracts.gateway import AccountOpened
from deploy.local.backends import Backends
from deploy.local.environment import SERVICES
from kernel.envelope import Envelope
from kernel.topology import EXCHANGE
from tests.expo import IMPORTED, Expo
from tests.meddler import Meddler, Tap
from tests.names import database_names, virtual_host
from tests.waiting import until

State = dict[str, dict[str, Any]]
CORRELATION = "a-fact-with-a-list-of-addresses"
STRANGER = {
    "name": "Ni Luh Sukerti Wangsaputri",
    "email": "sukerti.wangsaputri@orang.invalid",
    "phone": "+6281234567899",
    "password": "Rahasia-yang-salah-9",
}


async def _play(
    backends: Backends, folder: Path, sample: Path, edition: dict[str, Any], meddled: bool
) -> State:
    async with (
        virtual_host(backends) as amqp_url,
        database_names(backends.mongo_url) as names,
        Expo(
            folder,
            backends,
            amqp_url,
            names,
            Meddler(amqp_url, seed=7) if meddled else Tap(amqp_url),
        ) as expo,
    ):
        await expo.post("editions", edition)
        await expo.import_sheets(sample, edition["id"], *IMPORTED)
        await expo.settle()
        await _the_buyer_sees_what_it_was_told(expo, edition["id"])
        letters = Counter(id_ for ids in (await expo.mails()).values() for id_ in ids)
        assert set(letters.values()) == {1}, "a letter was sent twice"
        await _the_logs_name_nobody(expo, edition["id"], amqp_url, folder)
        return await expo.state(edition["id"])


async def _the_buyer_sees_what_it_was_told(expo: Expo, edition: str) -> None:
    await expo.sign_in("b-001@example.invalid")
    demands = (await expo.get(f"editions/{edition}/demands"))["items"]
    inbox = (await expo.get("inbox", limit=200))["items"]
    told = {entry["link"].split("/")[-1]: entry["count"] for entry in inbox}
    assert told == {demand["code"]: demand["matches"] for demand in demands if demand["matches"]}
    best = (await expo.get(f"editions/{edition}/matches", demand=demands[0]["code"]))["items"][0]
    parts = [reason["part"] for reason in best["reasons"]]
    assert parts == ["goods", "volume", "price", "papers", "place", "terms", "time"]
    assert best["score"] == pytest.approx(
        sum(reason["weight"] * reason["value"] for reason in best["reasons"]), abs=0.002
    )


async def _the_logs_name_nobody(expo: Expo, edition: str, amqp_url: str, folder: Path) -> None:
    people = await expo.databases["gateway"]["accounts"].find({}).to_list(None)
    private = {person[field] for person in people for field in ("email", "name")} - {""}
    assert len(private) > 100
    await _much_goes_wrong(expo, edition, amqp_url)
    news = folder / "notifications.log"

    async def is_written() -> bool:
        return "a fact could not be handled" in news.read_text()

    await until(is_written)
    for service in SERVICES:
        written = (folder / f"{service}.log").read_text()
        lines = [json.loads(line) for line in written.splitlines()]
        assert {line["service"] for line in lines} == {service}
        assert "started" in {line["event"] for line in lines}
        named = [words for words in (*private, *STRANGER.values()) if words in written]
        assert not named, service
    [failed, *_] = [
        line
        for line in map(json.loads, news.read_text().splitlines())
        if line["event"] == "a fact could not be handled"
    ]
    assert failed["correlation_id"] == CORRELATION
    assert "ValidationError" in failed["exception"], "what was wrong is told, not who it was about"


async def _much_goes_wrong(expo: Expo, edition: str, amqp_url: str) -> None:
    """Requests with a person's data are refused, and a fact that carries it cannot be read."""
    wrong = {
        "sessions": {"email": STRANGER["email"], "password": STRANGER["password"]},
        f"editions/{edition}/registrations": {**STRANGER, "email": STRANGER["email"] + "@"},
        f"editions/{edition}/whatsapp/PS-001": {"number": STRANGER["phone"], "consent": "never"},
        f"editions/{edition}/exhibitors": STRANGER,
        f"editions/{edition}/demands": STRANGER,
        "preferences": STRANGER,
    }
    for path, body in wrong.items():
        async with expo.http.post(f"{expo.url}/api/v1/{path}", json=body) as answer:
            assert 400 <= answer.status < 500, (path, answer.status)
    fact = AccountOpened(
        subject="account:stranger",
        version=1,
        edition="",
        role="visitor",
        party="",
        name=STRANGER["name"],
        email=STRANGER["email"],
    )
    envelope = replace(Envelope.of(fact, "gateway"), correlation_id=CORRELATION)
    data = envelope.data | {"email": [STRANGER["email"]]}
    async with await aio_pika.connect(amqp_url) as connection:
        exchange = await (await connection.channel()).get_exchange(EXCHANGE)
        await exchange.publish(aio_pika.Message(replace(envelope, data=data).to_bytes()), fact.type)


@pytest.fixture(scope="module")
async def undisturbed(
    backends: Backends,
    tmp_path_factory: pytest.TempPathFactory,
    sample: Path,
    edition: dict[str, Any],
) -> State:
    """What the expo comes to when every fact arrives once and in order."""
    folder = tmp_path_factory.mktemp("undisturbed")
    return await _play(backends, folder, sample, edition, meddled=False)


def test_every_row_becomes_part_of_the_expo(undisturbed: State) -> None:
    assert len(undisturbed["exhibitors"]) == 100
    assert len(undisturbed["products"]) == len(undisturbed["offers"]) == 600
    assert len(undisturbed["demands"]) == 164
    live = [match for match in undisturbed["matches"].values() if match[0]]
    assert len(live) > 164, "some demand has more than one match"


def test_buyers_and_exhibitors_are_told_and_written_to(undisturbed: State) -> None:
    parties = {entry["party"].split(":")[0] for entry in undisturbed["entries"].values()}
    assert parties == {"buyer", "exhibitor"}
    told = {entry["party"] for entry in undisturbed["entries"].values() if entry["count"]}
    written_to = set(undisturbed["people written to"])
    assert written_to == {
        email for email, party in undisturbed["accounts"].items() if party in told
    }


async def test_facts_delivered_twice_and_shuffled_come_to_the_same(
    undisturbed: State, backends: Backends, tmp_path: Path, sample: Path, edition: dict[str, Any]
) -> None:
    meddled = await _play(backends, tmp_path, sample, edition, meddled=True)
    for what, expected in undisturbed.items():
        assert meddled[what] == expected, f"{what} depend on how the facts travelled"
