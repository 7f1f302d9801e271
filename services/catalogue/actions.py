"""Verbs of the catalogue: load, decide, save with the facts."""

from collections.abc import Sequence

from kernel.callers import Caller
from kernel.editing import expect_version
from kernel.imports import Counts, news_among
from kernel.mongo import Mongo
from kernel.outbox import Outbox
from kernel.problems import Conflict, Forbidden
from services.catalogue import facts
from services.catalogue.model import (
    Edition,
    EditionForm,
    Exhibitor,
    ExhibitorForm,
    Product,
    ProductForm,
    exhibitor_id,
)
from services.catalogue.store import Editions, Exhibitors, Products

RETOLD_AT_ONCE = 500
CHECKS_PAPERS = ("organiser",)


async def open_edition(form: EditionForm, editions: Editions) -> Edition:
    """A new edition."""
    edition = Edition(**form.model_dump())
    await editions.add(edition)
    return edition


async def save_exhibitors(
    edition: str, forms: Sequence[ExhibitorForm], exhibitors: Exhibitors, products: Products
) -> Counts:
    """Add exhibitors or bring them up to date, and their products with them."""
    wanted = [Exhibitor.of(form, edition) for form in forms]
    before = await exhibitors.with_ids([exhibitor.id for exhibitor in wanted])
    described = [exhibitor.with_papers_of(before.get(exhibitor.id)) for exhibitor in wanted]
    news, counts = news_among(described, before)
    await exhibitors.save(news)
    await _let_products_follow([e for e in news if e.id in before], products)
    return counts


async def _let_products_follow(makers: Sequence[Exhibitor], products: Products) -> None:
    by_id = {maker.id: maker for maker in makers}
    affected = await products.of_exhibitors(list(by_id)) if by_id else []
    moved = {product.id: product.made_by(by_id[product.exhibitor]) for product in affected}
    news, _ = news_among(list(moved.values()), {product.id: product for product in affected})
    await products.save(news)


async def save_products(
    edition: str, forms: Sequence[ProductForm], exhibitors: Exhibitors, products: Products
) -> Counts:
    """Add products or bring them up to date; their exhibitors must exist."""
    makers = await exhibitors.with_ids(
        list({exhibitor_id(edition, form.exhibitor_code) for form in forms})
    )
    wanted = [
        Product.of(form, makers[exhibitor_id(edition, form.exhibitor_code)]) for form in forms
    ]
    before = await products.with_ids([product.id for product in wanted])
    vouched = [product.vouched_for(before.get(product.id)) for product in wanted]
    news, counts = news_among(vouched, before)
    await products.save(news)
    return counts


async def add_exhibitor(
    edition: str, form: ExhibitorForm, editions: Editions, exhibitors: Exhibitors, mongo: Mongo
) -> Exhibitor:
    """A new exhibitor. Raises NotFound for the edition, Conflict when the code is taken."""
    await editions.get(edition)
    exhibitor = Exhibitor.of(form, edition)

    async def work() -> None:
        if await exhibitors.with_ids([exhibitor.id]):
            raise _taken(form.code)
        await exhibitors.save([exhibitor])

    await mongo.transaction(work)
    return exhibitor


async def add_product(
    edition: str,
    form: ProductForm,
    caller: Caller,
    exhibitors: Exhibitors,
    products: Products,
    mongo: Mongo,
) -> Product:
    """A new product. Raises NotFound for its exhibitor, Conflict when the code is taken."""
    _expect_owner(caller, exhibitor_id(edition, form.exhibitor_code))
    product = Product.of(form, await exhibitors.get(edition, form.exhibitor_code))
    if caller.role not in CHECKS_PAPERS:
        product = product.vouched_for(None)

    async def work() -> None:
        if await products.with_ids([product.id]):
            raise _taken(form.code)
        await products.save([product])

    await mongo.transaction(work)
    return product


async def revise_product(
    edition: str,
    form: ProductForm,
    seen: int,
    caller: Caller,
    exhibitors: Exhibitors,
    products: Products,
    mongo: Mongo,
) -> Product:
    """Change a product as seen in version `seen`. Raises StaleVersion when it has moved on."""

    async def work() -> Product:
        before = await products.get(edition, form.code)
        _expect_owner(caller, before.exhibitor)
        _expect_owner(caller, exhibitor_id(edition, form.exhibitor_code))
        expect_version(before.version, seen)
        maker = await exhibitors.get(edition, form.exhibitor_code)
        after = Product.of(form, maker).model_copy(update={"version": before.version + 1})
        if caller.role not in CHECKS_PAPERS:
            after = after.vouched_for(before)
        await products.save([after])
        return after

    return await mongo.transaction(work)


async def withdraw_product(
    edition: str, code: str, caller: Caller, products: Products, mongo: Mongo
) -> Product:
    """Take a product off the shelf."""

    async def work() -> Product:
        product = await products.get(edition, code)
        _expect_owner(caller, product.exhibitor)
        gone = product.withdrawn()
        await products.save([gone])
        return gone

    return await mongo.transaction(work)


async def retell(
    edition: Edition, exhibitors: Exhibitors, products: Products, outbox: Outbox, mongo: Mongo
) -> int:
    """Tell the edition's whole state again, so that others can rebuild what they know of it."""

    async def tell(things: Sequence[Exhibitor] | Sequence[Product]) -> None:
        await mongo.transaction(lambda: outbox.tell(facts.all_told(things)))

    await mongo.transaction(lambda: outbox.tell([facts.edition_opened(edition)]))
    told = 1
    for shelf in (exhibitors, products):
        last = ""
        while things := await shelf.after(edition.id, last, RETOLD_AT_ONCE):
            await tell(things)
            told, last = told + len(things), things[-1].id
    return told


def _expect_owner(caller: Caller, exhibitor: str) -> None:
    caller.must_be("organiser", "assistant", "exhibitor")
    if caller.role == "exhibitor" and caller.party != exhibitor:
        raise Forbidden(
            "Produk ini milik peserta lain.", "This product belongs to another exhibitor."
        )


def _taken(code: str) -> Conflict:
    return Conflict(f"Kode “{code}” sudah dipakai.", f"Code “{code}” is taken.", code="code-taken")
