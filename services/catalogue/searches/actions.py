"""Verbs of kept searches: keep one, forget one, tell whoever looks for goods that came."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contracts.catalogue import GoodsFound, ProductListed
from kernel.callers import Caller
from kernel.clock import now
from kernel.ids import new_id
from kernel.mongo import Mongo
from kernel.outbox import Outbox
from kernel.problems import Forbidden, NotFound
from services.catalogue.editions.store import Editions
from services.catalogue.model import Product
from services.catalogue.search.index import Firms, Index, held
from services.catalogue.search.moment import Moment
from services.catalogue.search.moments import Moments
from services.catalogue.searches.model import (
    MOST_FITTING,
    SavedSearch,
    SearchForm,
    expect_narrow,
    expect_room,
)
from services.catalogue.searches.store import Searches
from services.catalogue.store import Exhibitors, Products


@dataclass(frozen=True)
class Lookouts:
    """Kept searches, and all that is needed to tell what fits them."""

    mongo: Mongo
    outbox: Outbox
    searches: Searches
    editions: Editions
    exhibitors: Exhibitors
    products: Products
    moments: Moments

    async def keep(self, edition: str, form: SearchForm, caller: Caller) -> SavedSearch:
        """Keep a search for the caller's party. Raises Forbidden, NotFound, Invalid, Conflict."""
        party = _party_of(caller)
        await self.editions.get(edition)
        moment = self.moments.now
        expect_narrow(form.wish, moment.count(edition, form.wish))
        fitting = moment.fitting(edition, form.wish, moment.read(form.wish.q), MOST_FITTING)
        search = SavedSearch(
            **form.model_dump(), id=new_id(), edition=edition, party=party, saved_at=now()
        )

        async def work() -> None:
            expect_room(len(await self.searches.of(edition, party)))
            await self.searches.add(search, fitting)

        await self.mongo.transaction(work)
        return search

    async def of(self, edition: str, caller: Caller) -> list[SavedSearch]:
        """The searches of the caller's party."""
        return await self.searches.of(edition, _party_of(caller))

    async def forget(self, edition: str, search_id: str, caller: Caller) -> None:
        """Look no longer. Raises Forbidden, NotFound."""
        party = _party_of(caller)
        if not await self.mongo.transaction(
            lambda: self.searches.remove(edition, party, search_id)
        ):
            raise NotFound(
                "Pencarian ini tidak ada; mungkin sudah dihapus.",
                "There is no such search; it may have been deleted.",
                code="no-search",
            )

    async def look_over(self, facts: Sequence[ProductListed]) -> None:
        """Tell whoever looks for goods that came or changed, in the transaction at hand."""
        listed: dict[str, list[str]] = defaultdict(list)
        for fact in facts:
            listed[fact.edition].append(fact.subject)
        for edition, ids in listed.items():
            if searches := await self.searches.all_in(edition):
                goods = await self.products.with_ids(ids)
                offered = {p.id: p for p in goods.values() if p.status == "listed"}
                await self._tell(edition, searches, offered)

    async def _tell(
        self, edition: str, searches: Sequence[SavedSearch], goods: dict[str, Product]
    ) -> None:
        known = self.moments.now
        firms = await self._papers_of_makers(goods.values())
        here = await asyncio.to_thread(_moment_of, goods.values(), firms)
        for search in searches:
            wish = search.wish
            fitting = here.fitting(edition, wish, known.read(wish.q), len(goods))
            new = await self.searches.new_among(search.id, fitting)
            await self.outbox.tell([_found(search, goods[id_]) for id_ in new])

    async def _papers_of_makers(self, goods: Iterable[Product]) -> Firms:
        makers = await self.exhibitors.with_ids(list({product.exhibitor for product in goods}))
        return {
            maker.id: held(paper.model_dump(mode="json") for paper in maker.papers)
            for maker in makers.values()
        }


def _moment_of(goods: Iterable[Product], firms: Firms) -> Moment:
    """A search over a few goods alone."""
    index = Index(firms)
    for product in goods:
        index.add({"_id": product.id, **product.model_dump(mode="json")})
    return Moment("", index.commit())


def _found(search: SavedSearch, product: Product) -> GoodsFound:
    return GoodsFound(
        subject=f"{search.id}|{product.id}",
        edition=search.edition,
        version=1,
        party=search.party,
        search=search.id,
        name=search.name,
        product=product.id,
        product_name=product.name,
        exhibitor_name=product.exhibitor_name,
    )


def _party_of(caller: Caller) -> str:
    """Whose inbox is told. Raises Unauthenticated, Forbidden for whoever has none."""
    caller.must_be("buyer", "broker", "exhibitor", "assistant")
    if not caller.party:
        raise Forbidden(
            "Akun Anda tidak mewakili pembeli atau peserta, jadi tidak ada yang dapat dikabari.",
            "Your account acts for no buyer or exhibitor, so there is nobody to tell.",
        )
    return caller.party
