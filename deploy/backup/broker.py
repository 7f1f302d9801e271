"""The broker's side of a backup: exchanges, queues and bindings, over its management API.

Users are left out: names and passwords belong to where it runs, not to what is kept.
"""

import base64
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from deploy.local.trouble import SetupError
from deploy.local.web import DIRECT
from kernel.topology import EXCHANGE

PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Broker:
    """One virtual host of the broker that AMQP_URL names, asked at its management address."""

    amqp_url: str
    management_url: str

    def definitions(self) -> dict[str, Any]:
        """Its durable exchanges, queues, bindings and policies."""
        told: dict[str, Any] = json.loads(self._ask("GET", f"definitions/{self._host}"))
        return told

    def define(self, definitions: dict[str, Any]) -> None:
        """Make what is missing of them."""
        self._ask("POST", f"definitions/{self._host}", json.dumps(definitions).encode())

    def empty(self) -> int:
        """Throw away what waits in any queue; how many queues there are."""
        queues = [queue["name"] for queue in self.definitions()["queues"]]
        for queue in queues:
            self._ask("DELETE", f"queues/{self._host}/{quote(queue, safe='')}/contents")
        return len(queues)

    @property
    def _host(self) -> str:
        return quote(urlsplit(self.amqp_url).path.removeprefix("/") or "/", safe="")

    def _ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        address = urlsplit(self.amqp_url)
        who = base64.b64encode(f"{address.username}:{address.password}".encode()).decode()
        headers = {"authorization": f"Basic {who}", "content-type": "application/json"}
        url = f"{self.management_url}/api/{path}"
        request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310
        try:
            with DIRECT.open(request, timeout=PATIENCE_SECONDS) as answer:
                content: bytes = answer.read()
                return content
        except (urllib.error.URLError, OSError) as error:
            raise SetupError(
                f"RabbitMQ's management API at {self.management_url} does not answer: {error}",
                "enable the plugin rabbitmq_management there, or correct RABBITMQ_MANAGEMENT_URL",
            ) from error


def listeners(definitions: dict[str, Any]) -> dict[str, set[str]]:
    """The queues that keep each type of fact, by the type."""
    bound: dict[str, set[str]] = {}
    for binding in definitions["bindings"]:
        if binding["source"] == EXCHANGE and binding["destination_type"] == "queue":
            bound.setdefault(binding["routing_key"], set()).add(binding["destination"])
    return bound
