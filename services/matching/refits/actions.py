"""Verbs of refits: weigh an edition's matches otherwise, having seen what that would change."""

from collections.abc import Sequence

from kernel.editing import expect_version
from kernel.mongo import Mongo
from kernel.problems import Invalid
from services.matching.editions import Editions
from services.matching.fit import reweighed
from services.matching.match import Match
from services.matching.matches import Matches
from services.matching.model import Value
from services.matching.refits.model import Refit
from services.matching.refits.store import Refits
from services.matching.store import Demands
from services.matching.weights import Weights

TOP = 10
MOST_DEMANDS = 20


class Placed(Value):
    """A product among the first ten of a demand, with its place there before: 1 is the first."""

    product_code: str
    product_name: str
    score: float
    score_before: float
    place_before: int


class Preview(Value):
    """How the first ten of a demand would be by other weights, and who would fall out of them."""

    demand_code: str
    demand_title: str
    after: tuple[Placed, ...]
    fallen: tuple[str, ...]


def expect_one(shares: dict[str, float]) -> Weights:
    """Weights of these shares. Raises Invalid when they do not add up to 1."""
    total = sum(shares.values())
    if abs(total - 1) > 1e-6:
        raise Invalid(
            f"Jumlah semua bobot harus 1; sekarang {total:.3f}.",
            f"All weights must add up to 1; now they make {total:.3f}.",
            code="weights-not-one",
        )
    return Weights.model_validate(shares)


async def weigh_by(
    edition: str, weights: Weights, seen: int, editions: Editions, refits: Refits, mongo: Mongo
) -> tuple[int, Refit]:
    """Set an edition's weights and have it matched anew. Raises NotFound, StaleVersion."""

    async def work() -> tuple[int, Refit]:
        _, version = await editions.weights(edition)
        expect_version(version, seen)
        await editions.weigh_by(edition, weights, version + 1)
        return version + 1, await refits.queue(edition, "weights")

    await editions.expect(edition)
    return await mongo.transaction(work)


async def preview(
    edition: str, weights: Weights, code: str | None, demands: Demands, matches: Matches
) -> list[Preview]:
    """The first ten of some demands by other weights; of the one with a code, if it is given."""
    if code:
        chosen = [await demands.get(edition, code)]
    else:
        chosen, _ = await demands.page({"edition": edition, "status": "open"}, None, MOST_DEMANDS)
    found = await matches.of_demands(edition, [demand.id for demand in chosen])
    return [
        _previewed(demand.code, demand.title, found.get(demand.id, []), weights)
        for demand in chosen
    ]


def _previewed(code: str, title: str, found: Sequence[Match], weights: Weights) -> Preview:
    before = sorted(found, key=_best_first)
    rank = {match.id: place for place, match in enumerate(before, 1)}
    after = sorted((reweighed(match, weights) for match in found), key=_best_first)[:TOP]
    scores = {match.id: match.score for match in before}
    still = {match.id for match in after}
    return Preview(
        demand_code=code,
        demand_title=title,
        after=tuple(
            Placed(
                product_code=match.product_code,
                product_name=match.product_name,
                score=match.score,
                score_before=scores[match.id],
                place_before=rank[match.id],
            )
            for match in after
        ),
        fallen=tuple(match.product_code for match in before[:TOP] if match.id not in still),
    )


def _best_first(match: Match) -> tuple[float, str]:
    return -match.score, match.id
