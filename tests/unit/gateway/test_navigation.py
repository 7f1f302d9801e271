"""Everybody finds their pages: few in the bar, the rest in the menu, none twice."""

import pytest

from services.gateway.pages.language import PATHS
from services.gateway.pages.navigation import (
    DESTINATIONS,
    EVERYBODY,
    MOST_IN_THE_BAR,
    Audience,
    bar,
    menu,
)


@pytest.mark.parametrize("audience", EVERYBODY)
def test_a_bar_fits_a_phone_and_no_page_is_named_twice(audience: Audience) -> None:
    pages = [place.page for place in (*bar(audience), *menu(audience))]
    assert 0 < len(bar(audience)) <= MOST_IN_THE_BAR
    assert len(set(pages)) == len(pages)
    assert {"hall", "products", "help"} <= set(pages)


def test_every_destination_is_a_page_that_somebody_can_reach() -> None:
    for place in DESTINATIONS:
        assert place.page in PATHS
        assert set(place.within) <= set(PATHS)
        assert place.bar or place.menu
