"""Spans by OpenTelemetry's own library, under the ids that `kernel.context` gave the steps."""

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import IdGenerator
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    TraceFlags,
    set_span_in_context,
)

from kernel.tracing import Kind, Said

KINDS = {
    "server": SpanKind.SERVER,
    "producer": SpanKind.PRODUCER,
    "consumer": SpanKind.CONSUMER,
}


class OtlpSpans:
    """Sends spans in the background, in batches, to where the OTEL_* variables say."""

    def __init__(self, service: str, processor: SpanProcessor | None = None) -> None:
        self._ids = _IdsOfSteps()
        self._provider = TracerProvider(
            id_generator=self._ids,
            resource=Resource.create({"service.namespace": "pendopo", "service.name": service}),
        )
        self._provider.add_span_processor(processor or BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("pendopo")

    def record(
        self,
        kind: Kind,
        name: str,
        parent: str,
        step: str,
        began: int,
        said: Said,
    ) -> None:
        """See `kernel.tracing.Spans`."""
        self._ids.step = step
        span = self._tracer.start_span(
            name, _within(parent, step), KINDS[kind], attributes=said, start_time=began
        )
        span.end()

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()


class _IdsOfSteps(IdGenerator):
    """Draws nothing: the ids of the step at hand are in its traceparent."""

    step = ""

    def generate_span_id(self) -> int:
        return int(self.step[36:52], 16)

    def generate_trace_id(self) -> int:
        return int(self.step[3:35], 16)


def _within(parent: str, step: str) -> Context:
    """A context that says whose child the step is; nobody's if its trace began here."""
    if parent[3:35] != step[3:35]:
        return Context()
    above = SpanContext(
        int(parent[3:35], 16), int(parent[36:52], 16), True, TraceFlags(int(parent[53:55], 16))
    )
    return set_span_in_context(NonRecordingSpan(above), Context())
