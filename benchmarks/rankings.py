"""Three ways to answer a demand with products, best first: ours, words alone, category alone."""

import sqlite3
from collections.abc import Callable, Sequence
from hashlib import sha256

from sample.__main__ import TODAY
from services.matching.fit import matched
from services.matching.model import Demand, Offer

Ranking = Callable[[Demand], list[str]]


def ours(offers: Sequence[Offer]) -> Ranking:
    """By the score of the fit."""

    def rank(demand: Demand) -> list[str]:
        found = [m for offer in offers if (m := matched(demand, offer, TODAY)) and m.live]
        return [m.product_code for m in sorted(found, key=lambda m: (-m.score, m.product_code))]

    return rank


def words_alone(offers: Sequence[Offer]) -> Ranking:
    """BM25 over the names in both languages, as SQLite's FTS5 has it."""
    texts = sqlite3.connect(":memory:")
    texts.execute("CREATE VIRTUAL TABLE offers USING fts5(code UNINDEXED, names)")
    named = [(offer.code, " ".join(offer.words)) for offer in offers]
    texts.executemany("INSERT INTO offers VALUES (?, ?)", named)

    def rank(demand: Demand) -> list[str]:
        asked = " OR ".join(f'"{word}"' for word in sorted(demand.words))
        found = texts.execute(
            "SELECT code FROM offers WHERE offers MATCH ? ORDER BY bm25(offers), code", (asked,)
        )
        return [code for (code,) in found]

    return rank


def category_alone(offers: Sequence[Offer]) -> Ranking:
    """All of its category, in an order that means nothing."""
    shuffled = sorted(offers, key=lambda offer: sha256(offer.code.encode()).digest())
    return lambda demand: [o.code for o in shuffled if o.category == demand.category]
