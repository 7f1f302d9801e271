"""Words as they are searched: one spelling for those that people spell in several ways."""

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")

_SPELLINGS = {
    "kripik": "keripik",
    "krupuk": "kerupuk",
    "telor": "telur",
    "coklat": "cokelat",
    "trasi": "terasi",
    "loenpia": "lumpia",
    "lunpia": "lumpia",
    "sereh": "serai",
    "mente": "mete",
}


def words(*texts: str) -> list[str]:
    """The distinct words of some texts, lower case, without accents, in one spelling each."""
    plain = unicodedata.normalize("NFKD", " ".join(texts)).lower()
    found = (_SPELLINGS.get(word, word) for word in _WORD.findall(plain))
    return list(dict.fromkeys(found))
