"""HS codes of earlier editions are told apart from those of HS 2022."""

import csv

import pytest

from services.catalogue import hs
from services.catalogue.owners.completeness import completeness
from tests.unit.catalogue.makers import product


def test_the_package_has_the_successors_and_no_retired_code() -> None:
    with hs.RETIRED.open(encoding="utf-8", newline="") as rows:
        retired = {row["code"]: row["successors"].split(";") for row in csv.DictReader(rows)}
    known = hs.descriptions().keys()
    assert not retired.keys() & known
    assert {new for successors in retired.values() for new in successors} <= known


@pytest.mark.parametrize("code", ["200520", "090121", "440723", "442011"])
def test_nothing_is_said_of_a_code_of_today(code: str) -> None:
    assert hs.remark_on(code) is None


def test_a_retired_code_is_told_with_what_it_became() -> None:
    remark = hs.remark_on("442010")
    assert remark is not None
    assert remark.successors == ("442011", "442019")
    assert "HS 2017" in remark.message
    assert "442011 (" in remark.message_en


def test_a_code_that_never_was_is_told_without_successors() -> None:
    remark = hs.remark_on("123456")
    assert remark is not None
    assert remark.successors == ()


def test_the_owner_is_told_first_of_all() -> None:
    hints = completeness(product(hs_code="220290")).hints
    assert hints[0].field == "hs_code"
    assert "220299" in hints[0].reason
    assert completeness(product(hs_code="220299")).hints[0].field != "hs_code"
