"""Spans of the steps that `kernel.context` names; off, and then free, unless OTEL_* variables ask.

They are those of OpenTelemetry: OTEL_EXPORTER_OTLP_ENDPOINT (or ..._TRACES_ENDPOINT) says where
spans go by OTLP over HTTP; OTEL_TRACES_EXPORTER=none and OTEL_SDK_DISABLED=true keep them here.
"""

from collections.abc import Mapping
from typing import Literal, Protocol

from kernel import context

Kind = Literal["server", "producer", "consumer"]
Said = Mapping[str, str | int]
NOTHING: Said = {}
ADDRESSES = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


class Spans(Protocol):
    """Where spans go."""

    def record(self, kind: Kind, name: str, parent: str, step: str, began: int, said: Said) -> None:
        """A step that has ended: `parent` and `step` are W3C traceparents, `began` Unix ns."""

    def close(self) -> None:
        """Send what is left."""


_spans: Spans | None = None


def send_to(spans: Spans | None) -> None:
    """Let all spans of this process go there; nowhere for None."""
    global _spans
    _spans = spans


def configure(service: str, environment: Mapping[str, str]) -> None:
    """Send spans by OTLP if these variables ask for it."""
    if is_asked_for(environment):
        from kernel.otlp import OtlpSpans  # its libraries take time and memory, for who wants them

        send_to(OtlpSpans(service))


def is_asked_for(environment: Mapping[str, str]) -> bool:
    """Whether an address is given, and nothing silences it."""
    silenced = (
        environment.get("OTEL_SDK_DISABLED", "").lower() == "true"
        or environment.get("OTEL_TRACES_EXPORTER", "otlp") == "none"
    )
    return not silenced and any(environment.get(name) for name in ADDRESSES)


def record(
    kind: Kind, name: str, parent: str, began: int, said: Said = NOTHING, step: str = ""
) -> None:
    """A step that has ended just now; it is the one at hand unless another is named."""
    if _spans is not None:
        _spans.record(kind, name, parent, step or context.traceparent.get(), began, said)


def close() -> None:
    """Send what is left, and send no more."""
    if _spans is not None:
        _spans.close()
        send_to(None)
