"""Letters as a mail reader sees them."""

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from services.notifications.inbox.model import Entry, Offer
from services.notifications.inbox.told import Heading, Occasion
from services.notifications.mail.letters import LISTED, Letters, Unaddressable, address_of
from services.notifications.people.model import Introduction, Person
from services.notifications.words import Words

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LETTERS = Letters(Words(), "Pendopo <kabar@pendopo.invalid>", "https://pendopo.invalid/")


def person(**told: object) -> Person:
    known = {"version": 1, "name": "Sri Wahyuni (contoh)", "email": "sri@example.invalid"}
    return Person(id="a1", account=Introduction.model_validate(known | told))


def news(demand: str = "Keripik tempe 250 g", number: int = 1) -> Entry:
    heading = Heading("buyer:h2o:B1", Occasion.DEMAND_MATCHES, "h2o", f"h2o:D{number}")
    return Entry.under(heading, NOON).model_copy(
        update={
            "count": 2,
            "best": (Offer(product="Tempe & Sagu <pedas>", exhibitor="KSU Maju"),),
            "demand_title": demand,
            "demand_title_en": demand,
        }
    )


def letter(to: Person, *entries: Entry) -> EmailMessage:
    written = LETTERS.letter("65f0", to, entries, NOON)
    return email.message_from_bytes(written, policy=email.policy.default)


def body(message: EmailMessage, form: str) -> str:
    part = message.get_body((form,))
    assert part is not None
    return str(part.get_content())


def test_a_letter_with_one_piece_of_news_has_it_in_its_subject() -> None:
    message = letter(person(), news())
    assert message["Subject"] == "2 produk cocok dengan kebutuhan “Keripik tempe 250 g”"
    assert str(message["To"]) == '"Sri Wahyuni (contoh)" <sri@example.invalid>'
    assert message["Message-ID"] == "<65f0@pendopo.invalid>"
    assert message["Auto-Submitted"] == "auto-generated"


def test_both_forms_say_the_same_and_lead_to_the_inbox() -> None:
    message = letter(person(), news(), news("Kopi robusta", 2))
    assert message["Subject"] == "2 kabar baru untuk Anda"
    for form in ("plain", "html"):
        assert "Kopi robusta" in body(message, form)
        assert "Keripik tempe 250 g" in body(message, form)
        assert "https://pendopo.invalid/kotak" in body(message, form)


def test_an_english_reader_gets_english() -> None:
    message = letter(person(language="en"), news(), news("Robusta", 2))
    assert message["Subject"] == "2 new entries for you"
    assert "https://pendopo.invalid/en/inbox" in body(message, "plain")
    assert '<html lang="en">' in body(message, "html")
    assert "Anda" not in body(message, "plain")


def test_names_cannot_become_markup() -> None:
    html = body(letter(person(name="<b>Sri</b>"), news("<script>alert(1)</script>")), "html")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "Tempe &amp; Sagu &lt;pedas&gt;" in html
    assert "<b>Sri</b>" not in html


def test_names_cannot_become_headers() -> None:
    hostile = "Sri\r\nBcc: semua@example.invalid\r\n\r\nHalo"
    message = letter(person(name=hostile), news(hostile))
    assert message["Bcc"] is None
    assert "Bcc: semua@example.invalid" in str(message["Subject"])
    assert len(message["To"].addresses) == 1


def test_a_sample_account_is_told_that_all_of_it_is_made_up() -> None:
    message = letter(person(is_sample=True), news())
    assert message["Subject"].startswith("[Data contoh] ")
    assert "DATA CONTOH" in body(message, "plain")
    assert "Data contoh" in body(message, "html")
    english = letter(person(is_sample=True, language="en"), news())
    assert english["Subject"].startswith("[Sample data] ")
    assert "data contoh" in body(english, "plain")
    assert "contoh" not in body(letter(person(name="Sri"), news()), "plain").lower()


def test_many_news_are_listed_in_part_and_counted_in_full() -> None:
    message = letter(person(), *(news(f"Kebutuhan {n}", n) for n in range(LISTED + 3)))
    assert message["Subject"] == "13 kabar baru untuk Anda"
    assert body(message, "plain").count("* 2 produk cocok") == LISTED
    assert "Masih ada 3 kabar lain" in body(message, "plain")
    assert "Masih ada 3 kabar lain" in body(message, "html")


def test_every_byte_is_ascii_and_no_line_too_long_for_smtp() -> None:
    written = LETTERS.letter("65f0", person(name="Šri " * 30), [news("é" * 500)], NOON)
    assert written.isascii()
    assert max(map(len, written.splitlines())) <= 998


@pytest.mark.parametrize(
    "address",
    ["", "sri", "sri@", "a@b.id\r\nBcc: c@d.id", "a@b.id, c@d.id", "a b@c.id", "šri@example.id"],
)
def test_what_is_not_an_address_is_not_written_to(address: str) -> None:
    with pytest.raises(Unaddressable):
        address_of(person(email=address))


def test_an_address_in_another_script_goes_out_in_ascii() -> None:
    assert address_of(person(email="sri@bücher.example")) == "sri@xn--bcher-kva.example"
