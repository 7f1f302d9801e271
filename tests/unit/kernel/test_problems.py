"""A no is an answer: what a refusal says to programs and to people."""

import pytest

from kernel import problems
from kernel.problems import Conflict, NotFound, Refusal

STATUSES = {
    "Unauthenticated": 401,
    "Forbidden": 403,
    "NotFound": 404,
    "Conflict": 409,
    "StaleVersion": 412,
    "TooLarge": 413,
    "Invalid": 422,
    "VersionRequired": 428,
    "Unavailable": 503,
}


def test_a_refusal_says_what_is_wrong_in_both_languages() -> None:
    refusal = Conflict("Kode sudah dipakai.", "The code is taken.", code="code-taken", row=4)
    assert refusal.problem() == {
        "type": "urn:pendopo:problem:code-taken",
        "title": "code taken",
        "status": 409,
        "code": "code-taken",
        "detail": "Kode sudah dipakai.",
        "detail_en": "The code is taken.",
        "row": 4,
    }


def test_a_refusal_reads_in_english_in_logs() -> None:
    assert str(NotFound("Tidak ada.", "There is none.")) == "There is none."


def test_a_code_of_its_own_does_not_stick_to_the_kind() -> None:
    NotFound("a", "b", code="no-edition")
    assert NotFound("a", "b").code == "not-found"


@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_each_kind_has_its_status(name: str, status: int) -> None:
    refusal: Refusal = getattr(problems, name)("a", "b")
    assert refusal.problem()["status"] == status


def test_every_kind_is_in_the_list_above_with_a_code_of_its_own() -> None:
    kinds = Refusal.__subclasses__()
    ours = {kind for kind in kinds if kind.__module__ == problems.__name__}
    assert {kind.__name__ for kind in ours} == STATUSES.keys()
    assert len({kind.code for kind in ours}) == len(STATUSES)
