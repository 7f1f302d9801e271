"""Spans are sent where the standard variables say so, and nowhere else."""

import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from kernel import context, tracing

ADDRESS = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}


@pytest.mark.parametrize(
    ("environment", "asked"),
    [
        ({}, False),
        (ADDRESS, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}, True),
        (ADDRESS | {"OTEL_SDK_DISABLED": "true"}, False),
        (ADDRESS | {"OTEL_TRACES_EXPORTER": "none"}, False),
    ],
)
def test_only_an_address_that_nothing_silences_is_asked_for(
    environment: dict[str, str], asked: bool
) -> None:
    assert tracing.is_asked_for(environment) is asked


def test_without_an_address_nothing_is_loaded_or_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "kernel.otlp", raising=False)
    tracing.configure("catalogue", {})
    tracing.record("server", "GET /", "", 0)
    assert "kernel.otlp" not in sys.modules


class Collector(HTTPServer):
    """Takes one delivery of spans over OTLP."""

    taken: ExportTraceServiceRequest


class Taking(BaseHTTPRequestHandler):
    """Reads what a collector is sent."""

    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.taken = ExportTraceServiceRequest.FromString(body)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_step_reaches_a_collector_under_its_own_id(monkeypatch: pytest.MonkeyPatch) -> None:
    with Collector(("127.0.0.1", 0), Taking) as collector, context.continued("", ""):
        taking = threading.Thread(target=collector.handle_request)
        taking.start()
        address = {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_port}"}
        for name, value in (address | {"OTEL_EXPORTER_OTLP_COMPRESSION": "none"}).items():
            monkeypatch.setenv(name, value)
        tracing.configure("catalogue", address)
        tracing.record("server", "GET /", "", 1, {"http.response.status_code": 200})
        tracing.close()
        taking.join()
        [room] = collector.taken.resource_spans
        [span] = room.scope_spans[0].spans
        assert (span.name, span.parent_span_id) == ("GET /", b"")
        step = context.traceparent.get()
        assert (span.trace_id.hex(), span.span_id.hex()) == (step[3:35], step[36:52])
        said = {each.key: each.value.string_value for each in room.resource.attributes}
        assert said["service.name"] == "catalogue"
