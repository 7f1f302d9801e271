"""What a row of the accounts spreadsheet must say."""

from typing import Any

import pytest
from pydantic import ValidationError

from services.gateway.importing import AccountRow

ROW = {
    "email": "Lina@Example.invalid",
    "nama": " Bu  Lina (contoh) ",
    "peran": "buyer",
    "kode_pihak": "BUY-01",
    "bahasa": "en",
    "contoh": "ya",
}


def row(**changed: Any) -> AccountRow:
    return AccountRow.model_validate({**ROW, **changed})


def test_a_row_describes_a_person_of_a_party_of_the_edition() -> None:
    person = row().person("h2o-2026")
    assert person.email == "lina@example.invalid"
    assert person.name == "Bu Lina (contoh)"
    assert person.party == "buyer:h2o-2026:BUY-01"
    assert (person.language, person.is_sample) == ("en", True)


@pytest.mark.parametrize(
    ("role", "party"),
    [
        ("exhibitor", "exhibitor:h2o-2026:BUY-01"),
        ("assistant", "exhibitor:h2o-2026:BUY-01"),
        ("broker", "buyer:h2o-2026:BUY-01"),
    ],
)
def test_the_role_says_on_which_side_the_party_is(role: str, party: str) -> None:
    assert row(peran=role).person("h2o-2026").party == party


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("email", "lina", "not-an-address"),
        ("peran", "organiser", "literal_error"),
        ("peran", "ops", "literal_error"),
        ("kode_pihak", "BUY/01", "string_pattern_mismatch"),
        ("kode_pihak", "BUY:01", "string_pattern_mismatch"),
        ("bahasa", "fr", "literal_error"),
        ("contoh", "mungkin", "not-yes-or-no"),
        ("nama", " ", "string_too_short"),
    ],
)
def test_a_cell_that_cannot_be_right_is_named(column: str, value: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        row(**{column: value})
    [error] = refused.value.errors()
    assert (error["loc"], error["type"]) == ((column,), code)
