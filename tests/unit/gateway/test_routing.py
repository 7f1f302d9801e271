"""Which service a path of the API goes to, and which paths go nowhere."""

import pytest

from kernel.problems import NotFound
from services.gateway.app import create
from services.gateway.routing import UnsafePath, is_passed_on, service_of
from services.gateway.settings import GatewaySettings


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/api/v1/editions", "catalogue"),
        ("/api/v1/editions/h2o-2026", "catalogue"),
        ("/api/v1/editions/h2o-2026/", "catalogue"),
        ("/api/v1/editions/h2o-2026/products/PRD-01", "catalogue"),
        ("/api/v1/editions/h2o-2026/exhibitors/imports/1/errors", "catalogue"),
        ("/api/v1/regencies", "catalogue"),
        ("/api/v1/editions/h2o-2026/buyers", "matching"),
        ("/api/v1/editions/h2o-2026/demands/KEB-01", "matching"),
        ("/api/v1/editions/h2o-2026/matches/summary", "matching"),
        ("/api/v1/inbox", "notifications"),
        ("/api/v1/preferences", "notifications"),
    ],
)
def test_the_resource_decides_which_service_answers(path: str, service: str) -> None:
    assert service_of(path) == (service, path.removeprefix("/api"))


def test_operations_name_the_service_that_they_ask() -> None:
    assert service_of("/api/v1/ops/matching/status") == ("matching", "/v1/ops/status")
    letters = "/api/v1/ops/catalogue/dead-letters/replay"
    assert service_of(letters) == ("catalogue", "/v1/ops/dead-letters/replay")


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/ops",
        "/api/v1/ops/status",
        "/api/v1",
        "/api/v1/",
        "/api/v1/nothing",
        "/api/v1/editions/h2o-2026/nothing",
        "/api/v1/editions/h2o-2026/accounts",
        "/api/v1/sessions",
    ],
)
def test_an_unknown_resource_is_not_found(path: str) -> None:
    with pytest.raises(NotFound):
        service_of(path)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/editions/../inbox",
        "/api/v1/editions/..",
        "/api/v1/./editions",
        "/api/v1/editions/%2e%2E/inbox",
        "/api/v1/editions/.%2e/inbox",
        "/api//v1/editions",
        "/api/v1/editions//products",
        "/api/v1/editions/a%2Fb",
        "/api/v1/editions/a%5cb",
        "/api/v1/editions/a\\b",
        "/api/v1/editions/a%00b",
        "/api/v1/editions/a%0d%0ab",
        "/api/v1/editions/a%252fb",
        "/api/v1/editions/a b",
    ],
)
def test_a_path_that_two_programs_could_read_differently_is_refused(path: str) -> None:
    with pytest.raises(UnsafePath):
        service_of(path)


def test_codes_with_dots_and_encoded_letters_pass() -> None:
    assert service_of("/api/v1/editions/h2o/products/a..b.c")[0] == "catalogue"
    assert service_of("/api/v1/editions/h2o/products/kopi%20robusta")[0] == "catalogue"


async def test_no_own_route_lies_where_requests_go_straight_on() -> None:
    settings = GatewaySettings(mongo_url="mongodb://127.0.0.1:1", amqp_url="amqp://nobody")
    own = create(settings).app.openapi()["paths"]
    assert "/api/v1/inbox/stream" in own
    assert not [path for path in own if is_passed_on(path)]
