"""What readiness's verbs share: the stores they work with, and whom and what they let pass."""

from kernel.callers import Caller
from kernel.mongo import Mongo
from kernel.problems import Forbidden, Invalid
from services.matching.ownership import OFFICE
from services.matching.readiness.dossiers import BuyersTerms, Dossiers
from services.matching.readiness.lexicon import lexicon
from services.matching.readiness.rules import Rules
from services.matching.readiness.store import Shelf


class Desk:
    """What readiness's verbs work with."""

    def __init__(
        self, mongo: Mongo, shelf: Shelf, dossiers: Dossiers, terms: BuyersTerms, rules: Rules
    ) -> None:
        self.mongo, self.shelf, self.dossiers = mongo, shelf, dossiers
        self.terms, self.rules = terms, rules


def expect_owner(caller: Caller, party: str) -> None:
    """Raises Unauthenticated or Forbidden for anybody but the office and the party itself."""
    caller.must_be(*OFFICE, "exhibitor", "buyer", "broker")
    if caller.role not in OFFICE and caller.party != party:
        raise Forbidden(
            "Ini milik peserta lain.", "This belongs to another exhibitor.", code="not-yours"
        )


def expect_to_change(caller: Caller, party: str) -> None:
    """Raises for anybody but the organiser, an assistant and the party itself."""
    expect_owner(caller, party)
    caller.must_be("organiser", "assistant", "exhibitor", "buyer", "broker")


def unknown(what: str, what_en: str, value: str) -> Invalid:
    """The refusal of something that the rules do not know."""
    return Invalid(
        f"Tidak ada {what} “{value}” dalam aturan.",
        f"The rules know no {what_en} “{value}”.",
        code="unknown-in-rules",
    )


def expect_question(code: str) -> None:
    """Raises Invalid for what is no question, or one that the catalogue answers."""
    question = lexicon().questions.get(code)
    if question is None:
        raise unknown("pertanyaan", "question", code)
    if question.about == "fact":
        raise Invalid(
            f"“{code}” dijawab di formulir produk, bukan di sini.",
            f"“{code}” is answered in the product's form, not here.",
            code="answered-in-catalogue",
        )
