"""The mail catcher as its neighbours meet it: over SMTP and HTTP."""

import json
import smtplib
import urllib.request
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from deploy.local.services import Service

MARKUP = "<script>alert(1)</script> Kopi"


@pytest.fixture(scope="module")
async def catcher(
    tmp_path_factory: pytest.TempPathFactory, first_port: int
) -> AsyncIterator[Service]:
    folder = tmp_path_factory.mktemp("catcher")
    service = Service(
        "mailcatcher",
        {
            "MAILCATCHER_PORT": str(first_port + 26),
            "MAILCATCHER_SMTP_PORT": str(first_port + 25),
            "MAILCATCHER_FOLDER": str(folder / "mail"),
        },
        module="deploy.local.mailcatcher",
        log=folder / "log",
    )
    await service.start()
    yield service
    assert await service.stop() == 0


@pytest.fixture(scope="module")
def sent(catcher: Service, first_port: int) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "pendopo@pendopo.invalid", "Siti <siti@example.invalid>"
    message["Subject"], message["Message-ID"] = MARKUP, "<1@pendopo.invalid>"
    message.set_content("Pembeli baru: Dölan")
    with smtplib.SMTP("127.0.0.1", first_port + 25) as smtp:
        smtp.send_message(message)
    return message


def fetch(catcher: Service, path: str) -> tuple[str, Any]:
    with urllib.request.urlopen(f"{catcher.url}{path}", timeout=5) as reply:
        return reply.headers["Content-Type"], reply.read().decode()


def test_a_mail_is_listed_for_tests(catcher: Service, sent: EmailMessage) -> None:
    (letter,) = json.loads(fetch(catcher, "/messages")[1])
    assert letter["to"] == "siti@example.invalid"
    assert letter["subject"] == MARKUP
    assert letter["message_id"] == "<1@pendopo.invalid>"


def test_a_mail_is_read_as_plain_text(catcher: Service, sent: EmailMessage) -> None:
    (letter,) = json.loads(fetch(catcher, "/messages")[1])
    kind, text = fetch(catcher, f"/messages/{letter['id']}")
    assert kind.startswith("text/plain")
    assert text == "Pembeli baru: Dölan\n"


def test_the_page_shows_markup_in_a_mail_as_text(catcher: Service, sent: EmailMessage) -> None:
    html = fetch(catcher, "/")[1]
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_it_says_that_it_is_ready(catcher: Service) -> None:
    assert json.loads(fetch(catcher, "/readyz")[1]) == {"status": "ready"}
    assert Path(f"/proc/{catcher.pid}").exists()
