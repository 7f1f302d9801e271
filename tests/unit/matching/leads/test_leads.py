"""One lead a pair, whatever the channel and the order in which it is heard of."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.problems import Refusal
from services.matching.leads.model import (
    ANSWER_WITHIN,
    Channel,
    ConsentForm,
    Contact,
    Lead,
    NotesForm,
    lead_code,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CONTACT = Contact(name="Bu Rina", phone="0812")
CONSENT = ConsentForm(text_version="2026-11")


def lead() -> Lead:
    return Lead.between("h2o", "exhibitor:h2o:PS-1", "badge:A1")


def test_channels_add_up_with_first_and_last() -> None:
    later = NOON + timedelta(hours=2)
    met = lead().touched("scan", later).touched("request", later).touched("scan", NOON)
    assert {touch.channel: touch.times for touch in met.touches} == {"scan": 2, "request": 1}
    assert (met.touches[0].first_seen, met.last_seen) == (NOON, later)


@given(
    st.lists(
        st.tuples(st.sampled_from(["scan", "meeting", "request"]), st.integers(0, 50)),
        min_size=1,
        max_size=8,
    ).flatmap(lambda told: st.tuples(st.just(told), st.permutations(told)))
)
def test_a_lead_is_the_same_in_whatever_order_it_is_heard_of(
    both: tuple[list[tuple[Channel, int]], list[tuple[Channel, int]]],
) -> None:
    seen = []
    for told in both:
        met = lead()
        for channel, minutes in told:
            met = met.touched(channel, NOON + timedelta(minutes=minutes))
        seen.append((met.version, {touch.channel: touch for touch in met.touches}))
    assert seen[0] == seen[1]


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["scan", "request"]), st.integers(0, 50))))
def test_two_leads_of_one_person_become_what_one_would_have_been(
    told: list[tuple[bool, Channel, int]],
) -> None:
    one, parts = lead(), {True: lead(), False: lead()}
    for side, channel, minutes in told:
        moment = NOON + timedelta(minutes=minutes)
        one = one.touched(channel, moment)
        parts[side] = parts[side].touched(channel, moment)
    both = parts[True].joined(parts[False])
    assert {t.channel: t for t in both.touches} == {t.channel: t for t in one.touches}


def test_the_later_consent_counts_and_keeps_what_was_known() -> None:
    scanned = lead().touched("scan", NOON)
    scanned = scanned.agreed(CONSENT, Contact(name="Rina"), NOON + timedelta(hours=1))
    asked = lead().agreed(CONSENT, CONTACT, NOON)
    for both in (scanned.joined(asked), asked.joined(scanned)):
        assert both.contact == Contact(name="Rina", phone="0812")
        assert both.consent == scanned.consent


def test_a_consent_that_was_withdrawn_does_not_come_back_with_another_lead() -> None:
    scanned = lead().agreed(CONSENT, CONTACT, NOON)
    ended = lead().touched("request", NOON).withdrawn(NOON + timedelta(hours=1))
    for both in (scanned.joined(ended), ended.joined(scanned)):
        assert (both.contact, both.consent) == (None, None)


def test_a_contact_without_consent_is_not_kept() -> None:
    assert lead().agreed(None, CONTACT, NOON).contact is None
    agreed = lead().agreed(CONSENT, CONTACT, NOON)
    assert agreed.contact == CONTACT
    assert agreed.consent is not None
    assert (agreed.consent.text_version, agreed.consent.at) == ("2026-11", NOON)
    assert agreed.agreed(CONSENT, None, NOON).contact == CONTACT


def test_a_request_is_answered_missed_and_answered_late() -> None:
    asked = lead().touched("request", NOON).asking("Minta katalog", NOON)
    assert asked.asked.state(NOON + ANSWER_WITHIN) == "waiting"
    late = NOON + ANSWER_WITHIN + timedelta(seconds=1)
    assert asked.asked.state(late) == "missed"
    assert asked.answered(late).asked.state(late) == "answered"


def test_who_waits_does_not_ask_twice_but_may_ask_again_once_answered() -> None:
    asked = lead().touched("request", NOON).asking("Satu", NOON)
    assert asked.asking("Dua", NOON).asked.message == "Satu"
    assert asked.answered(NOON).asking("Dua", NOON).asked.message == "Dua"


def test_there_is_nothing_to_answer_where_nobody_asked() -> None:
    for nobody in (lead(), lead().asking("Satu", NOON).answered(NOON)):
        with pytest.raises(Refusal) as caught:
            nobody.answered(NOON)
        assert caught.value.code == "nothing-asked"


def test_notes_and_rating_are_the_exhibitors() -> None:
    noted = lead().noted(NotesForm(notes="Tertarik kemasan 5 kg", rating=4))
    assert (noted.notes, noted.rating, noted.version) == ("Tertarik kemasan 5 kg", 4, 1)


def test_a_pair_has_one_code_that_does_not_say_who() -> None:
    code = lead_code("exhibitor:h2o:PS-1", "account:rina")
    assert code == lead_code("exhibitor:h2o:PS-1", "account:rina")
    assert code != lead_code("exhibitor:h2o:PS-2", "account:rina")
    assert len(code) == 24
    assert "rina" not in code


def test_a_withdrawn_consent_takes_contact_and_message_with_it() -> None:
    asked = lead().touched("request", NOON).asking("Halo", NOON).agreed(CONSENT, CONTACT, NOON)
    after = asked.withdrawn(NOON + timedelta(hours=1))
    assert (after.consent, after.contact, after.request) == (None, None, None)
    assert after.version > asked.version


@given(st.integers(-5, 5))
def test_only_a_consent_given_after_the_withdrawal_counts(hours: int) -> None:
    """However late a scan from before is heard of."""
    given_at = NOON + timedelta(hours=hours)
    after = lead().agreed(CONSENT, CONTACT, NOON).withdrawn(NOON).agreed(CONSENT, CONTACT, given_at)
    assert (after.contact is None) == (hours <= 0)


def test_a_person_sees_nothing_of_what_the_exhibitor_thinks() -> None:
    thought = lead().touched("scan", NOON).noted(NotesForm(notes="Banyak bicara", rating=1))
    assert "Banyak bicara" not in str(thought.of_its_person())
