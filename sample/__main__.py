"""python -m sample <set> --out DIR: writes one set of the sample expo."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sample.expo import write_set
from sample.plan import Plan
from sample.recipes import RECIPES
from sample.seeds import read_seeds

SEED = 2022
TODAY = date(2026, 11, 1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes the set and says how much of everything there is."""
    asked = _parser().parse_args(arguments)
    plan = Plan(RECIPES[asked.set], asked.seed, asked.today, read_seeds())
    counts = write_set(plan, asked.out, asked.format)
    listed = ", ".join(f"{name} {count}" for name, count in counts.items())
    sys.stdout.write(f"{asked.out / asked.set}: {listed}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sample", description=__doc__)
    parser.add_argument("set", choices=RECIPES)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--format", choices=("xlsx", "csv"), default="xlsx")
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        default=TODAY,
        metavar="DATE",
        help="the day from which expiries and delivery periods are counted",
    )
    return parser


if __name__ == "__main__":
    main()
