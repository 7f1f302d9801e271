"""Sends what is due to each address, one message after the other, addresses side by side.

A delivery is marked after the address has answered. A sender that is killed in between leaves it
to be sent again when its lease is over: at least once, always under the same `webhook-id`.
"""

import asyncio
import random
from contextlib import suppress
from datetime import timedelta
from functools import partial

from kernel.clock import now
from kernel.ids import new_id
from kernel.logs import logger
from kernel.mongo import Mongo
from services.notifications import metrics
from services.notifications.mail.notices import Notice, Notices
from services.notifications.people.store import People
from services.notifications.webhooks.courier import Courier
from services.notifications.webhooks.delivery import Delivery
from services.notifications.webhooks.model import Attempt, Webhook
from services.notifications.webhooks.store import LEASE, Outgoing, Webhooks

TICK_SECONDS = 0.5
LETTER_IS_GOOD_FOR = timedelta(days=7)

latency = metrics.latency.labels("webhook")


class Sender:
    """Any number of replicas may run one; an address is served by one of them at a time."""

    def __init__(
        self,
        mongo: Mongo,
        webhooks: Webhooks,
        outgoing: Outgoing,
        courier: Courier,
        warnings: "Warnings",
        first_pause: timedelta,
    ) -> None:
        self._mongo, self._webhooks, self._outgoing = mongo, webhooks, outgoing
        self._courier, self._warnings, self._first_pause = courier, warnings, first_pause
        self._serving: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Serve whichever address something is due for, until cancelled."""
        try:
            while True:
                self._outgoing.came.clear()
                await self._look_round()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._outgoing.came.wait(), TICK_SECONDS)
        finally:
            for task in self._serving.values():
                task.cancel()
            await asyncio.gather(*self._serving.values(), return_exceptions=True)

    async def count(self) -> None:
        """Tell the gauge how much waits."""
        metrics.webhooks_waiting.set(await self._outgoing.waiting())

    async def _look_round(self) -> None:
        ready = [id_ for id_ in await self._webhooks.ready() if id_ not in self._serving]
        for id_ in await self._outgoing.awaited(ready) if ready else ():
            task = asyncio.create_task(self._serve(id_), name=f"webhook {id_}")
            self._serving[id_] = task
            task.add_done_callback(partial(self._ended, id_))

    def _ended(self, id_: str, task: asyncio.Task[None]) -> None:
        del self._serving[id_]
        if not task.cancelled() and (error := task.exception()):
            logger.error("a webhook could not be served", webhook=id_, exc_info=error)

    async def _serve(self, id_: str) -> None:
        lease = await self._webhooks.lease(id_)
        if lease is None:
            return
        try:
            until = now() + LEASE / 2
            while now() < until and await self._send_next(id_, lease):
                pass
        finally:
            await self._webhooks.release(id_, lease)

    async def _send_next(self, id_: str, lease: str) -> bool:
        """Whether the address took a message, so that the next may follow at once."""
        webhook, delivery = await self._webhooks.leased(id_, lease), await self._outgoing.next(id_)
        if webhook is None or delivery is None or webhook.standing == "disabled":
            return False
        message = await self._outgoing.message(delivery.message)
        if message is None:  # forgotten in this very moment, its delivery soon after
            return False
        attempt = await self._courier.deliver(webhook, message)
        return await self._settle(lease, delivery, attempt)

    async def _settle(self, lease: str, delivery: Delivery, attempt: Attempt) -> bool:
        chance = random.random()  # noqa: S311  (to spread attempts, not to keep a secret)
        after = delivery.after(attempt, self._first_pause, chance)

        async def work() -> bool:
            webhook = await self._webhooks.leased(delivery.webhook, lease)
            if webhook is None:
                return False
            changed = webhook.after(attempt, self._first_pause, chance)
            await self._outgoing.save(after)
            if changed is not webhook:
                await self._webhooks.save(changed)
            if changed.standing == "disabled" != webhook.standing:
                await self._warnings.write(changed)
            return True

        if not await self._mongo.transaction(work):
            return False
        metrics.notifications.labels("webhook", after.outcome).inc()
        if attempt.outcome == "taken":
            latency.observe((attempt.at - delivery.asked_at).total_seconds())
        return attempt.outcome == "taken"


class Warnings:
    """Writes to whoever registered an address that it was given up."""

    def __init__(self, people: People, notices: Notices) -> None:
        self._people, self._notices = people, notices

    async def write(self, webhook: Webhook) -> None:
        """Leave a letter to the mailer, in the transaction at hand; to nobody who left us."""
        person = await self._people.get(webhook.made_by)
        logger.warning("a webhook was disabled", webhook=webhook.id, cause=webhook.cause)
        if not person.account.email:
            return
        notice = Notice(
            id=new_id(),
            purpose="webhook-disabled",
            account=person.id,
            name=person.account.name,
            email=person.account.email,
            sealed="",
            expires_at=now() + LETTER_IS_GOOD_FOR,
            by=webhook.name,
            language=person.language,
            is_sample=person.account.is_sample,
        )
        await self._notices.write([notice])
