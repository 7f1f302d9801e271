"""The mail catcher's memory: everything, in order, bounded, and still there after a restart."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from deploy.local.mailbox import Mailbox


def mail(subject: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = subject
    message["Message-ID"] = f"<{subject}@example.invalid>"
    message.set_content(f"Tentang {subject}: éléphant")
    return message.as_bytes()


def subjects(mailbox: Mailbox) -> list[str]:
    return [letter.subject for letter in mailbox.newest_first()]


def test_a_mail_is_listed_with_those_it_was_for(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    mailbox.keep(["a@example.invalid", "b@example.invalid"], mail("kopi"))
    (letter,) = mailbox.newest_first()
    assert letter.to == "a@example.invalid, b@example.invalid"
    assert letter.message_id == "<kopi@example.invalid>"
    assert mailbox.text_of(letter.id) == "Tentang kopi: éléphant\n"


def test_the_same_mail_twice_is_kept_twice(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    for _ in range(2):
        mailbox.keep(["a@example.invalid"], mail("kopi"))
    assert subjects(mailbox) == ["kopi", "kopi"]


def test_the_oldest_leave_when_room_runs_out(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path, room=2)
    for subject in ("kopi", "kakao", "vanili"):
        mailbox.keep(["a@example.invalid"], mail(subject))
    assert subjects(mailbox) == ["vanili", "kakao"]
    assert len(list(tmp_path.iterdir())) == 2


def test_a_restart_finds_the_mails_of_before_in_order(tmp_path: Path) -> None:
    before = Mailbox(tmp_path)
    for subject in ("kopi", "kakao"):
        before.keep(["a@example.invalid"], mail(subject))
    assert Mailbox(tmp_path).newest_first() == before.newest_first()


def test_a_mail_that_never_was_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        Mailbox(tmp_path).text_of("../../etc/passwd")


def test_a_mail_without_any_header_is_kept(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    mailbox.keep(["a@example.invalid"], b"\r\nhello\r\n")
    (letter,) = mailbox.newest_first()
    assert (letter.subject, letter.message_id) == ("", "")
    assert mailbox.text_of(letter.id).strip() == "hello"
