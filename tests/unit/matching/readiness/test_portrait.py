"""What everybody sees of a firm: what is met and by what, and no name of what is missing."""

from services.matching.readiness.lexicon import lexicon
from services.matching.readiness.markets import market_of
from services.matching.readiness.portrait import Portrait, portrait
from services.matching.readiness.reading import shipped_rules
from services.matching.readiness.subject import Subject
from tests.unit.matching.readiness.goods import DAY, answering, findings, paper, subject


def _portrait(*subjects: Subject) -> Portrait:
    return portrait(subjects, market_of("LM", lexicon()), DAY, shipped_rules())


def test_spokes_add_up_over_all_goods_of_a_firm() -> None:
    with_it, without = subject(paper("HALAL")), subject()
    both = _portrait(with_it, without)
    for spoke, one, other in zip(
        both.radar, _portrait(with_it).radar, _portrait(without).radar, strict=True
    ):
        assert (spoke.met, spoke.of) == (one.met + other.met, one.of + other.of)


def test_a_paper_is_shown_once_with_how_many_products_it_serves() -> None:
    shared = subject(firm=(paper("HALAL"),))
    [halal] = [one for one in _portrait(shared, shared).proofs if one.paper == "HALAL"]
    assert (halal.state, halal.origin, halal.products) == ("checked", "firm", 2)


def test_neither_what_is_missing_nor_an_answer_is_named() -> None:
    snacks = subject(paper("HALAL", "rejected"), said=answering(home_made=True))
    told = _portrait(snacks)
    missing = {code for code, found in findings(snacks, "LM").items() if found.open}
    assert missing
    assert not missing & {proof.requirement for proof in told.proofs}
    assert "home_made" not in told.model_dump_json()


def test_a_firm_without_goods_has_no_radar() -> None:
    nothing = _portrait()
    assert (nothing.products, nothing.radar, nothing.proofs) == (0, [], [])
