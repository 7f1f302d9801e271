"""All dashboards."""

from deploy.monitoring.boards import (
    door,
    expo,
    facts,
    matching,
    mongodb,
    news,
    rabbitmq,
    services,
)

BOARDS = tuple(
    module.BOARD for module in (expo, services, door, facts, rabbitmq, mongodb, matching, news)
)
