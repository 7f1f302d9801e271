"""Writes letters: the news of a party as a mail, in a person's language."""

import email.policy
from collections.abc import Sequence
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

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
        subject = self._words.subject(language, **words)
        message = EmailMessage(policy=POLICY)
        message["From"] = self._sender
        message["To"] = Address(
            shortened(person.account.name, NAME_ROOM), addr_spec=address_of(person)
        )
        message["Subject"] = subject
        message["Date"] = format_datetime(moment)
        message["Message-ID"] = f"<{letter_id}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = language
        message.set_content(self._words.letter(language, "txt", subject=subject, **words))
        message.add_alternative(
            self._words.letter(language, "html", subject=subject, **words), subtype="html"
        )
        return message.as_bytes()

    def _what_it_says(self, person: Person, news: Sequence[Entry]) -> dict[str, object]:
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


def address_of(person: Person) -> str:
    """The address to give to a mail server, in ASCII (RFC 5321). Raises Unaddressable."""
    try:
        written = Address(addr_spec=person.account.email)
        return Address(
            username=written.username, domain=written.domain.encode("idna").decode()
        ).addr_spec
    except (ValueError, IndexError, HeaderParseError) as error:
        raise Unaddressable(f"not a mail address: {error}") from error
