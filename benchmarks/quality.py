"""How well our ranking agrees with what was judged by hand, beside words and category alone.

    python -m benchmarks.quality

Of the judged demands (see judged/README.md) one half is for tuning; the other tells how good it is.
"""

from benchmarks.judgements import FURTHER_DEMANDS, Grades, agreement, grades, halves, ndcg, recall
from benchmarks.market import Market, market
from benchmarks.rankings import Ranking, category_alone, ours, words_alone


def measure() -> None:
    """Print the figures of both halves."""
    sample = market(FURTHER_DEMANDS)
    judged = grades({offer.code: offer.name for offer in sample.offers})
    pairs, kappa = agreement()
    print(f"{sum(map(len, judged.values())):,} pairs of {len(judged)} demands were judged.")
    print(f"{pairs} were judged twice; weighted kappa {kappa:.2f}.")
    rankings = {
        "ours": ours(sample.offers),
        "BM25 alone": words_alone(sample.offers),
        "category alone": category_alone(sample.offers),
    }
    tuned, reported = halves(judged)
    for half, demands in (("tuned with", tuned), ("reported", reported)):
        print(f"\n{half}, {len(demands)} demands")
        for name, ranking in rankings.items():
            _show(name, ranking, sample, demands)


def _show(name: str, ranking: Ranking, sample: Market, judged: Grades) -> None:
    ranked = {code: ranking(sample.demands[code]) for code in judged}
    mean = sum(ndcg(ranked[code], judged[code]) for code in judged) / len(judged)
    found = [recall(ranked[code], judged[code]) for code in judged]
    met, there = sum(one for one, _ in found), sum(all_ for _, all_ in found)
    strange = sum(product not in judged[code] for code in judged for product in ranked[code][:10])
    print(
        f"{name:15} nDCG@10 {mean:.3f}   grade 3 in first 20 {met:,} of {there:,}   "
        f"not judged in the first ten {strange / len(judged):.1f}"
    )


if __name__ == "__main__":
    measure()
