"""What is known of people, and what they know."""

from services.notifications.people.model import Introduction, Person, Wishes


def account(version: int = 1, **told: object) -> Introduction:
    known = {
        "version": version,
        "party": "buyer:h2o:B1",
        "name": "Sri Wahyuni (contoh)",
        "email": "sri@example.invalid",
    }
    return Introduction.model_validate(known | told)


def sri() -> Person:
    return Person(id="a1").introduced(account())


def test_an_older_account_fact_changes_nothing() -> None:
    person = sri().introduced(account(3, name="Sri"))
    assert person.introduced(account(2, name="Wahyuni")) is person


def test_a_person_is_written_to_in_the_language_of_their_account_until_they_choose() -> None:
    person = sri().introduced(account(2, language="en"))
    assert person.language == "en"
    assert person.model_copy(update={"wishes": Wishes(language="id")}).language == "id"


def test_an_account_that_changes_keeps_wishes_and_reading() -> None:
    person = sri().model_copy(update={"wishes": Wishes(mail=False), "read": {"e1": 4}, "mailed": 4})
    changed = person.introduced(account(2, name="Sri W."))
    assert (changed.wishes, changed.read, changed.mailed) == (Wishes(mail=False), {"e1": 4}, 4)


def test_somebody_with_another_party_knows_none_of_its_news() -> None:
    person = sri().model_copy(update={"mailed": 4})
    assert person.introduced(account(2, party="buyer:h2o:B2")).mailed == 0


def test_a_refused_address_gets_no_mail_until_there_is_another() -> None:
    person = sri().model_copy(update={"refused": "sri@example.invalid", "mailed": 4})
    assert not person.takes_mail
    corrected = person.introduced(account(2, email="sri.w@example.invalid"))
    assert corrected.takes_mail
    assert corrected.mailed == 0


def test_nobody_is_written_to_who_does_not_want_it_or_has_no_address() -> None:
    assert sri().takes_mail
    assert not sri().model_copy(update={"wishes": Wishes(mail=False)}).takes_mail
    assert not Person(id="a2").takes_mail


def test_an_entry_read_at_earlier_news_is_unread_at_later() -> None:
    person = sri().model_copy(update={"read": {"e1": 4}})
    assert person.has_read("e1", 4)
    assert not person.has_read("e1", 5)
    assert not person.has_read("e2", 1)


def test_somebody_whose_account_was_closed_is_forgotten_and_not_written_to() -> None:
    closed = sri().introduced(Introduction(version=2))
    assert not closed.takes_mail
    assert (closed.account.name, closed.account.party) == ("", "")
    assert closed.introduced(account(1)) is closed
    assert closed.introduced(account(3)).takes_mail
