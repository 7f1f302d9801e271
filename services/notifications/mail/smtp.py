"""The mail server: takes letters over one connection, and what its answers mean."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from email.utils import parseaddr
from typing import NoReturn
from urllib.parse import unquote

from aiosmtplib import SMTP, SMTPDataError, SMTPException, SMTPRecipientsRefused
from pydantic import AnyUrl

from services.notifications.mail.model import Delivery, says_no_such_mailbox

TIMEOUT_SECONDS = 10.0
PORTS = {"smtp": 25, "smtps": 465}
TROUBLE = (SMTPException, OSError, ValueError)


class Away(Exception):
    """The mail server cannot be reached."""


class NotNow(Exception):
    """The mail server did not take this letter, or hung up over it; it may later."""


class Never(Exception):
    """The mail server will not take this letter; `no_mailbox` when there is no such address."""

    def __init__(self, reason: str, *, no_mailbox: bool) -> None:
        super().__init__(reason)
        self.no_mailbox = no_mailbox


class Counter:
    """An open connection, where letters are handed over one by one."""

    def __init__(self, smtp: SMTP, sender: str) -> None:
        self._smtp, self._sender = smtp, sender

    @property
    def is_open(self) -> bool:
        return self._smtp.is_connected

    async def take(self, letter: Delivery) -> None:
        """Returns once the server is responsible for the letter. Raises NotNow or Never."""
        try:
            await self._smtp.sendmail(self._sender, letter.address, letter.message)
        except SMTPRecipientsRefused as error:
            refusal = error.recipients[0]
            _refuse(refusal.code, refusal.message, at_the_address=True)
        except SMTPDataError as error:
            _refuse(error.code, error.message, at_the_address=False)
        except TROUBLE as error:
            raise NotNow(_in_words(error)) from error


class PostOffice:
    """Where the mail server is and who writes."""

    def __init__(self, url: AnyUrl, sender: str) -> None:
        self._url, self._sender = url, parseaddr(sender)[1]

    @asynccontextmanager
    async def counter(self) -> AsyncIterator[Counter]:
        """Connect for some letters. Raises Away when that fails."""
        smtp = self._connection()
        try:
            await smtp.connect()
        except TROUBLE as error:
            raise Away(_in_words(error)) from error
        try:
            yield Counter(smtp, self._sender)
        finally:
            with suppress(*TROUBLE):
                await smtp.quit()
            smtp.close()

    def _connection(self) -> SMTP:
        url = self._url
        encrypted = url.scheme == "smtps"
        return SMTP(
            hostname=url.host,
            port=url.port or PORTS[url.scheme],
            username=unquote(url.username) if url.username else None,
            password=unquote(url.password) if url.password else None,
            use_tls=encrypted,
            start_tls=True if url.username and not encrypted else None,
            timeout=TIMEOUT_SECONDS,
        )


def _refuse(code: int, message: str, *, at_the_address: bool) -> NoReturn:
    reason = f"{code} {message}"
    if code < 500:
        raise NotNow(reason)
    raise Never(reason, no_mailbox=at_the_address and says_no_such_mailbox(code, message))


def _in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
