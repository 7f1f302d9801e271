"""Every route of every service, asked by everybody, answers as `matrix.csv` says.

A cell is a status that denies (401, 403, 404), `in` for whoever is let in (what they are then told
of their input is other tests' matter), or `open` where nobody is told apart. On a route that reads,
`in` must show something.
"""

import asyncio
import csv
from pathlib import Path

from services.gateway.partners.model import SCOPES
from services.gateway.partners.scopes import scope_for
from tests.integration.security.asking import Route
from tests.integration.security.callers import ASKERS
from tests.integration.security.house import House

TABLE = Path(__file__).parent / "matrix.csv"
ENDS_THINGS = ("withdrawal", "cancellation", "dissolution", "refusal")


def table() -> dict[str, dict[str, str]]:
    """What is expected, by route and asker."""
    with TABLE.open(encoding="utf-8", newline="") as rows:
        read = csv.DictReader(rows, skipinitialspace=True)
        stripped = ({k.strip(): v.strip() for k, v in row.items()} for row in read)
        return {row.pop("route"): row for row in stripped}


async def test_every_route_has_a_row_and_every_row_a_route(house: House) -> None:
    names, rows = {route.name for route in house.routes}, table()
    missing = [route for route in _in_order(house.routes) if route.name not in rows]
    suggested = [await _observed(house, route) for route in missing]
    assert not missing, (
        f"routes without a row: check each cell of these lines, correct the code where somebody is "
        f"let in who should not be, and add them to {TABLE}:\n" + "\n".join(suggested)
    )
    gone = rows.keys() - names
    assert not gone, f"rows without a route: delete them from {TABLE}: {sorted(gone)}"


async def test_everybody_is_let_in_or_kept_out_as_the_table_says(house: House) -> None:
    rows = table()
    wrong = []
    for route in _in_order(house.routes):
        if expected := rows.get(route.name):
            wrong += await _differences(house, route, expected)
    assert not wrong, "not as the table says:\n" + "\n".join(wrong)


async def test_a_partner_is_let_in_where_strangers_are_or_its_scopes_say(house: House) -> None:
    rows, wrong = table(), []
    bearer = house.keys.bearer("partner", account="partner:1", scope=" ".join(SCOPES))
    for route in house.routes:
        status = await house.status_by(route, bearer)
        scope = scope_for(route.method, _public(route))
        stranger = rows[route.name]["nobody"]
        is_let_in = scope == "statistics:read" or stranger == "in"
        is_kept_out = not is_let_in and stranger != "open"
        if (is_let_in and status in (401, 403)) or (is_kept_out and status not in (401, 403, 404)):
            wrong.append(f"{route.name}: a partner was answered {status}")
    assert not wrong, "not as scopes say:\n" + "\n".join(wrong)


def _public(route: Route) -> str:
    return route.path if route.service == "gateway" else f"/api{route.path}"


async def _differences(house: House, route: Route, expected: dict[str, str]) -> list[str]:
    """Who was answered otherwise; those who are kept out ask first, for they change nothing."""
    found: dict[str, int] = {}
    for let_in in (False, True):
        names = [name for name in ASKERS if (expected[name] in ("in", "open")) is let_in]
        answers = await asyncio.gather(*(house.status(route, name) for name in names))
        found |= dict(zip(names, answers, strict=True))
    return [
        f"{route.name}: {name} was answered {status}, not {expected[name]}"
        for name, status in found.items()
        if not _fits(route, expected[name], status)
    ]


def _fits(route: Route, expected: str, status: int) -> bool:
    if expected == "open":
        return status < 500
    if expected != "in":
        return str(status) == expected
    if route.method == "GET":
        return status < 400
    return status < 500 and status not in (401, 403)


async def _observed(house: House, route: Route) -> str:
    """A row as everybody is answered now, to be checked by whoever added the route."""
    answers = [await house.status(route, name) for name in ASKERS]
    cells = [str(one) if one in (401, 403, 404) else "in" for one in answers]
    return ", ".join([route.name, *cells])


def _in_order(routes: list[Route]) -> list[Route]:
    """Readers first, and last those that end what the others ask about."""

    def rank(route: Route) -> tuple[int, bool]:
        if route.method == "GET":
            return 0, False
        if route.path.endswith("erasure"):
            return 3, True
        ends = route.method == "DELETE" or route.path.endswith(ENDS_THINGS)
        return 2 if ends else 1, not route.path.endswith("}")

    return sorted(routes, key=rank)
