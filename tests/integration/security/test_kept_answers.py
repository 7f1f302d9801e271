"""What the gateway keeps is what every asker would be told by the catalogue itself."""

from services.gateway.caching.model import sources_of
from tests.integration.security.callers import ASKERS
from tests.integration.security.house import House


async def test_what_is_kept_is_told_to_everybody_alike(house: House) -> None:
    catalogue, compared = house.rooms["catalogue"].client, 0
    for route in house.routes:
        address = route.address(house.examples)
        if route.service != "catalogue" or route.method != "GET" or sources_of(address) is None:
            continue
        answers = set()
        for name, asker in ASKERS.items():
            headers = asker.headers(house.keys, house.accounts.get(name, ""))
            async with catalogue.get(address, headers=headers) as answer:
                answers.add((answer.status, await answer.read()))
        assert len(answers) == 1, f"{route.name} depends on who asks and may not be kept"
        compared += 1
    assert compared >= 10
