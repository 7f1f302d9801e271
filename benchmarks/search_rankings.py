"""Three ways to answer a search: ours, tantivy as it comes, and MongoDB's text index."""

from collections.abc import Callable, Iterable, Sequence

import tantivy

from contracts import lists
from kernel.mongo import BlockingCollection
from kernel.words import Words
from services.catalogue.model import Product
from services.catalogue.search.index import Index
from services.catalogue.search.model import Wish
from services.catalogue.search.moment import Moment

Ranking = Callable[[str], list[str]]
"""Codes of the first ten products for a search."""


def ours(products: Sequence[Product]) -> Ranking:
    """The index of the catalogue, with all it does to words."""
    index = Index()
    for product in products:
        index.add({"_id": product.code, **product.model_dump(mode="json")})
    moment = Moment("quality", index.commit())
    edition = products[0].edition
    return lambda text: moment.find(edition, Wish(q=text), 0, 10).ids


def tantivy_alone(products: Sequence[Product]) -> Ranking:
    """BM25 over names and description with tantivy's own tokenizer, any of the words."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("code", stored=True, tokenizer_name="raw")
    for field in ("name", "name_en", "description"):
        builder.add_text_field(field)
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for product in products:
        texts = product.model_dump(include={"code", "name", "name_en", "description"})
        writer.add_document(tantivy.Document.from_dict(texts))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(text: str) -> list[str]:
        query, _ = index.parse_query_lenient(text, ["name", "name_en", "description"])
        return [searcher.doc(address)["code"][0] for _, address in searcher.search(query, 10).hits]

    return rank


def mongodb_text(products: Iterable[Product], shelf: BlockingCollection) -> Ranking:
    """MongoDB's text index over the words of names, variant, description, maker and place.

    All of the words must be there, in one spelling; so the catalogue searched before it had an
    index of its own.
    """
    words = Words(lists.SPELLINGS)
    shelf.insert_many({"_id": p.code, "search": " ".join(words.of(*_texts(p)))} for p in products)
    shelf.create_index([("search", "text")], default_language="none")

    def rank(text: str) -> list[str]:
        wanted = " ".join(f'"{word}"' for word in words.of(text)[:12])
        score = {"score": {"$meta": "textScore"}}
        found = shelf.find({"$text": {"$search": wanted}}, score)
        return [doc["_id"] for doc in found.sort([*score.items(), ("_id", 1)]).limit(10)]

    return rank


def _texts(product: Product) -> list[str]:
    place = lists.regencies()[product.regency].name
    texts = [product.name, product.name_en, product.variant, product.description]
    return [*texts, product.exhibitor_name, place]
