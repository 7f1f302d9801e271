"""Writes letters: the news of a party as a mail, in a person's language."""

import email.policy
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any

from services.notifications.inbox.model import Entry
from services.notifications.people.model import Language, Person
from services.notifications.words import NAME_ROOM, Words, shortened

LISTED = 10
POLICY = email.policy.SMTP.clone(cte_type="7bit")
INBOX: dict[Language, str] = {"id": "/kotak", "en": "/en/inbox"}


class Unaddressable(ValueError):
    """What a person gave as their address is not one that mail can be sent to."""


class Letters:
    """A letter has a plain and an HTML form that say the same."""

    def __init__(self, words: Words, sender: str, public_url: str) -> None:
        self._words, self._public_url = words, public_url.rstrip("/")
        name, address = parseaddr(sender)
        self._sender = Address(name, addr_spec=address)

    def letter(
        self, letter_id: str, person: Person, news: Sequence[Entry], moment: datetime
    ) -> bytes:
        """All of a letter as it goes to the mail server; the same Message-ID for the same id.

        Lists the first ten of the news and counts the rest. Raises Unaddressable.
        """
        language = person.language
        words = self._what_it_says(person, news)
        words |= {"subject": self._words.subject(language, **words)}
        message = self._headed(letter_id, moment, language)
        message["To"] = _recipient(person.account.name, person.account.email)
        message["Subject"] = words["subject"]
        message.set_content(self._words.letter(language, "txt", **words))
        message.add_alternative(self._words.letter(language, "html", **words), subtype="html")
        return message.as_bytes()

    def notice(
        self, letter_id: str, email: str, words: Mapping[str, Any], moment: datetime
    ) -> bytes:
        """The same of a letter whose words are given: name, language, subject, text, link, …"""
        message = self._headed(letter_id, moment, words["language"])
        message["To"] = _recipient(words["name"], email)
        message["Subject"] = words["subject"]
        message.set_content(self._words.framed("txt", **words))
        message.add_alternative(self._words.framed("html", **words), subtype="html")
        return message.as_bytes()

    def _headed(self, letter_id: str, moment: datetime, language: Language) -> EmailMessage:
        message = EmailMessage(policy=POLICY)
        message["From"] = self._sender
        message["Date"] = format_datetime(moment)
        message["Message-ID"] = f"<{letter_id}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = language
        return message

    def _what_it_says(self, person: Person, news: Sequence[Entry]) -> dict[str, Any]:
        language = person.language
        return {
            "name": shortened(person.account.name, NAME_ROOM) or person.account.email,
            "is_sample": person.account.is_sample,
            "inbox": self._public_url + INBOX[language],
            "total": len(news),
            "news": [
                {
                    "title": self._words.title(entry, language),
                    "text": self._words.text(entry, language),
                }
                for entry in news[:LISTED]
            ],
        }


def _recipient(name: str, email: str) -> Address:
    return Address(shortened(name, NAME_ROOM), addr_spec=ascii_address(email))


def address_of(person: Person) -> str:
    """The address to give to a mail server, in ASCII (RFC 5321). Raises Unaddressable."""
    return ascii_address(person.account.email)


def ascii_address(email: str) -> str:
    """An address with its domain in ASCII. Raises Unaddressable."""
    try:
        written = Address(addr_spec=email)
        return Address(
            username=written.username, domain=written.domain.encode("idna").decode()
        ).addr_spec
    except (ValueError, IndexError, HeaderParseError) as error:
        raise Unaddressable(f"not a mail address: {error}") from error
