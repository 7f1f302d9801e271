"""How the words of a search are understood, given the words that goods are described with."""

from dataclasses import dataclass

from tantivy import Searcher

from services.catalogue.search.language import stems_of, wanted_words
from services.catalogue.search.spelling import Vocabulary

MOST_WORDS = 12

Meant = tuple[str, ...]
"""One word of a search: what it may stand for, any of which will do."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The words looked for; `corrected` is the search as it was probably meant, if it was not."""

    words: tuple[Meant, ...] = ()
    corrected: str | None = None


def read(text: str, searcher: Searcher, vocabulary: Vocabulary) -> Reading:
    """Take a search apart: unknown words become those that were begun or meant."""
    typed = wanted_words(text)[:MOST_WORDS]
    words: list[Meant] = []
    spelt: list[str] = []
    for place, word in enumerate(typed, start=1):
        known = is_known(word, searcher)
        if not known and place == len(typed) and (begun := vocabulary.begun(word)):
            words.append(tuple(begun))
            spelt.append(word)
            continue
        meant = (word,) if known else vocabulary.meant(word) or (word,)
        words.extend((one,) for one in meant)
        spelt.extend(meant)
    return Reading(tuple(dict.fromkeys(words)), None if spelt == typed else " ".join(spelt))


def is_known(word: str, searcher: Searcher) -> bool:
    """Whether anything is found by a word."""
    return any(searcher.doc_freq(field, word) for field in ("name", "gloss", "text")) or any(
        searcher.doc_freq("stem", stem) for stem in stems_of(word)
    )
