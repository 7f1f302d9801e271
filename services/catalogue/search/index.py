"""The index: listed products as one finds them, in memory, made from the database."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import tantivy

from contracts import lists
from kernel import clock
from services.catalogue.search.language import glossary, stems_of, words_of

Product = Mapping[str, Any]
"""A product as the database keeps it."""

READ = (
    "edition",
    "exhibitor",
    "exhibitor_code",
    "exhibitor_name",
    "name",
    "name_en",
    "variant",
    "description",
    "pack",
    "storage",
    "claims",
    "category",
    "regency",
    "attendance",
    "papers.kind",
    "papers.state",
    "papers.expires",
    "price",
    "moq",
    "capacity_per_month",
    "status",
)
"""The fields of a product that the index is made from."""


class Held(NamedTuple):
    """A paper as filters know it: its kind, whether it was checked, its last day or None."""

    kind: str
    is_checked: bool
    expires: str | None

    def is_proven(self, day: date) -> bool:
        """Whether it was checked and holds on a day."""
        return self.is_checked and (self.expires is None or self.expires >= day.isoformat())


Firms = dict[str, tuple[Held, ...]]
"""The papers that firms themselves hold, by the ids of those that hold any."""

WRITER_BYTES = 64_000_000
_STORED = {"ambient": "", "chilled": "dingin chilled", "frozen": "beku frozen"}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for filter_ in ("edition", "exhibitor"):
        builder.add_text_field(filter_, tokenizer_name="raw", index_option="basic")
    for facet in ("category", "regency", "attendance", "paper", "paper_checked"):
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("name", tokenizer_name="whitespace", index_option="position")
    for words in ("head", "stem", "gloss", "text"):
        builder.add_text_field(words, tokenizer_name="whitespace", index_option="freq")
    for amount in ("price", "moq", "capacity"):
        builder.add_unsigned_field(amount, fast=True)
    return builder.build()


SCHEMA = _schema()


class Index:
    """Products under their ids; what is put and taken away shows after `commit`.

    One thread writes; whoever reads takes a `searcher`, which never changes. Papers count as
    checked as long as they hold on `day`; those of `firms` count for all their goods.
    """

    def __init__(self, firms: Firms | None = None, day: date | None = None) -> None:
        self.firms, self.day = firms or {}, day or clock.now().date()
        self._index = tantivy.Index(SCHEMA)
        self._index.config_reader("manual")
        self._writer = self._index.writer(WRITER_BYTES, num_threads=1)

    def add(self, product: Product) -> None:
        """Take in a product that is not there yet."""
        papers = [*held(product["papers"]), *self.firms.get(product["exhibitor"], ())]
        self._writer.add_document(document_of(product, papers, self.day))

    def put(self, product: Product) -> None:
        """Take in a product in place of its former version."""
        self.forget(product["_id"])
        if product["status"] == "listed":
            self.add(product)

    def forget(self, product_id: str) -> None:
        """Take a product away, if it is there."""
        self._writer.delete_documents_by_term("id", product_id)

    def commit(self) -> tantivy.Searcher:
        """Let all changes show; blocks for about 10 ms."""
        self._writer.commit()
        self._index.reload()
        return self._index.searcher()


def held(papers: Iterable[Mapping[str, Any]]) -> tuple[Held, ...]:
    """Papers as the database keeps them, as filters know them."""
    return tuple(Held(p["kind"], p["state"] == "checked", p.get("expires")) for p in papers)


def document_of(product: Product, papers: Sequence[Held], day: date) -> tantivy.Document:
    """A product's words, facets and amounts; `papers` are its own and its firm's."""
    names = words_of(product["name"], product["name_en"])
    named = words_of(product["name"], product["name_en"], product["variant"])
    return tantivy.Document.from_dict(
        {
            "id": product["_id"],
            "edition": product["edition"],
            "exhibitor": product["exhibitor_code"],
            "category": product["category"],
            "regency": product["regency"],
            "attendance": product["attendance"],
            "paper": list({paper.kind for paper in papers}),
            "paper_checked": list({paper.kind for paper in papers if paper.is_proven(day)}),
            "name": " ".join(names),
            "head": " ".join(_head(product)),
            "stem": " ".join(stem for word in named for stem in stems_of(word)),
            "gloss": " ".join(glossary().of(named)),
            "text": " ".join(words_of(*_texts(product))),
            "price": product["price"],
            "moq": product["moq"],
            "capacity": product["capacity_per_month"],
        },
        SCHEMA,
    )


def _head(product: Product) -> list[str]:
    """What the goods are, not what they taste of or come in.

    Indonesian says it first ("gula aren" and then the rest), English last, before any comma.
    """
    first = words_of(product["name"])[:2]
    last = words_of(product["name_en"].partition(",")[0])[-2:]
    words = dict.fromkeys([*first, *last, *glossary().of(first)])
    return list(words | dict.fromkeys(stem for word in words for stem in stems_of(word)))


def _texts(product: Product) -> list[str]:
    """What is said of a product besides its name."""
    category = lists.categories()[product["category"]]
    return [
        product["variant"],
        product["description"],
        product["pack"],
        product["exhibitor_name"],
        lists.regencies()[product["regency"]].name,
        category.name,
        category.name_en,
        _STORED.get(product["storage"] or "", ""),
        *product["claims"],
        *(paper["kind"] for paper in product["papers"]),
    ]
