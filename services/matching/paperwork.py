"""Which of the papers that a buyer wants an offer comes with, and since when they count."""

from collections.abc import Sequence
from datetime import date

from services.matching.model import Demand, HeldPaper, Offer
from services.matching.sentences import Part, Sentence, joined, say

SELF_DECLARED = 0.7


def papers_fit(demand: Demand, offer: Offer, today: date) -> Part:
    """Which of the required papers are held and valid; one nobody checked counts less."""
    if not demand.papers:
        return 1.0, True, say("papers-none")
    valid, expired, missing = sorted_out(demand.papers, offer.papers, today)
    worth = [1.0 if paper.state == "checked" else SELF_DECLARED for paper in valid]
    value = sum(worth) / len(demand.papers)
    if missing or expired:
        return value, False, _lacking(missing, expired)
    names = ", ".join(paper.kind for paper in valid)
    checked = all(paper.state == "checked" for paper in valid)
    return value, True, say("papers-checked" if checked else "papers-declared", papers=names)


def sorted_out(
    wanted: Sequence[str], papers: Sequence[HeldPaper], today: date
) -> tuple[list[HeldPaper], list[str], list[str]]:
    """Of the wanted kinds: papers that are valid, kinds that expired, kinds that are missing."""
    held = _best_of_each_kind(papers, today)
    missing = [kind for kind in wanted if kind not in held]
    expired = [kind for kind in wanted if kind in held and held[kind].ended(today)]
    valid = [held[kind] for kind in wanted if kind not in missing and kind not in expired]
    return valid, expired, missing


def _best_of_each_kind(papers: Sequence[HeldPaper], today: date) -> dict[str, HeldPaper]:
    """The valid before the expired, the checked before the declared; none that was rejected."""
    usable = [paper for paper in papers if paper.state != "rejected"]
    worst_first = sorted(usable, key=lambda p: (not p.ended(today), p.state == "checked"))
    return {paper.kind: paper for paper in worst_first}


def _lacking(missing: list[str], expired: list[str]) -> Sentence:
    lacking = {"papers-missing": missing, "papers-expired": expired}
    return joined(say(key, papers=", ".join(kinds)) for key, kinds in lacking.items() if kinds)
