"""Takes letters to the mail server until it has taken, or refused, every one of them.

A letter is marked as sent after the server has taken it. A sender that is killed in between leaves
it to be sent again: at least once, always with the same bytes and so the same Message-ID, by which
mail servers and the mail catcher know it for the same letter.
"""

import asyncio
from collections import deque
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from typing import Any

from kernel.clock import now
from kernel.logs import logger
from kernel.metrics import dependency_up
from services.notifications import metrics
from services.notifications.mail.model import Delivery
from services.notifications.mail.smtp import Away, Counter, Never, NotNow, PostOffice
from services.notifications.mail.store import LEASE, Deliveries
from services.notifications.people.store import People

CONNECTIONS = 2
LETTERS = 25
TICK_SECONDS = 0.5
FAREWELL_SECONDS = 10.0

latency = metrics.latency.labels("email")


class Mailer:
    """A few senders side by side, each with its own letters and its own connection."""

    def __init__(
        self, deliveries: Deliveries, people: People, office: PostOffice, first_pause: timedelta
    ) -> None:
        self._deliveries, self._people, self._office = deliveries, people, office
        self._first_pause = first_pause

    async def run(self) -> None:
        """Send whenever something is due, until cancelled."""
        async with asyncio.TaskGroup() as senders:
            for _ in range(CONNECTIONS):
                senders.create_task(self._keep_sending())

    async def _keep_sending(self) -> None:
        while True:
            if not await self._send_some():
                await asyncio.sleep(TICK_SECONDS)

    async def _send_some(self) -> bool:
        """Whether there was anything to send."""
        lease, letters = await self._deliveries.lease(LETTERS)
        if letters:
            try:
                await self._send(lease, letters)
            finally:
                await self._deliveries.release(lease)
        return bool(letters)

    async def _send(self, lease: str, letters: Sequence[Delivery]) -> None:
        """Hand letters over until the server hangs up or the lease comes to its end."""
        until, waiting = now() + LEASE / 2, deque(letters)
        try:
            async with self._office.counter() as counter:
                dependency_up.labels("smtp").set(1)
                while waiting and counter.is_open and now() < until:
                    await _to_the_end(self._hand_over(counter, lease, waiting.popleft()))
        except Away as away:
            dependency_up.labels("smtp").set(0)
            logger.warning("the mail server is away", error=str(away))
            await self._settle(lease, [self._put_off(letter, away) for letter in letters])

    async def _hand_over(self, counter: Counter, lease: str, letter: Delivery) -> None:
        try:
            await counter.take(letter)
            after = letter.sent()
            latency.observe((now() - letter.waiting_since).total_seconds())
        except NotNow as answer:
            after = self._put_off(letter, answer)
        except Never as answer:
            after = letter.refused(str(answer))
            if answer.no_mailbox:
                await self._people.refused(letter.account, letter.address)
        await self._settle(lease, [after])

    def _put_off(self, letter: Delivery, answer: Exception) -> Delivery:
        return letter.put_off(str(answer), now(), self._first_pause)

    async def _settle(self, lease: str, letters: Sequence[Delivery]) -> None:
        await self._deliveries.settle(lease, letters)
        for letter in letters:
            metrics.notifications.labels("email", metrics.OUTCOMES[letter.outcome]).inc()


async def _to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Finish this even when cancelled meanwhile: a letter that was taken must be marked so."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=FAREWELL_SECONDS)
        raise
