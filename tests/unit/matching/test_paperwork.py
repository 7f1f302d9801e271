"""What the papers of an offer are worth, worked out by hand, and what is said of them."""

from datetime import timedelta

import pytest

from services.matching.paperwork import papers_fit
from tests.unit.matching.pairs import TODAY, demand, expect_part, offer, paper

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def test_a_buyer_that_requires_no_papers_gets_none_held_against_anybody() -> None:
    expect_part(
        papers_fit(demand(papers=[]), offer(), TODAY),
        1,
        True,
        "Pembeli tidak mensyaratkan dokumen.",
        "The buyer requires no papers.",
    )


def test_papers_that_somebody_checked_count_in_full() -> None:
    held = offer(papers=[paper("PIRT", expires=TODAY), paper("HALAL")])
    expect_part(
        papers_fit(demand(papers=["PIRT", "HALAL"]), held, TODAY),
        1,
        True,
        "Dokumen lengkap dan sudah diperiksa: PIRT, HALAL.",
        "All papers are held and checked: PIRT, HALAL.",
    )


def test_papers_that_nobody_checked_count_less() -> None:
    held = offer(papers=[paper("PIRT"), paper("HALAL", "declared")])
    expect_part(
        papers_fit(demand(papers=["PIRT", "HALAL"]), held, TODAY),
        0.85,
        True,
        "Dokumen lengkap menurut peserta, belum semua diperiksa: PIRT, HALAL.",
        "All papers are held as the exhibitor says, not all checked yet: PIRT, HALAL.",
    )


def test_a_missing_paper_speaks_against() -> None:
    expect_part(
        papers_fit(demand(papers=["PIRT", "HALAL"]), offer(papers=[paper("PIRT")]), TODAY),
        0.5,
        False,
        "Belum ada dokumen: HALAL.",
        "Papers missing: HALAL.",
    )


def test_a_rejected_paper_is_a_missing_one() -> None:
    fit = papers_fit(demand(papers=["HALAL"]), offer(papers=[paper("HALAL", "rejected")]), TODAY)
    expect_part(fit, 0, False, "Belum ada dokumen: HALAL.", "Papers missing: HALAL.")


def test_an_expired_paper_counts_nothing_and_is_named() -> None:
    held = offer(papers=[paper("PIRT", expires=YESTERDAY)])
    expect_part(
        papers_fit(demand(papers=["PIRT", "HALAL"]), held, TODAY),
        0,
        False,
        "Belum ada dokumen: HALAL. Sudah kedaluwarsa: PIRT.",
        "Papers missing: HALAL. Expired: PIRT.",
    )


@pytest.mark.parametrize("newest_first", [True, False])
def test_of_two_papers_of_a_kind_the_better_one_counts(newest_first: bool) -> None:
    papers = [paper("PIRT", expires=TOMORROW), paper("PIRT", "declared", expires=YESTERDAY)]
    held = offer(papers=papers if newest_first else papers[::-1])
    assert papers_fit(demand(papers=["PIRT"]), held, TODAY)[:2] == (1, True)


def test_a_paper_required_twice_is_required_once() -> None:
    twice = demand(papers=["PIRT", "HALAL", "PIRT"])
    assert papers_fit(twice, offer(papers=[paper("PIRT")]), TODAY)[0] == 0.5
