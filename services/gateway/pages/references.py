"""What every page needs and seldom changes: the editions, names of categories and places."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kernel.problems import NotFound
from services.gateway.pages.services import Remembered, Services
from services.gateway.pages.views import Edition, Listing, Named

Answer = TypeVar("Answer")

EDITION_ID = re.compile(r"[a-z0-9-]{3,40}")
EDITION_SECONDS = 5.0
NAMES_SECONDS = 60.0


class NoEdition(NotFound):
    """There is nothing to show yet, or no edition of the name that was asked for."""

    code = "no-edition"

    def __init__(self) -> None:
        super().__init__(
            "Belum ada edisi expo yang dibuka, atau edisi yang Anda cari tidak ada.",
            "No edition of the expo is open yet, or there is none of the name you asked for.",
        )


class References:
    """What every page needs and what seldom changes: editions, names of categories and places."""

    def __init__(self, services: Services) -> None:
        self._services = services

        def read(kind: type[Answer], path: str, seconds: float) -> Remembered[Answer]:
            return Remembered(lambda: services.ask(kind, "catalogue", path), seconds)

        self._editions = read(Listing[Edition], "/v1/editions", EDITION_SECONDS)
        self._categories = read(Listing[Named], "/v1/categories", NAMES_SECONDS)
        self._regencies = read(Listing[Named], "/v1/regencies", NAMES_SECONDS)

    async def edition(self, wanted: str = "") -> Edition:
        """The edition asked for, else the newest. Raises NoEdition, ServiceAway, ServiceSlow."""
        editions = (await self._editions.get()).items
        fitting = [edition for edition in editions if not wanted or edition.id == wanted]
        if not fitting:
            return await self._newly_opened(wanted)
        return max(fitting, key=lambda edition: edition.starts)

    async def _newly_opened(self, wanted: str) -> Edition:
        """An edition that was opened since the editions were asked for last."""
        if not EDITION_ID.fullmatch(wanted):
            raise NoEdition()
        try:
            return await self._services.ask(Edition, "catalogue", f"/v1/editions/{wanted}")
        except NotFound as error:
            raise NoEdition() from error

    async def names(self) -> "Names":
        """Raises ServiceAway, ServiceSlow."""
        categories, regencies = await self._categories.get(), await self._regencies.get()
        return Names(
            categories={named.code: named for named in categories.items},
            regencies={named.code: named for named in regencies.items},
        )


@dataclass(frozen=True)
class Names:
    """Names by code; what has none is called by its code."""

    categories: Mapping[str, Named] = field(default_factory=dict)
    regencies: Mapping[str, Named] = field(default_factory=dict)

    def category(self, code: str) -> Named:
        return self.categories.get(code) or Named(code=code, name=code)

    def regency(self, code: str) -> Named:
        return self.regencies.get(code) or Named(code=code, name=code)
