"""What dashboards and alerts ask of the broker is what a broker answers."""

import aiohttp

from deploy.local.backends import Backends
from tests.measured import EXPORTED_BY_RABBITMQ

PATHS = ("/metrics", "/metrics/detailed?family=queue_coarse_metrics&family=queue_consumer_count")


async def test_a_broker_measures_what_is_asked_for(backends: Backends, amqp_url: str) -> None:
    told = ""
    async with aiohttp.ClientSession(backends.broker_metrics_url) as client:
        for path in PATHS:
            async with client.get(path) as answer:
                told += await answer.text()
    declared = {line.split()[2] for line in told.splitlines() if line.startswith("# TYPE")}
    assert declared >= EXPORTED_BY_RABBITMQ
