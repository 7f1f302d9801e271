"""Who exhibits: from which regency, with which kinds of product, on the floor or online."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, cos, dist, radians
from random import Random

from sample.draws import negative_binomial
from sample.names import Names
from sample.plan import Plan
from sample.recipes import Recipe
from sample.seeds import Archetype, Regency, Seeds, Word

SEMARANG = "3374"
PER_REGENCY_ON_FLOOR = 2
PRODUCTS_SHAPE = 2.0
MOST_PRODUCTS = 40
MOST_PER_LINE = 20
WITH_SITE = 0.4


@dataclass(frozen=True)
class Exhibitor:
    """A made-up seller; `lines` are the kinds of product it makes, the main one first."""

    code: str
    name: str
    cooperative: bool
    regency: Regency
    lines: tuple[Archetype, ...]
    products: int
    stand: str | None
    site: str

    @property
    def category(self) -> str:
        return self.lines[0].category

    @property
    def attendance(self) -> str:
        return "lantai" if self.stand else "daring"

    @property
    def description(self) -> Word:
        """What it says about itself, in both languages."""
        goods = "; ".join(line.name.id for line in self.lines)
        goods_en = "; ".join(line.name.en for line in self.lines)
        kind, kind_en = ("Koperasi", "cooperative") if self.cooperative else ("Usaha", "small firm")
        return Word(
            f"{kind} contoh dari {self.regency.name}, seluruh datanya rekaan. Produk: {goods}.",
            f"A sample {kind_en} from {self.regency.place}, all made up. Products: {goods_en}.",
        )


def exhibitors(plan: Plan) -> Iterator[Exhibitor]:
    """All exhibitors of the set, in the order of their codes."""
    homes = _homes(plan.chance("homes"), plan)
    counts = product_counts(plan.chance("counts"), plan.recipe)
    stands = _stands(homes, plan)
    names = Names(plan.seeds)
    for number, (regency, count) in enumerate(zip(homes, counts, strict=True)):
        code = f"E-{number + 1:04}"
        chance = plan.chance("exhibitor", code)
        lines = _lines(chance, _made_in(regency, plan.seeds), count)
        cooperative = chance.random() < plan.recipe.cooperatives
        form = f"{'koperasi' if cooperative else 'ukm'}-{_trade(lines[0], plan.seeds)}"
        yield Exhibitor(
            code=code,
            name=names.give(chance, form, regency.place),
            cooperative=cooperative,
            regency=regency,
            lines=lines,
            products=count,
            stand=stands.get(number),
            site=f"https://{code.lower()}.example.invalid" if chance.random() < WITH_SITE else "",
        )


def _homes(chance: Random, plan: Plan) -> list[Regency]:
    """One exhibitor per regency, the rest by the root of its population and what it makes."""
    regencies = list(plan.seeds.regencies.values())
    weights = [
        regency.population**0.5 * len(_made_in(regency, plan.seeds)) for regency in regencies
    ]
    rest = chance.choices(regencies, weights, k=plan.recipe.exhibitors - len(regencies))
    homes = regencies + rest
    chance.shuffle(homes)
    return homes


def product_counts(chance: Random, recipe: Recipe) -> list[int]:
    """How many products each exhibitor brings: most a few, some many, together what is known."""
    mean = recipe.products / recipe.exhibitors
    counts = [
        min(MOST_PRODUCTS, max(1, negative_binomial(chance, mean, PRODUCTS_SHAPE)))
        for _ in range(recipe.exhibitors)
    ]
    gap = recipe.products - sum(counts)
    step = 1 if gap > 0 else -1
    while gap:
        exhibitor = chance.randrange(recipe.exhibitors)
        if 1 <= counts[exhibitor] + step <= MOST_PRODUCTS:
            counts[exhibitor] += step
            gap -= step
    return counts


def _stands(homes: list[Regency], plan: Plan) -> dict[int, str]:
    """Stands by the exhibitor's place in the list: those near Semarang first, few per regency."""
    centre = _position(plan.seeds.regencies[SEMARANG])
    nearest = sorted(range(len(homes)), key=lambda at: dist(_position(homes[at]), centre))
    taken: Counter[str] = Counter()
    floor = []
    for at in nearest:
        if taken[homes[at].code] < PER_REGENCY_ON_FLOOR:
            taken[homes[at].code] += 1
            floor.append(at)
    return dict(zip(floor, plan.recipe.stands, strict=False))


def _position(regency: Regency) -> tuple[float, float]:
    """Degrees, with a degree of longitude as short as it is in Central Java."""
    return regency.latitude, regency.longitude * cos(radians(7.2))


def _made_in(regency: Regency, seeds: Seeds) -> list[Archetype]:
    return [kind for kind in seeds.archetypes.values() if regency.code in kind.regencies]


def _lines(chance: Random, made_here: list[Archetype], products: int) -> tuple[Archetype, ...]:
    wanted = max(chance.randint(1, 3), ceil(products / MOST_PER_LINE))
    return tuple(chance.sample(made_here, min(wanted, products, len(made_here))))


def _trade(line: Archetype, seeds: Seeds) -> str:
    return seeds.profiles[line.category].trade
