"""Who may ask whom in, how far a person has come, and which passwords are guessed soon."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.accounts.model import WeakPassword, expect_strong, may_ask_in
from services.gateway.model import (
    Account,
    AccountClosed,
    AlreadyJoined,
    Role,
    Sought,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
WEEKS = timedelta(days=14)
KOP = "exhibitor:h2o-2026:KOP-01"


def account(**more: object) -> Account:
    given = {"id": "1", "email": "sri@koperasi.id", "name": "Sri Wahyuni", "role": "exhibitor"}
    return Account.model_validate({**given, "party": KOP, **more})


def test_a_person_comes_in_step_by_step() -> None:
    imported = account()
    asked = imported.invited(NOON, WEEKS)
    joined = asked.joined("Sri W.", "en", NOON)
    steps = [imported, asked, joined, joined.model_copy(update={"closed": True})]
    assert [step.standing(NOON) for step in steps] == ["waiting", "invited", "joined", "closed"]
    assert asked.standing(NOON + WEEKS) == "lapsed"
    assert asked.uninvited().standing(NOON) == "waiting"
    assert (joined.name, joined.language, joined.version) == ("Sri W.", "en", 2)


def test_who_has_joined_is_neither_asked_in_nor_uninvited() -> None:
    joined = account().joined("Sri", "id", NOON)
    with pytest.raises(AlreadyJoined):
        joined.invited(NOON, WEEKS)
    with pytest.raises(AlreadyJoined):
        joined.uninvited()
    with pytest.raises(AccountClosed):
        account(closed=True).invited(NOON, WEEKS)


def test_another_password_is_nobody_elses_news() -> None:
    changed = account().with_password("hash", NOON)
    assert (changed.version, changed.password_hash, changed.joined_at) == (1, "hash", NOON)
    later = changed.with_password("other", NOON + WEEKS)
    assert later.joined_at == NOON


@pytest.mark.parametrize(
    ("asking", "asker", "role", "party", "may"),
    [
        ("organiser", None, "exhibitor", KOP, True),
        ("organiser", None, "organiser", "", True),
        ("organiser", None, "ops", "", False),
        ("ops", None, "organiser", "", True),
        ("ops", None, "exhibitor", KOP, False),
        ("exhibitor", account(), "exhibitor", KOP, True),
        ("exhibitor", account(member=True), "exhibitor", KOP, False),
        ("exhibitor", account(), "exhibitor", "exhibitor:h2o-2026:KOP-02", False),
        ("exhibitor", account(), "organiser", "", False),
        ("assistant", account(role="assistant"), "assistant", KOP, False),
        ("visitor", account(role="visitor", party=""), "visitor", "", False),
    ],
)
def test_who_may_ask_whom_in(
    asking: str, asker: Account | None, role: Role, party: str, may: bool
) -> None:
    assert may_ask_in(asking, asker, role, party) is may


@pytest.mark.parametrize(
    "password",
    ["", "pendek", "x" * 201, "aaaaaaaaaaaa", "password1234", "SriWahyuni2026", "koperasi.id12"],
)
def test_a_password_that_is_guessed_soon_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        expect_strong(password, account())


@pytest.mark.parametrize("password", ["tempe di atas bukit", "h7#kQ!zz0p", "Ⅻ ayam jago pagi"])
def test_a_few_words_or_a_random_string_will_do(password: str) -> None:
    expect_strong(password, account())


@given(st.text(max_size=250))
def test_any_text_is_either_taken_or_refused(password: str) -> None:
    with suppress(WeakPassword):
        expect_strong(password, account())
        assert 10 <= len(password) <= 200


def test_an_assistant_acts_as_whom_they_help_and_as_a_visitor_for_nobody() -> None:
    helper = account(role="assistant", party=KOP, assigned=("buyer:h2o-2026:BUY-01",))
    assert helper.parties == (KOP, "buyer:h2o-2026:BUY-01")
    assert helper.role_for("") == "exhibitor"
    assert helper.role_for("buyer:h2o-2026:BUY-01") == "buyer"
    assert helper.party_for("exhibitor:h2o-2026:KOP-99") == KOP
    assert account(role="assistant", party="").role_for(KOP) == "visitor"
    assert account().role_for("buyer:h2o-2026:BUY-01") == "exhibitor"


def test_people_are_sought_by_words_whatever_stands_between_them() -> None:
    assert Sought(editions=("e",), q=" Sri, wahyu (KOP)").words == ["sri", "wahyu", "kop"]
