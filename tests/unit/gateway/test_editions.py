"""What pages know of an edition."""

from datetime import date

import pytest

from services.gateway.pages.views import Edition


@pytest.mark.parametrize(
    ("rule_set", "markets"),
    [("home", ["LT", "IN"]), ("home-and-export", ["LT", "X:*", "IN", "X:NL"])],
)
def test_exhibitors_get_ready_for_the_markets_of_its_rules(
    rule_set: str, markets: list[str]
) -> None:
    edition = Edition.model_validate(
        {
            "id": "expo-2027",
            "name": "Expo 2027",
            "starts": date(2027, 7, 12),
            "ends": date(2027, 7, 14),
            "rule_set": rule_set,
        }
    )
    assert edition.of_its_markets(["LT", "X:*", "IN", "X:NL"]) == markets
