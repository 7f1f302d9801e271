"""What goods may be called: the words of a name, and of the same name in the other language."""

from functools import cache
from itertools import product

from contracts import lists
from kernel.words import Words

WORDS = Words(lists.SPELLINGS)
MOST_NAMES = 12

Name = tuple[str, ...]
"""Words as they are compared, each once."""


def names_of(text: str) -> list[Name]:
    """The name in a text, and what else the same goods are called in Indonesian and English.

    What follows “untuk” or “for” says what the goods are for, not what they are.

    >>> names_of("Hen eggs for hotel breakfasts")
    [('hen', 'eggs'), ('telur', 'ayam')]
    """
    words = _without_purpose(WORDS.of(text))
    said = tuple(word for word in words if word not in lists.filling_words()) or tuple(words)
    choices = [_also_called(phrase) for phrase in _phrases(said)]
    names = (tuple(dict.fromkeys(sum(choice, ()))) for choice in product(*choices))
    return list(dict.fromkeys(name for name, _ in zip(names, range(MOST_NAMES), strict=False)))


def _without_purpose(words: list[str]) -> list[str]:
    kinds = [lists.filling_words().get(word) for word in words]
    return words[: kinds.index("purpose", 1)] if "purpose" in kinds[1:] else words


def _phrases(words: Name) -> list[Name]:
    """The words in the longest phrases that the glossary knows, and singly where it knows none."""
    if not words:
        return []
    longest = min(len(words), _LONGEST)
    size = next((n for n in range(longest, 1, -1) if words[:n] in _synonyms()), 1)
    return [words[:size], *_phrases(words[size:])]


def _also_called(phrase: Name) -> tuple[Name, ...]:
    return _synonyms().get(phrase, (phrase,))


_LONGEST = 4


@cache
def _synonyms() -> dict[Name, tuple[Name, ...]]:
    """What else each phrase of the glossary is called, itself first."""
    found: dict[Name, dict[Name, None]] = {}
    for term in lists.glossary():
        indonesian, *english = (tuple(WORDS.of(text)) for text in (term.id, *term.en))
        for phrase in (indonesian, *english):
            found.setdefault(phrase, {phrase: None})
        for phrase in english:
            found[phrase][indonesian] = None
        found[indonesian][english[0]] = None
    _let_words_of_one_meaning_meet(found)
    return {phrase: tuple(others) for phrase, others in found.items()}


def _let_words_of_one_meaning_meet(found: dict[Name, dict[Name, None]]) -> None:
    """Two Indonesian words that English first calls the same, as hijab and kerudung."""
    for term in lists.glossary():
        indonesian, english = tuple(WORDS.of(term.id)), tuple(WORDS.of(term.en[0]))
        found[indonesian].update(dict.fromkeys(found[english]))
