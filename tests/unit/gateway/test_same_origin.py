"""Forms are taken from our own pages only."""

import pytest
from starlette.requests import Request

from kernel.problems import Forbidden
from services.gateway.pages.route import expect_same_origin


def form(**headers: str) -> Request:
    given = {"host": "expo.example", **headers}
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()]
    return Request({"type": "http", "method": "POST", "path": "/keluar", "headers": raw})


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "same-origin"},
        {"origin": "https://expo.example"},
        {"origin": "http://expo.example"},
        {"sec_fetch_site": "same-origin", "origin": "https://expo.example"},
    ],
)
def test_a_form_of_our_own_is_taken(headers: dict[str, str]) -> None:
    expect_same_origin(form(**headers))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"sec_fetch_site": "cross-site", "origin": "https://expo.example"},
        {"origin": "https://evil.example"},
        {"origin": "https://expo.example.evil.example"},
        {"origin": "null"},
        {"origin": ""},
    ],
)
def test_a_form_from_elsewhere_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Forbidden):
        expect_same_origin(form(**headers))
