"""What a partner's key is good for, and what none is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import ValidationError

from kernel.callers import Caller
from kernel.problems import Forbidden
from services.gateway.partners.model import (
    SCOPES,
    ApiKey,
    KeyForm,
    KeyRefused,
    ScopeMissing,
    new_secret,
)
from services.gateway.partners.scopes import scope_for

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
E = "/api/v1/editions/h2o-2026"


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/api/v1/editions", "catalogue:read"),
        ("GET", f"{E}/products/PRD-01", "catalogue:read"),
        ("HEAD", f"{E}/pictures/0-320.webp", "catalogue:read"),
        ("GET", f"{E}/feed", "feed:read"),
        ("GET", f"{E}/readiness/statistics", "statistics:read"),
        ("POST", f"{E}/products", None),
        ("GET", f"{E}/exports/products.csv", None),
        ("GET", f"{E}/readiness/products/PRD-01", None),
        ("GET", f"{E}/productsX", None),
        ("GET", "/api/v1/me", None),
        ("GET", "/api/v1/api-keys", None),
        ("POST", "/api/v1/sessions", None),
        ("GET", "/api/v1/ops/catalogue/overview", None),
    ],
)
def test_a_request_needs_one_scope_or_is_open_to_no_key(
    method: str, path: str, scope: str | None
) -> None:
    assert scope_for(method, path) == scope


@given(
    scopes=some.sets(some.sampled_from(SCOPES), min_size=1),
    days=some.integers(1, 366),
    later=some.timedeltas(timedelta(), timedelta(days=400)),
)
def test_a_key_is_good_for_its_scopes_until_its_end_and_no_longer(
    scopes: set[str], days: int, later: timedelta
) -> None:
    form = KeyForm.model_validate({"name": "Mitra", "scopes": scopes, "days": days})
    key = ApiKey.of("1", form, new_secret(), "office", NOW)
    if later < timedelta(days=days):
        key.expect_active(NOW + later)
    else:
        with pytest.raises(KeyRefused):
            key.expect_active(NOW + later)
    for scope in (*SCOPES, None):
        if scope in scopes:
            key.expect_scope(scope)
        else:
            with pytest.raises(ScopeMissing):
                key.expect_scope(scope)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " ", "scopes": ["feed:read"]},
        {"name": "Mitra", "scopes": []},
        {"name": "Mitra", "scopes": ["everything"]},
        {"name": "Mitra", "scopes": ["feed:read"], "days": 0},
        {"name": "Mitra", "scopes": ["feed:read"], "days": 367},
    ],
)
def test_a_key_needs_a_name_a_scope_that_there_is_and_an_end(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        KeyForm.model_validate(wrong)


def test_a_scope_opens_a_rooms_door_to_a_partner_and_to_nobody_else() -> None:
    scoped = ("statistics:read",)
    Caller(role="partner", scopes=scoped).must_be("organiser", scope="statistics:read")
    for caller, scope in (
        (Caller(role="partner", scopes=scoped), ""),
        (Caller(role="partner", scopes=scoped), "feed:read"),
        (Caller(role="visitor", scopes=scoped), "statistics:read"),
    ):
        with pytest.raises(Forbidden):
            caller.must_be("organiser", scope=scope)
