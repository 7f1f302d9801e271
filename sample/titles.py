"""Product titles as sellers write them: plain ones, shouting ones, and spelling as it comes."""

from dataclasses import dataclass
from random import Random

from sample.seeds import Archetype, Pack, Seeds, Word

MARKETPLACE, ENGLISH = 0.20, 0.70
OTHER_SPELLING = 0.20
WITH_PLACE = 0.30
UNSPOKEN_PACKS = {"satuan", "curah"}


@dataclass(frozen=True)
class Variant:
    """One variant of a kind of product: how it is packed, and up to two words that set it apart."""

    kind: Archetype
    pack: Pack
    words: tuple[Word, ...]

    @property
    def text(self) -> Word:
        return Word(
            ", ".join(word.id for word in self.words), ", ".join(word.en for word in self.words)
        )


def indonesian_title(chance: Random, variant: Variant, place: str, seeds: Seeds) -> str:
    """The seller's title, one in five as on a marketplace, marked as a sample."""
    name = _spelled(chance, variant.kind.name.id, seeds)
    if chance.random() < MARKETPLACE:
        title = _marketplace_title(chance, name, variant, place, seeds)
    else:
        title = _plain_title(chance, name, variant, place)
    return f"{title} (contoh)"


def english_title(chance: Random, variant: Variant, seeds: Seeds) -> str:
    """The English title, empty for those sellers who give none."""
    if chance.random() >= ENGLISH:
        return ""
    parts = (variant.kind.name.en, variant.text.en, english_pack(variant.pack, seeds))
    return f"{', '.join(part for part in parts if part)} (sample)"


def english_pack(pack: Pack, seeds: Seeds) -> str:
    """The pack in English, as far as its words are known; empty where it goes without saying."""
    if pack.text in UNSPOKEN_PACKS:
        return ""
    english = dict(seeds.words["kemasan"])
    return " ".join(english.get(word, word) for word in pack.text.replace(",", ".").split())


def _plain_title(chance: Random, name: str, variant: Variant, place: str) -> str:
    words = [name, *(word.id for word in variant.words)]
    if place.lower() not in name.lower() and chance.random() < WITH_PLACE:
        words.insert(1, place)
    return " ".join((_capitals(" ".join(words)), _pack(variant.pack))).strip()


def _marketplace_title(
    chance: Random, name: str, variant: Variant, place: str, seeds: Seeds
) -> str:
    hooks = seeds.profiles[variant.kind.category].hooks
    hook = chance.choice(seeds.words[f"kail-{hooks}"]).id
    tail = _capitals(chance.choice(seeds.words[f"ekor-{hooks}"]).id.format(place=place))
    word, pack = variant.words[0].id, _pack(variant.pack).replace(" ", "")
    title = chance.choice(
        (
            f"{name.upper()} {word.upper()} {pack} {hook.upper()} {tail}",
            f"[READY] {_capitals(name)} {_capitals(word)} {pack} - {tail}",
            f"PROMO {_capitals(name)} {_capitals(word)} {pack} {hook} | {tail}",
            f"{_capitals(name)} {word} {pack} {hook} {tail} {variant.words[-1].id} TERMURAH",
        )
    )
    return " ".join(title.split())


def _spelled(chance: Random, name: str, seeds: Seeds) -> str:
    if chance.random() >= OTHER_SPELLING:
        return name
    other = dict(seeds.words["ejaan"])
    return " ".join(other.get(word, word) for word in name.lower().split())


def _capitals(text: str) -> str:
    return " ".join(word[0].upper() + word[1:] for word in text.split())


def _pack(pack: Pack) -> str:
    return "" if pack.text in UNSPOKEN_PACKS else pack.text
