"""Says what a set holds, which files it is made of, and what in it is real."""

from hashlib import sha256
from pathlib import Path

from sample.plan import Plan

MADE_UP = (
    "Every exhibitor, product, price, capacity, certificate number and account.",
    "Every demand, also those of buyers whose names the press mentioned.",
    "The consulate's city and time zone: the press names none.",
)


def manifest(plan: Plan, counts: dict[str, int], files: list[Path]) -> dict[str, object]:
    """What is written beside the set; `counts` are the rows of each spreadsheet."""
    return {
        "set": plan.recipe.id,
        "seed": plan.seed,
        "today": plan.today.isoformat(),
        "counts": counts,
        "sha256": {path.name: sha256(path.read_bytes()).hexdigest() for path in files},
        "real": {"event": _reported(plan), "buyers": _named_buyers(plan)},
        "made_up": [*plan.recipe.made_up, *MADE_UP],
    }


def _reported(plan: Plan) -> list[dict[str, str]]:
    return [
        {"date": row["date"], "fact": row["fact"], "source": row["source_url"]}
        for row in plan.seeds.facts
        if row["event"] == plan.recipe.event
    ]


def _named_buyers(plan: Plan) -> list[str]:
    return [row["name"] for row in plan.seeds.buyers if row["real_name"] == "yes"]
