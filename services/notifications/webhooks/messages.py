"""What a webhook's request carries: a fact as Standard Webhooks has it, signed for its reader."""

from collections.abc import Iterable
from datetime import datetime

import orjson
from pydantic import BaseModel, ConfigDict
from standardwebhooks import Webhook as Signer

from kernel.clock import now
from kernel.envelope import Envelope
from kernel.ids import new_id
from services.notifications.webhooks.delivery import TEST


class Message(BaseModel):
    """A body under its `webhook-id`; every byte of it stays the same at every attempt."""

    model_config = ConfigDict(frozen=True)

    id: str
    type: str
    body: str
    kept_at: datetime

    @classmethod
    def of(cls, envelope: Envelope) -> "Message":
        """A fact for partners: what happened, without how it went through our house."""
        about = {
            "subject": envelope.subject,
            "version": envelope.version,
            "edition": envelope.edition,
        }
        return cls._made(envelope.id, envelope.type, envelope.time, about | envelope.data)

    @classmethod
    def test(cls, name: str) -> "Message":
        """Something to try an address out with; it tells of nothing."""
        return cls._made(new_id(), TEST, now(), {"webhook": name})

    @classmethod
    def _made(cls, id_: str, type_: str, time: datetime, data: object) -> "Message":
        said = {"type": type_, "timestamp": time, "data": data}
        body = orjson.dumps(said, option=orjson.OPT_UTC_Z).decode()
        return cls(id=id_, type=type_, body=body, kept_at=now())

    def headers(self, secrets: Iterable[str], moment: datetime) -> dict[str, str]:
        """What lets the reader know us and this attempt: a signature by each secret in force."""
        signatures = [Signer(secret).sign(self.id, moment, self.body) for secret in secrets]
        return {
            "content-type": "application/json",
            "user-agent": "Pendopo-Webhooks/1",
            "webhook-id": self.id,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": " ".join(signatures),
        }
