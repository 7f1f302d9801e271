"""What is kept of findings for the office, and until when it is good."""

from datetime import date, timedelta

from services.matching.readiness.model import Firm
from services.matching.readiness.reading import shipped_rules
from services.matching.readiness.summaries import good_until, summaries_of, valid_papers
from tests.unit.matching.readiness.goods import DAY, HOME_MADE, findings, paper, subject


def test_a_summary_counts_what_the_findings_say() -> None:
    chips = subject(paper("HALAL"), said=HOME_MADE)
    summary = summaries_of(chips, DAY, shipped_rules())["LM"]
    found = findings(chips, "LM")
    assert summary.blocking == sum(f.blocks for f in found.values())
    assert set(summary.lacking) == {c for c, f in found.items() if f.status == "missing"}
    assert summary.papers_lacking == (("NIB",), ("PIRT",), ("GTIN",))


def test_which_licence_is_lacking_is_left_open_until_it_is_answered() -> None:
    summary = summaries_of(subject(paper("HALAL")), DAY, shipped_rules())["LM"]
    assert summary.papers_lacking == (("NIB",), ("GTIN",), ())


def test_there_is_one_for_each_market_with_rules_of_its_own() -> None:
    found = summaries_of(subject(), DAY, shipped_rules())
    assert {"LT", "LM", "IN", "X:*", "X:EU", "X:JP"} <= found.keys()


def test_papers_held_are_valid_and_not_rejected() -> None:
    over, rejected = DAY - timedelta(days=1), "rejected"
    held = subject(paper("HALAL", expires=over), paper("GTIN", rejected), paper("PIRT", "declared"))
    assert valid_papers(held, DAY) == ("PIRT",)


def test_it_is_good_until_rules_change_or_the_first_paper_ends() -> None:
    assert good_until(subject(), DAY, shipped_rules()) is None
    coffee = subject(name="Kopi bubuk", category="minuman", hs_code="090121")
    assert good_until(coffee, DAY, shipped_rules()) == date(2026, 12, 30)
    ending = paper("NIB", expires=DAY + timedelta(days=9))
    firm = Firm(id="e", edition="uve-2026", version=1, papers=(ending,))
    assert good_until(subject(firm=firm.papers), DAY, shipped_rules()) == DAY + timedelta(days=10)
