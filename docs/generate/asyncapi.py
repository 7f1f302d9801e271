"""docs/asyncapi.json: the facts for programs, as an AsyncAPI 3.0.0 document."""

import inspect
from collections.abc import Iterator, Sequence
from typing import Any

from docs.generate.language import Published
from docs.generate.schemas import shared_schemas
from kernel.topology import EXCHANGE

_TRACEPARENT = {"type": "string", "description": "W3C Trace Context of the step that told it."}
_DESCRIPTION = (
    "The facts that Pendopo's services tell each other: CloudEvents 1.0 in JSON, structured mode, "
    "over one durable topic exchange. Operations say which service tells a fact and which queue "
    "keeps it; one without a queue hears it live and misses what is told while it is away."
)
_HEADERS = {"type": "object", "properties": {"traceparent": _TRACEPARENT}}
_ENVELOPE: dict[str, Any] = {
    "specversion": {"const": "1.0"},
    "id": {"type": "string", "description": "Told twice, a fact keeps its id."},
    "source": {"type": "string", "description": "The service that tells."},
    "time": {"type": "string", "format": "date-time", "description": "When it happened, UTC."},
    "subject": {"type": "string", "description": "The id of the aggregate it is about."},
    "datacontenttype": {"const": "application/json"},
    "aggregateversion": {"type": "integer", "description": "The aggregate's number after it."},
    "edition": {"type": "string", "description": "The edition of the expo, or empty."},
    "correlationid": {"type": "string", "description": "What the person asked for in the end."},
    "traceparent": _TRACEPARENT,
}


def document(told: Sequence[Published]) -> dict[str, Any]:
    """The whole document; channels and messages are named after the facts' types."""
    schemas = shared_schemas([each.fact for each in told], refs="#/components/schemas/{model}")
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Pendopo events", "version": "1", "description": _DESCRIPTION},
        "defaultContentType": "application/cloudevents+json",
        "channels": {each.type: _channel(each) for each in told},
        "operations": {name: body for each in told for name, body in _operations(each)},
        "components": {
            "messages": {each.type: _message(each) for each in told},
            "schemas": schemas,
        },
    }


def _channel(told: Published) -> dict[str, Any]:
    exchange = {"name": EXCHANGE, "type": "topic", "durable": True, "autoDelete": False}
    return {
        "address": told.type,
        "messages": {told.type: {"$ref": f"#/components/messages/{told.type}"}},
        "bindings": {"amqp": {"is": "routingKey", "exchange": exchange, "bindingVersion": "0.3.0"}},
    }


def _operations(told: Published) -> Iterator[tuple[str, dict[str, Any]]]:
    name = told.fact.__name__
    for service in told.told_by:
        yield f"{service}.tells.{name}", _operation("send", service, told)
    for queue in told.kept_in:
        service = queue.partition(".")[0]
        yield f"{queue}.takes.{name}", {**_operation("receive", service, told), "x-queue": queue}
    for service in told.heard_by:
        yield f"{service}.hears.{name}", _operation("receive", service, told)


def _operation(action: str, service: str, told: Published) -> dict[str, Any]:
    channel = f"#/channels/{told.type}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{told.type}"}],
        "tags": [{"name": service}],
    }


def _message(told: Published) -> dict[str, Any]:
    return {
        "name": told.type,
        "title": told.fact.__name__,
        "description": inspect.getdoc(told.fact),
        "contentType": "application/cloudevents+json",
        "headers": _HEADERS,
        "payload": _payload(told),
        "x-lasting": told.fact.lasting,
    }


def _payload(told: Published) -> dict[str, Any]:
    data = {"$ref": f"#/components/schemas/{told.fact.__name__}"}
    fields = {**_ENVELOPE, "type": {"const": told.type}, "data": data}
    return {"type": "object", "properties": fields, "required": sorted(fields)}
