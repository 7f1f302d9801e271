"""Verbs of the catalogue: load, decide, save with the facts."""

from collections.abc import Mapping, Sequence

from kernel.callers import Caller
from kernel.clock import now
from kernel.editing import expect_version
from kernel.imports import Counts, news_among
from kernel.problems import Conflict, NotFound
from services.catalogue.editions.model import Edition
from services.catalogue.history.model import Author, Verb, change
from services.catalogue.model import (
    Exhibitor,
    ExhibitorForm,
    Product,
    ProductForm,
    Status,
    exhibitor_id,
    product_id,
    profile_id,
    status_after,
)
from services.catalogue.ownership import expect_owner
from services.catalogue.papers.model import Holder, as_judged
from services.catalogue.profiles.actions import bring_up_to_date
from services.catalogue.profiles.model import expect_in_use
from services.catalogue.shelves import Shelves
from services.catalogue.stands.model import expect_on_floor, expect_stands

CHECKS_PAPERS = ("organiser",)


async def save_exhibitors(
    edition: str, forms: Sequence[ExhibitorForm], caller: Caller, shelves: Shelves
) -> Counts:
    """Add exhibitors or bring them up to date: their profiles, and their products with them.

    In the transaction at hand. Raises Conflict for a stand that cannot be had.
    """
    opened, _ = await shelves.editions.take_turn(edition)
    ids = [exhibitor_id(edition, form.code) for form in forms]
    before = await shelves.exhibitors.with_ids(ids)
    wanted = [
        Exhibitor.of(form, edition, before.get(id_)) for form, id_ in zip(forms, ids, strict=True)
    ]
    news, counts = news_among(wanted, before)
    await _expect_stands(opened, news, before, shelves)
    await shelves.exhibitors.save(news)
    await _note("imported", news, before, caller, shelves)
    followed = await bring_up_to_date(news, caller, shelves)
    await shelves.let_products_follow([*(e for e in news if e.id in before), *followed])
    return counts


async def _expect_stands(
    edition: Edition, parts: Sequence[Exhibitor], before: Mapping[str, Exhibitor], shelves: Shelves
) -> None:
    if wanted := [part.stand for part in parts if part.stand]:
        holders = await shelves.occupants.at_stands(edition.id, wanted)
        expect_stands(edition, parts, before, holders)


async def save_products(
    edition: str, offers: Sequence[tuple[ProductForm, Status]], caller: Caller, shelves: Shelves
) -> Counts:
    """Add products or bring them up to date, each in its state; their exhibitors must exist."""
    forms = [form for form, _ in offers]
    makers = await shelves.exhibitors.with_ids(
        list({exhibitor_id(edition, form.exhibitor_code) for form in forms})
    )
    before = await shelves.products.with_ids([product_id(edition, form.code) for form in forms])
    wanted = []
    for form, status in offers:
        maker, old = (
            makers[exhibitor_id(edition, form.exhibitor_code)],
            before.get(product_id(edition, form.code)),
        )
        state = {"status": status_after(status, old)}
        wanted.append(Product.of(form, maker, old).model_copy(update=state))
    news, counts = news_among(wanted, before)
    await shelves.products.save(news)
    await _note("imported", news, before, caller, shelves)
    return counts


async def _note(
    verb: Verb,
    news: Sequence[Exhibitor] | Sequence[Product],
    before: "dict[str, Exhibitor] | dict[str, Product]",
    caller: Caller,
    shelves: Shelves,
) -> None:
    """Remember who did this, and drop what was known of papers that are gone."""
    author, moment = Author.of(caller), now()
    await shelves.history.note(
        [change(verb, before.get(thing.id), thing, author, moment) for thing in news]
    )
    known = [(before[thing.id], thing) for thing in news if thing.id in before]
    await shelves.proofs.forget([gone for pair in known for gone in _papers_gone(*pair)])


def _papers_gone(before: Holder, after: Holder) -> list[tuple[str, str]]:
    kept = {paper.id for paper in after.papers}
    return [(after.id, paper.id) for paper in before.papers if paper.id not in kept]


async def add_exhibitor(
    edition: str, form: ExhibitorForm, caller: Caller, shelves: Shelves
) -> Exhibitor:
    """A new exhibitor.

    Raises NotFound for the edition, Conflict for a code, a profile, a stand or a category that
    cannot be had.
    """
    _expect_sound_papers(form)
    if form.stand:
        expect_on_floor(form)
    exhibitor = Exhibitor.of(form, edition)

    async def work() -> None:
        opened, _ = await shelves.editions.take_turn(edition)
        expect_in_use(exhibitor.category, opened)
        await _expect_free_profile(exhibitor, shelves)
        await _expect_stands(opened, [exhibitor], {}, shelves)
        await shelves.exhibitors.add(exhibitor)
        await _note("added", [exhibitor], {}, caller, shelves)
        await shelves.let_products_follow(await bring_up_to_date([exhibitor], caller, shelves))

    await shelves.mongo.transaction(work)
    return exhibitor


async def _expect_free_profile(exhibitor: Exhibitor, shelves: Shelves) -> None:
    """A profile that is named must exist, and takes part in an edition once."""
    if exhibitor.profile == profile_id(exhibitor.edition, exhibitor.code):
        return
    parts = await shelves.exhibitors.of_profiles([exhibitor.profile])
    if not parts:
        raise NotFound(
            f"Profil “{exhibitor.profile}” tidak ada.",
            f"There is no profile “{exhibitor.profile}”.",
            code="no-profile",
        )
    for part in parts:
        if part.edition == exhibitor.edition:
            raise Conflict(
                f"Profil ini sudah ikut edisi ini sebagai {part.code}.",
                f"This profile takes part in this edition already, as {part.code}.",
                code="takes-part-already",
            )


async def add_product(
    edition: str, form: ProductForm, is_draft: bool, caller: Caller, shelves: Shelves
) -> Product:
    """A new product, on offer unless it is a draft.

    Raises NotFound for its exhibitor, Conflict when the code is taken.
    """
    expect_owner(caller, exhibitor_id(edition, form.exhibitor_code))
    _expect_sound_papers(form)
    maker = await shelves.exhibitors.get(edition, form.exhibitor_code)
    product = _with_the_offices_word(Product.of(form, maker), form, caller)
    if is_draft:
        product = product.model_copy(update={"status": "draft"})

    async def work() -> None:
        await shelves.products.add(product)
        await _note("added", [product], {}, caller, shelves)

    await shelves.mongo.transaction(work)
    return product


async def revise_product(
    edition: str, form: ProductForm, seen: int, caller: Caller, shelves: Shelves
) -> Product:
    """Change a product as seen in version `seen`. Raises StaleVersion when it has moved on."""
    _expect_sound_papers(form)

    async def work() -> Product:
        before = await shelves.products.get(edition, form.code)
        expect_owner(caller, before.exhibitor)
        expect_owner(caller, exhibitor_id(edition, form.exhibitor_code))
        expect_version(before.version, seen)
        maker = await shelves.exhibitors.get(edition, form.exhibitor_code)
        described = Product.of(form, maker, before)
        kept = {"version": before.version + 1, "status": before.status}
        after = _with_the_offices_word(described.model_copy(update=kept), form, caller)
        await shelves.products.save([after])
        await _note("changed", [after], {before.id: before}, caller, shelves)
        return after

    return await shelves.mongo.transaction(work)


async def withdraw_product(edition: str, code: str, caller: Caller, shelves: Shelves) -> Product:
    """Take a product off the shelf."""

    async def work() -> Product:
        product = await shelves.products.get(edition, code)
        expect_owner(caller, product.exhibitor)
        gone = product.withdrawn()
        await shelves.change(product, gone, "withdrawn", caller)
        return gone

    return await shelves.mongo.transaction(work)


async def publish_product(edition: str, code: str, caller: Caller, shelves: Shelves) -> Product:
    """Put a draft, or a product that was withdrawn, on the shelf."""

    async def work() -> Product:
        product = await shelves.products.get(edition, code)
        expect_owner(caller, product.exhibitor)
        offered = product.published()
        await shelves.change(product, offered, "published", caller)
        return offered

    return await shelves.mongo.transaction(work)


def _expect_sound_papers(form: ExhibitorForm | ProductForm) -> None:
    for paper in form.papers or ():
        paper.expect_sound(form.is_sample)


def _with_the_offices_word(product: Product, form: ProductForm, caller: Caller) -> Product:
    """Whoever holds a paper declares it; only the office says what came of checking it."""
    if caller.role not in CHECKS_PAPERS or form.papers is None:
        return product
    return product.model_copy(update={"papers": as_judged(product.papers, form.papers, now())})
