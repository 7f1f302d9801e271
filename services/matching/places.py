"""Where goods come from and go to: regencies, countries, time zones."""

from functools import cache

from babel.core import get_global

from contracts import lists

PORT = "3374"
"""Kota Semarang, whose port Tanjung Emas ships the province's exports."""


def destination_code(text: str) -> str | None:
    """The BPS code of a regency's name or code, or a foreign country's code; None for neither."""
    code = text.strip().upper()
    return code if is_destination(code) else lists.regency_code(text)


def is_destination(code: str) -> bool:
    """Whether it is the code of a regency or of a foreign country."""
    return code in lists.regencies() or (code in countries() and code != "ID")


@cache
def countries() -> frozenset[str]:
    """ISO 3166 codes of the countries and territories where people live."""
    return frozenset(get_global("territory_zones")) - {"001", "ZZ"}


@cache
def time_zones() -> frozenset[str]:
    """Names of time zones, former ones too."""
    return frozenset(get_global("zone_territories")) | frozenset(get_global("zone_aliases"))
