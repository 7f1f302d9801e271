"""Weights for which our ranking agrees best with the half of the judgements that is for tuning.

    python -m benchmarks.tune

Hill climbing from the weights of the data: a step moves some weight from one part to another and
stays when nDCG@10 rises; steps get smaller. No part falls below LEAST: the guide of the judgements
says nothing of place and time, yet they count. data/fit_weights.csv is changed by hand.
"""

from collections.abc import Iterator
from itertools import permutations

from benchmarks.judgements import FURTHER_DEMANDS, Grades, grades, halves, ndcg
from benchmarks.market import market
from sample.__main__ import TODAY
from services.matching.fit import matched
from services.matching.weights import PARTS, usual

STEPS = (0.08, 0.04, 0.02, 0.01)
LEAST = 0.04

Values = dict[str, dict[str, list[float]]]
"""Of each judged pair that fits: what each part is worth; by demand and product."""
Shares = list[float]


def tune() -> None:
    """Print the weights found, and how well both halves agree before and after."""
    sample = market(FURTHER_DEMANDS)
    tuned, reported = halves(grades({offer.code: offer.name for offer in sample.offers}))
    offers = {offer.code: offer for offer in sample.offers}
    values: Values = {
        code: {
            product: [reason.value for reason in match.reasons]
            for product in judged
            if (match := matched(sample.demands[code], offers[product], TODAY)) and match.live
        }
        for code, judged in (tuned | reported).items()
    }
    before = [usual().of(part) for part in PARTS]
    after = _climbed(before, values, tuned)
    for name, weights in (("before", before), ("after", after)):
        print(name, {part: round(weight, 2) for part, weight in zip(PARTS, weights, strict=True)})
        print(f"  tuned with {_agreement(weights, values, tuned):.4f}", end="")
        print(f"  reported {_agreement(weights, values, reported):.4f}")


def _climbed(weights: Shares, values: Values, judged: Grades) -> Shares:
    best = _agreement(weights, values, judged)
    for step in STEPS:
        rose = True
        while rose:
            rose = False
            for tried in _moved(weights, step):
                if (found := _agreement(tried, values, judged)) > best + 1e-6:
                    weights, best, rose = tried, found, True
                    break
    return weights


def _moved(weights: Shares, step: float) -> Iterator[Shares]:
    for giver, taker in permutations(range(len(weights)), 2):
        if weights[giver] - step >= LEAST - 1e-9:
            moved = list(weights)
            moved[giver] -= step
            moved[taker] += step
            yield moved


def _agreement(weights: Shares, values: Values, judged: Grades) -> float:
    return sum(ndcg(_ranked(weights, values[code]), judged[code]) for code in judged) / len(judged)


def _ranked(weights: Shares, values: dict[str, list[float]]) -> list[str]:
    def score(product: str) -> float:
        return sum(w * v for w, v in zip(weights, values[product], strict=True))

    return sorted(values, key=lambda product: (-score(product), product))


if __name__ == "__main__":
    tune()
