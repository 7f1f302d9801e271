"""Names of exhibitors: plausible, each used once, and none of a cooperative that exists."""

from random import Random

from sample.seeds import Seeds

SHORT_NAMES = 0.25


class Names:
    """Gives names such as "Koperasi Tani Makmur Wonosobo (contoh)" and never one twice."""

    def __init__(self, seeds: Seeds) -> None:
        self._words = seeds.words
        self._given: set[str] = set()

    def give(self, chance: Random, form: str, place: str) -> str:
        """A name nobody has yet; `form` is a list of words.csv such as koperasi-tani."""
        while (name := self._draw(chance, form, place)) in self._given:
            pass
        self._given.add(name)
        return name

    def _draw(self, chance: Random, form: str, place: str) -> str:
        start = chance.choice(self._words[form]).id
        return f"{start} {self._wish(chance)} {place} (contoh)"

    def _wish(self, chance: Random) -> str:
        first = chance.choice(self._words["nama-depan"]).id
        second = chance.choice(self._words["nama-belakang"]).id
        return second if first == second or chance.random() < SHORT_NAMES else f"{first} {second}"
