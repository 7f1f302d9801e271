"""Words as goods are found by: spelt one way, with their stems, in both languages."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from snowballstemmer import stemmer

from contracts import lists
from kernel.words import Words

Phrase = tuple[str, ...]

_WORDS = Words(lists.SPELLINGS)
_AMOUNT = re.compile(r"([0-9]+)([a-z]+)")
_LITTLE = frozenset(
    ["atau", "dan", "dari", "dengan", "di", "ke", "untuk", "yang"]  # Indonesian
) | frozenset(["a", "and", "for", "from", "in", "of", "or", "the", "with"])


def words_of(*texts: str) -> list[str]:
    """The distinct words of some texts; an amount and its unit ("250g") are two."""
    found = _WORDS.of(*texts)
    if not any(word[0].isdigit() for word in found):
        return found
    return [part for word in found for part in _apart(word)]


def wanted_words(text: str) -> list[str]:
    """The words of a search, without those that stand in every text."""
    words = words_of(text)
    return [word for word in words if word not in _LITTLE] or words


def _apart(word: str) -> Sequence[str]:
    amount = _AMOUNT.fullmatch(word)
    return amount.groups() if amount else (word,)


@lru_cache(maxsize=200_000)
def stems_of(word: str) -> Phrase:
    """What is left of a word without its affixes, as Indonesian and as English.

    Snowball's stemmers know no dictionary ("keripik" becomes "ripik"), so stems stand next to the
    words and never in their place.
    """
    return tuple(dict.fromkeys(known.stemWord(word) for known in _stemmers()))


@cache
def _stemmers() -> tuple[stemmer, ...]:
    return stemmer("indonesian"), stemmer("english")


class Glossary:
    """What product words are called otherwise: in the other language, or by another name."""

    def __init__(self, terms: Iterable[lists.Term]) -> None:
        self._same: dict[Phrase, dict[str, None]] = defaultdict(dict)
        said: dict[Phrase, list[Phrase]] = defaultdict(list)
        for term in terms:
            phrases = [tuple(words_of(text)) for text in (term.id, *term.en)]
            self._relate(phrases)
            for phrase in phrases[1:]:
                said[phrase].append(phrases[0])
        for names in said.values():
            self._relate(names)
        self._longest = max(map(len, self._same), default=0)

    def _relate(self, phrases: Sequence[Phrase]) -> None:
        for phrase in phrases:
            for other in phrases:
                if other != phrase:
                    self._same[phrase].update(dict.fromkeys(other))

    def of(self, words: Sequence[str]) -> list[str]:
        """The words that say the same as what some words say, the longest phrases first."""
        found: dict[str, None] = {}
        for phrase in self._phrases(words):
            found.update(self._same[phrase])
        return [word for word in found if word not in words]

    def _phrases(self, words: Sequence[str]) -> Iterable[Phrase]:
        """Known phrases in some words, but for those within a longer one."""
        reached = 0
        for start in range(len(words)):
            for end in range(min(start + self._longest, len(words)), max(start, reached), -1):
                phrase = tuple(words[start:end])
                if phrase in self._same:
                    reached = end
                    yield phrase
                    break


@cache
def glossary() -> Glossary:
    """The glossary that everybody agrees on."""
    return Glossary(lists.glossary())
