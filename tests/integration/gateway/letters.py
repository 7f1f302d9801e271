"""What notifications would hear of the gateway: letters with their seals opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from contracts.gateway import AccountClosed, AccountOpened, LetterRequested
from kernel.bus import Bus
from kernel.envelope import Envelope
from kernel.sealing import SealingKey
from tests.waiting import until


@dataclass(frozen=True)
class Letter:
    """A letter that was asked for; `secret` is what its link carries."""

    purpose: str
    email: str
    secret: str
    told: dict[str, Any]


class Letterbox:
    """Hears every letter that is asked for, by address."""

    def __init__(self, amqp_url: str, key: SealingKey) -> None:
        self._bus, self._key = Bus(amqp_url, "letterbox"), key
        self.letters: list[Letter] = []
        self._accounts: list[Envelope] = []

    async def __aenter__(self) -> Self:
        await self._bus.connect()
        heard = (LetterRequested, AccountOpened, AccountClosed)
        await self._bus.listen([fact.type for fact in heard], self._hear)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._bus.close()

    async def _hear(self, envelopes: Sequence[Envelope]) -> None:
        for envelope in envelopes:
            if envelope.type == LetterRequested.type:
                self.letters.append(self._opened(envelope))
            else:
                self._accounts.append(envelope)

    def told_of(self, account: str) -> list[Envelope]:
        """What was told of an account, each fact once."""
        told = {one.id: one for one in self._accounts if one.subject == account}
        return list(told.values())

    def _opened(self, envelope: Envelope) -> Letter:
        told = envelope.data
        about = (envelope.subject, told["purpose"], told["account"], told["email"])
        secret = self._key.opened(told["sealed"], *about) if told["sealed"] else ""
        return Letter(told["purpose"], told["email"], secret, told)

    def to(self, email: str) -> list[Letter]:
        """What was asked for somebody, in the order it came."""
        return [letter for letter in self.letters if letter.email == email]

    async def next_to(self, email: str, number: int = 1) -> Letter:
        """Wait for the n-th letter to somebody."""

        async def has_come() -> bool:
            return len(self.to(email)) >= number

        await until(has_come)
        return self.to(email)[number - 1]
