"""Texts of consent are never changed under the people who agreed to them."""

import pytest

from contracts.consents import ConsentText, consent_text, consent_texts, current_consent, digest_of
from contracts.keeping import keeping
from docs.generate.language import rooms


@pytest.mark.parametrize("text", consent_texts(), ids=lambda text: f"{text.purpose} {text.version}")
def test_a_text_is_the_one_that_was_agreed_to(text: ConsentText) -> None:
    """Who wants another text adds a row with another version."""
    assert digest_of(text.text, text.text_en) == text.sha256
    assert digest_of(text.text + " ", text.text_en) != text.sha256


def test_a_purpose_has_each_version_once_and_shows_the_newest() -> None:
    named = [(text.purpose, text.version) for text in consent_texts()]
    assert len(named) == len(set(named))
    newest = max(text.since for text in consent_texts() if text.purpose == "contact")
    assert current_consent("contact").since == newest
    assert consent_text("contact", "2020-01") is None


def test_every_room_says_what_it_keeps_of_people() -> None:
    assert all(keeping(room) for room in rooms())
