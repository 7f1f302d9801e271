"""The words that goods are described with, and which of them somebody may have meant."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import tantivy
from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST_MISTAKEN = 4
"""Shorter words are not guessed at: almost any of them is one letter from another."""
TWO_MISTAKES_FROM = 8
SHORTEST_BEGUN = 2
MOST_COMPLETIONS = 20


class Vocabulary:
    """All words of an index, those of its first field before those of the next.

    Among words of one field the more frequent is the likelier.
    """

    def __init__(self, searcher: tantivy.Searcher, fields: Sequence[str]) -> None:
        self._searcher, self._fields = searcher, fields

    @cached_property
    def _rank(self) -> Mapping[str, int]:
        rank: dict[str, int] = {}
        for field in self._fields:
            for word, _ in self._searcher.terms_with_prefix(field, ""):
                if not word.isdigit():
                    rank.setdefault(word, len(rank))
        return rank

    def begun(self, word: str) -> list[str]:
        """The likeliest words that begin with what was typed of one."""
        if len(word) < SHORTEST_BEGUN:
            return []
        longer = [known for known in self._rank if known.startswith(word)]
        return longer[:MOST_COMPLETIONS]

    def meant(self, word: str) -> tuple[str, ...]:
        """The words somebody meant who wrote an unknown one; () where there is no telling.

        Two words written as one are apart again. Else the nearest by letters missing, added,
        changed or swapped (optimal string alignment), the likelier first; mistakes in the first
        letter are rare.
        """
        if len(word) < SHORTEST_MISTAKEN or word.isdigit():
            return ()
        return self._two(word) or self._nearest(word)

    def _two(self, word: str) -> tuple[str, ...]:
        cuts = ((word[:at], word[at:]) for at in range(3, len(word) - 2))
        known = [cut for cut in cuts if cut[0] in self._rank and cut[1] in self._rank]
        return min(known, key=lambda cut: max(map(self._rank.__getitem__, cut)), default=())

    def _nearest(self, word: str) -> tuple[str, ...]:
        most = 1 if len(word) < TWO_MISTAKES_FROM else 2
        near = process.extract(
            word, self._rank.keys(), scorer=OSA.distance, score_cutoff=most, limit=None
        )
        ranked = [
            (mistakes, known[0] != word[0], self._rank[known], known) for known, mistakes, _ in near
        ]
        return (min(ranked)[-1],) if ranked else ()
