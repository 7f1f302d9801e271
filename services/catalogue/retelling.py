"""Telling what there is again, some at a time, so that others can rebuild what they know of it."""

from collections.abc import Sequence

from kernel.chores import Kind, Step
from kernel.outbox import Outbox
from services.catalogue import facts
from services.catalogue.editions.store import Editions
from services.catalogue.model import Exhibitor, Product
from services.catalogue.store import Exhibitors, Products

AT_ONCE = 250
RETELL = "retell"


class Retelling:
    """An edition's state as facts: the edition, then its exhibitors, then its products.

    A cursor says the shelf and the last id told of it, as in `products product:uve-2026:PR-1`.
    """

    def __init__(
        self, editions: Editions, exhibitors: Exhibitors, products: Products, outbox: Outbox
    ) -> None:
        self._editions, self._outbox = editions, outbox
        self._exhibitors, self._products = exhibitors, products
        self._shelves: dict[str, Exhibitors | Products] = {
            "exhibitors": exhibitors,
            "products": products,
        }

    @property
    def of_one_edition(self) -> Kind:
        """What operations may ask for."""
        return Kind(RETELL, self.tell_some, self.size)

    @property
    def for_readiness(self) -> Kind:
        """Readiness keeps goods since it exists; those that are older it never heard of."""
        return Kind("readiness-hears-of-older-goods", self.tell_some_of_all, self.size_of_all)

    async def size(self, edition: str) -> int:
        """How many facts an edition is."""
        of = {"edition": edition}
        return 1 + await self._exhibitors.count(of, "") + await self._products.count(of)

    async def tell_some(self, edition: str, cursor: str) -> Step:
        """The next facts of an edition. Raises NotFound."""
        if not cursor:
            await self._outbox.tell([facts.edition_opened(await self._editions.get(edition))])
            return Step(1, "exhibitors ")
        shelf, _, last = cursor.partition(" ")
        things: Sequence[Exhibitor | Product]
        things = await self._shelves[shelf].after(edition, last, AT_ONCE)
        await self._outbox.tell(facts.all_told(things))
        if len(things) == AT_ONCE:
            return Step(AT_ONCE, f"{shelf} {things[-1].id}")
        return Step(len(things), "products " if shelf == "exhibitors" else None)

    async def size_of_all(self, _: str) -> int:
        return sum([await self.size(edition.id) for edition in await self._editions.all()])

    async def tell_some_of_all(self, _: str, cursor: str) -> Step:
        """The next facts of all editions; the cursor names the edition before its own cursor."""
        editions = sorted(edition.id for edition in await self._editions.all())
        edition, _, inner = cursor.partition(" ")
        if not edition:
            return Step(0, f"{editions[0]} " if editions else None)
        step = await self.tell_some(edition, inner)
        if step.cursor is not None:
            return Step(step.done, f"{edition} {step.cursor}")
        later = [other for other in editions if other > edition]
        return Step(step.done, f"{later[0]} " if later else None)
