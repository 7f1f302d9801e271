"""A fact on the wire: CloudEvents 1.0, JSON."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, Protocol

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from kernel import context
from kernel.clock import now
from kernel.ids import new_id

ATTRIBUTES = {"subject", "version", "edition"}


class Fact(Protocol):
    """What the kernel needs to know of a fact, so that it need not know the contracts."""

    type: ClassVar[str]
    lasting: ClassVar[bool]

    @property
    def subject(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def edition(self) -> str: ...
    def model_dump(self, *, mode: str, exclude: set[str]) -> dict[str, Any]: ...


class Undecodable(ValueError):
    """Bytes that are not one of our facts."""


class _CloudEvent(BaseModel):
    """A fact as it comes in, before anything about it is believed."""

    model_config = ConfigDict(strict=True, hide_input_in_errors=True)

    specversion: Literal["1.0"]
    id: Annotated[str, Field(min_length=1)]
    source: Annotated[str, Field(min_length=1)]
    type: Annotated[str, Field(min_length=1)]
    time: AwareDatetime
    subject: str
    aggregateversion: int
    edition: str
    correlationid: str = ""
    traceparent: str = ""
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Envelope:
    """One fact with everything that is needed to deliver it, order it and trace it.

    A fact that is not `lasting` is for whoever listens at the moment, and gone when nobody does.
    """

    id: str
    source: str
    type: str
    time: datetime
    subject: str
    version: int
    edition: str
    correlation_id: str
    traceparent: str
    data: dict[str, Any]
    lasting: bool = True

    @classmethod
    def of(cls, fact: Fact, source: str) -> "Envelope":
        """Wrap a fact that `source` tells now, within the trace at hand."""
        return cls(
            id=new_id(),
            source=source,
            type=fact.type,
            time=now(),
            subject=fact.subject,
            version=fact.version,
            edition=fact.edition,
            correlation_id=context.correlation_id.get(),
            traceparent=context.child_of(context.traceparent.get()),
            data=fact.model_dump(mode="json", exclude=ATTRIBUTES),
            lasting=fact.lasting,
        )

    def to_bytes(self) -> bytes:
        """CloudEvents JSON; extension attributes are lower case without underscores."""
        return orjson.dumps(
            {
                "specversion": "1.0",
                "id": self.id,
                "source": self.source,
                "type": self.type,
                "time": self.time,
                "subject": self.subject,
                "datacontenttype": "application/json",
                "aggregateversion": self.version,
                "edition": self.edition,
                "correlationid": self.correlation_id,
                "traceparent": self.traceparent,
                "data": self.data,
            },
            option=orjson.OPT_UTC_Z,
        )

    @classmethod
    def from_bytes(cls, body: bytes) -> "Envelope":
        """Read what `to_bytes` wrote. Raises Undecodable for anything else."""
        try:
            event = _CloudEvent.model_validate_json(body)
        except ValidationError as error:
            raise Undecodable(f"not a fact: {error}") from error
        return cls(
            id=event.id,
            source=event.source,
            type=event.type,
            time=event.time,
            subject=event.subject,
            version=event.aggregateversion,
            edition=event.edition,
            correlation_id=event.correlationid,
            traceparent=event.traceparent,
            data=event.data,
        )
