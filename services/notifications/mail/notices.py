"""Letters that are written at once: invitations, one-time links, warnings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from contracts.gateway import LetterPurpose
from kernel.clock import now
from services.notifications.mail.letters import Letters, Unaddressable, ascii_address
from services.notifications.mail.model import Delivery
from services.notifications.mail.sealing import LetterKeys
from services.notifications.mail.store import Deliveries
from services.notifications.people.model import Language
from services.notifications.words import NAME_ROOM, Words, shortened

Purpose = LetterPurpose | Literal["webhook-disabled"]
"""What others ask to be written, and what this room writes of itself."""

JAKARTA = ZoneInfo("Asia/Jakarta")
CLOCK: dict[Language, str] = {"id": "%d-%m-%Y %H.%M WIB", "en": "%Y-%m-%d %H:%M WIB"}
PAGES: dict[Purpose, dict[Language, str]] = {
    "invitation": {"id": "/undangan", "en": "/en/invitation"},
    "sign-in": {"id": "/masuk/tautan", "en": "/en/sign-in/link"},
    "reset": {"id": "/kata-sandi", "en": "/en/password"},
    "session-ended": {"id": "/akun", "en": "/en/account"},
    "webhook-disabled": {"id": "/webhook", "en": "/en/webhooks"},
}


class Notice(BaseModel):
    """Whom to write to at once, about what; `sealed` holds the secret of the link, if any."""

    model_config = ConfigDict(frozen=True)

    id: str
    purpose: Purpose
    account: str
    name: str
    email: str
    sealed: str
    expires_at: datetime
    by: str
    language: Language
    is_sample: bool

    @property
    def about(self) -> tuple[str, ...]:
        """What the seal was made about: a seal moved to another letter does not open."""
        return (self.id, self.purpose, self.account, self.email)


class Notices:
    """Opens the seals and leaves finished letters to the mailer."""

    def __init__(
        self,
        keys: LetterKeys,
        deliveries: Deliveries,
        letters: Letters,
        words: Words,
        public_url: str,
    ) -> None:
        self._keys, self._deliveries = keys, deliveries
        self._letters, self._words, self._public_url = letters, words, public_url.rstrip("/")

    async def write(self, notices: Sequence[Notice]) -> None:
        """Write what is still worth sending, in the transaction at hand. Raises Unsealable."""
        moment = now()
        fresh = [notice for notice in notices if notice.expires_at > moment]
        await self._deliveries.add([await self._delivery(notice, moment) for notice in fresh])

    async def _delivery(self, notice: Notice, moment: datetime) -> Delivery:
        delivery = Delivery(
            id=notice.id,
            account=notice.account,
            address=notice.email,
            message=b"",
            waiting_since=moment,
            created_at=moment,
            next_at=moment,
            good_until=notice.expires_at,
        )
        words = self._what_it_says(notice, await self._link(notice))
        try:
            address = ascii_address(notice.email)
            message = self._letters.notice(delivery.id, notice.email, words, moment)
        except Unaddressable as error:
            return delivery.refused(str(error))
        return delivery.model_copy(update={"address": address, "message": message})

    async def _link(self, notice: Notice) -> str:
        address = self._public_url + PAGES[notice.purpose][notice.language]
        if not notice.sealed:
            return address
        secret = await self._keys.opened(notice.sealed, *notice.about)
        return f"{address}?{urlencode({'kunci': secret})}"

    def _what_it_says(self, notice: Notice, link: str) -> dict[str, str | bool]:
        until = notice.expires_at.astimezone(JAKARTA).strftime(CLOCK[notice.language])
        return {
            "name": shortened(notice.name, NAME_ROOM) or notice.email,
            "language": notice.language,
            "is_sample": notice.is_sample,
            "link": link,
            "until": until if notice.sealed else "",
            **self._words.notice(notice.purpose, notice.language, by=notice.by),
        }
