"""Who may have an account, and when one changes."""

import pytest
from pydantic import ValidationError

from services.gateway.model import DEMO, Account, Person, address


def person(**more: object) -> Person:
    return Person.model_validate(
        {"email": "lina@example.invalid", "name": "Bu Lina", "role": "buyer", **more}
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Lina@Gelael.CO.ID ", "lina@gelael.co.id"),
        ("LINA@Example.invalid", "lina@example.invalid"),
        ("penyelenggara@pendopo.invalid", "penyelenggara@pendopo.invalid"),
    ],
)
def test_an_address_is_kept_in_one_form(written: str, kept: str) -> None:
    assert address(written) == kept


@pytest.mark.parametrize(
    "written", ["", "lina", "lina@", "@x.invalid", "a b@x.invalid", "a@b@x.invalid", "x@.invalid"]
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not an e-mail address"):
        address(written)


def test_an_account_that_did_not_change_keeps_its_version() -> None:
    account = Account.of(person(), "1")
    assert account.revised(person()) is account


def test_a_changed_account_has_the_next_version_and_keeps_its_password() -> None:
    account = Account.of(person(), "1").model_copy(update={"password_hash": "hash"})
    changed = account.revised(person(name="Bu Lina S."))
    assert (changed.name, changed.version) == ("Bu Lina S.", 2)
    assert (changed.id, changed.password_hash) == ("1", "hash")


def test_an_account_belongs_to_the_edition_of_its_party() -> None:
    assert Account.of(person(party="buyer:h2o-2026:BUY-01"), "1").edition == "h2o-2026"
    assert Account.of(person(), "1").edition == ""


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(ValidationError):
        person(role="admin")


def test_every_demo_account_is_marked_as_a_sample() -> None:
    assert {account.role for account in DEMO} == {"organiser", "ops", "visitor"}
    assert all(account.is_sample for account in DEMO)
