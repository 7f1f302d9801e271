"""What exhibitors offer: variants of their kinds of product, with names, terms and papers."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product as combinations
from random import Random

from sample.exhibitors import Exhibitor
from sample.papers import Paper, Registry
from sample.plan import Plan
from sample.seeds import Archetype, PaperSample, Seeds
from sample.terms import Terms, draw_terms
from sample.titles import Variant, english_title, indonesian_title

WITHOUT_HS, RETIRED_HS = 0.04, 0.20
RETAIL_UNITS = {"pak", "botol", "kaleng", "cup", "besek", "batang"}
BULK_PACKS = {"curah", "karung", "keranjang", "gulung", "satuan", "ikat", "peti", "drum"}


@dataclass(frozen=True)
class Product:
    """A made-up offer of one variant."""

    code: str
    exhibitor: Exhibitor
    variant: Variant
    name: str
    name_en: str
    hs: str
    terms: Terms
    claims: tuple[str, ...]
    papers: tuple[Paper, ...]

    @property
    def kind(self) -> Archetype:
        return self.variant.kind

    @property
    def packed(self) -> bool:
        """Whether it is packed for the shelf."""
        return self.variant.pack.text.split()[0] not in BULK_PACKS

    @property
    def description(self) -> str:
        return (
            f"{self.kind.name.id} {self.variant.text.id} ({self.variant.pack.text}) "
            f"dari {self.exhibitor.regency.name}. Data contoh, bukan penawaran nyata."
        )


def products(plan: Plan, exhibitor: Exhibitor, registry: Registry) -> Iterator[Product]:
    """Everything that one exhibitor offers, in the order of the codes."""
    chance = plan.chance("products", exhibitor.code)
    stem = exhibitor.code.replace("E", "P")
    offers = _variants_with_papers(chance, plan.seeds, exhibitor, registry)
    for number, (variant, papers) in enumerate(offers, start=1):
        profile = plan.seeds.profiles[variant.kind.category]
        yield Product(
            code=f"{stem}-{number:02}",
            exhibitor=exhibitor,
            variant=variant,
            name=indonesian_title(chance, variant, exhibitor.regency.place, plan.seeds),
            name_en=english_title(chance, variant, plan.seeds),
            hs=_hs(chance, variant.kind),
            terms=draw_terms(chance, variant.kind, variant.pack, profile),
            claims=_claims(chance, plan.seeds, profile.claim_chance),
            papers=papers + registry.issue(chance, _at_retail(variant.kind, plan.seeds)),
        )


def _variants_with_papers(
    chance: Random, seeds: Seeds, exhibitor: Exhibitor, registry: Registry
) -> Iterator[tuple[Variant, tuple[Paper, ...]]]:
    """The firm's papers hold for all its goods, those of a kind of goods for all its variants."""
    company = registry.issue(chance, [seeds.papers["NIB"]])
    for kind, count in _shares(exhibitor):
        usual = [seeds.papers[paper] for paper in kind.certificates]
        papers = company + registry.issue(chance, usual)
        for variant in chance.sample(_variants(kind), count):
            yield variant, papers


def _shares(exhibitor: Exhibitor) -> Iterator[tuple[Archetype, int]]:
    """How many of the products are of each kind, the first taking what does not divide."""
    each, more = divmod(exhibitor.products, len(exhibitor.lines))
    for place, kind in enumerate(exhibitor.lines):
        yield kind, each + (place < more)


def _variants(kind: Archetype) -> list[Variant]:
    axes = [axis for axis in (kind.first, kind.second) if axis]
    return [Variant(kind, pack, words) for pack in kind.packs for words in combinations(*axes)]


def _hs(chance: Random, kind: Archetype) -> str:
    """The HS code, at times missing or one that is no longer in force: cases for the checks."""
    if chance.random() < WITHOUT_HS:
        return ""
    if kind.retired_hs and chance.random() < RETIRED_HS:
        return kind.retired_hs
    return kind.hs


def _claims(chance: Random, seeds: Seeds, likelihood: float) -> tuple[str, ...]:
    return (chance.choice(seeds.words["klaim"]).id,) if chance.random() < likelihood else ()


def _at_retail(kind: Archetype, seeds: Seeds) -> list[PaperSample]:
    """A bar code belongs to one variant, where goods are sold by the piece on a shelf."""
    return [seeds.papers["GTIN"]] if kind.unit in RETAIL_UNITS else []
