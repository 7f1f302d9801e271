"""Goods of an earlier edition offered anew: drafts, until their maker has looked at the prices."""

from collections.abc import Sequence

from kernel.callers import Caller
from kernel.clock import now
from kernel.problems import NotFound
from services.catalogue.editions.model import Edition
from services.catalogue.history.model import Author, change
from services.catalogue.model import Exhibitor, Product, known_of, product_id
from services.catalogue.ownership import expect_owner
from services.catalogue.shelves import Shelves

AT_ONCE = 200


async def offer_anew(edition: str, code: str, caller: Caller, shelves: Shelves) -> list[str]:
    """Codes of the drafts made of what an exhibitor had on offer in its edition before this one.

    What it has in this edition under the same code stays as it is, so to ask twice does no harm.
    Raises NotFound when it took part in no other edition.
    """
    maker = await shelves.exhibitors.get(edition, code)
    expect_owner(caller, maker.id)
    opened = await shelves.editions.get(edition)
    before = await _last_part_before(opened, maker, shelves)
    made: list[str] = []
    last = ""
    while goods := await shelves.products.of_exhibitor(before.id, last, AT_ONCE):
        made += await _drafted(goods, maker, opened, caller, shelves)
        last = goods[-1].id
    return made


async def _last_part_before(opened: Edition, maker: Exhibitor, shelves: Shelves) -> Exhibitor:
    parts = await shelves.exhibitors.of_profiles([maker.profile])
    others = [part for part in parts if part.edition != maker.edition]
    starts = {part.edition: (await shelves.editions.get(part.edition)).starts for part in others}
    earlier = [part for part in others if starts[part.edition] <= opened.starts]
    if not earlier:
        raise NotFound(
            f"{maker.name} belum pernah ikut edisi sebelum ini.",
            f"{maker.name} has taken part in no edition before this one.",
            code="no-earlier-edition",
        )
    return max(earlier, key=lambda part: (starts[part.edition], part.edition))


async def _drafted(
    goods: Sequence[Product], maker: Exhibitor, opened: Edition, caller: Caller, shelves: Shelves
) -> list[str]:
    async def work() -> list[str]:
        wanted = [
            _draft(one, maker)
            for one in goods
            if one.status == "listed" and opened.uses(one.category)
        ]
        known = await shelves.products.with_ids([draft.id for draft in wanted])
        drafts = [draft for draft in wanted if draft.id not in known]
        await shelves.products.save(drafts)
        author, moment = Author.of(caller), now()
        await shelves.history.note(
            [change("added", None, draft, author, moment) for draft in drafts]
        )
        return [draft.code for draft in drafts]

    return await shelves.mongo.transaction(work)


def _draft(product: Product, maker: Exhibitor) -> Product:
    here = {
        "id": product_id(maker.edition, product.code),
        "edition": maker.edition,
        "exhibitor_code": maker.code,
        "picture": None,
        "status": "draft",
        "version": 1,
    }
    return product.model_copy(update=here | known_of(maker))
