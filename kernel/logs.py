"""Logs as JSON lines on standard output, each with its correlation id and trace."""

import logging
import sys
from typing import Any

import orjson
import structlog

from kernel import context


def _with_context(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    if correlation := context.correlation_id.get():
        event["correlation_id"] = correlation
        event["trace_id"] = context.traceparent.get()[3:35]
    return event


def configure(service: str, level: str = "INFO") -> None:
    """Send structlog's and the standard library's records to standard output as JSON bytes."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        _with_context,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(serializer=orjson.dumps)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.BytesLoggerFactory(),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)
    _send_standard_library_through(shared, level)


def _send_standard_library_through(shared: list[Any], level: str) -> None:
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(
                serializer=lambda *a, **k: orjson.dumps(*a, **k).decode()
            ),
        ],
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(logging.getLevelName(level), logging.WARNING))
    logging.getLogger("aiormq.channel").setLevel(logging.CRITICAL)  # logs every returned body


logger = structlog.get_logger()
