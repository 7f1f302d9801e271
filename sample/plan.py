"""What one run makes: which set, from which number, as of which day."""

from dataclasses import dataclass
from datetime import date
from random import Random

from sample.recipes import Recipe
from sample.seeds import Seeds


@dataclass(frozen=True)
class Plan:
    """A set to make; `today` is the day from which expiries and delivery periods are counted."""

    recipe: Recipe
    seed: int
    today: date
    seeds: Seeds

    def chance(self, *purpose: str) -> Random:
        """Random numbers for one purpose alone, so that one room does not stir another's draws."""
        return Random(":".join((str(self.seed), self.recipe.id, *purpose)))
