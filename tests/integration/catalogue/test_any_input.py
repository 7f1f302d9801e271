"""Nothing invisible or endless is kept, whatever is typed; every script is."""

import io

import orjson
import pytest

from tests import trade
from tests.rooms import Person, Room


@pytest.fixture
async def office(catalogue: Room, edition: str) -> Person:
    office = catalogue.by("organiser")
    await office.makes(f"/editions/{edition}/exhibitors", trade.exhibitor())
    return office


@pytest.mark.parametrize(
    "name",
    [
        "Keripik\u0000",
        "Keripik \u202egnokgnis",
        "Keripik\u0007",
        "\u2066Keripik\u2069",
        "K" * 10**7,
    ],
)
async def test_a_name_with_invisible_signs_or_without_end_is_refused(
    office: Person, edition: str, name: str
) -> None:
    path = f"/editions/{edition}/products"
    body = io.BytesIO(orjson.dumps(trade.product(name=name)))
    headers = {"content-type": "application/json"}
    answer = await office.asks("POST", path, data=body, headers=headers)
    assert answer.status in (413, 422)
    assert answer.code


async def test_emoji_and_every_script_are_kept_as_they_were_typed(
    office: Person, edition: str
) -> None:
    name = "Keripik 🌶️ ꦏꦼꦫꦶꦥꦶꦏ\u2003 pedas"
    await office.makes(f"/editions/{edition}/products", trade.product(name=name))
    kept = await office.gets(f"/editions/{edition}/products/PR-1")
    assert kept["name"] == "Keripik 🌶️ ꦏꦼꦫꦶꦥꦶꦏ pedas"
