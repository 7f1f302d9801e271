"""Which requirements somebody looks for: by market, by kind of goods, and those to be confirmed."""

from pydantic import BaseModel, Field

from services.matching.readiness.lexicon import lexicon
from services.matching.readiness.markets import market_of
from services.matching.readiness.model import RuleForm
from services.matching.readiness.rules import KeptRule


class Sought(BaseModel):
    """What is looked for; whatever is left out does not matter."""

    market: str = Field("", max_length=10, description="LT, LM, IN, X:*, X:NL or X:EU")
    goods: str = Field("", max_length=40, description="a kind of goods")
    unconfirmed: bool = False

    def among(self, rules: list[KeptRule]) -> list[KeptRule]:
        """Requirements of which some version is what is looked for. Raises Invalid."""
        marks = market_of(self.market, lexicon()).marks if self.market else None
        return [rule for rule in rules if any(self._fits(form, marks) for form in rule.versions)]

    def _fits(self, form: RuleForm, marks: frozenset[str] | None) -> bool:
        return (
            (marks is None or not marks.isdisjoint(form.markets))
            and (not self.goods or self.goods in form.goods or "*" in form.goods)
            and not (self.unconfirmed and form.confirmed)
        )
