"""Asks a running Prometheus every question of the dashboards, and names those without an answer.

`python -m deploy.monitoring.proof http://127.0.0.1:21090`; ends with 1 when there are any.
"""

import json
import sys
from collections.abc import Iterator
from urllib.parse import urlencode
from urllib.request import urlopen

from deploy.monitoring.boards import BOARDS

CHOSEN_BY_GRAFANA = {"$__rate_interval": "5m", "$service": ".*"}


def questions() -> Iterator[tuple[str, str]]:
    """Each query, with what a reader of the dashboard would have chosen, by board and panel."""
    for board in BOARDS:
        for panel in board.panels:
            for query in panel.lines.values():
                yield f"{board.name}: {panel.title}", asked(query)


def asked(query: str) -> str:
    """A query as Prometheus gets it."""
    for name, value in CHOSEN_BY_GRAFANA.items():
        query = query.replace(name, value)
    return query


def series(prometheus: str, query: str) -> int:
    """How many series a query returns now. Raises URLError."""
    address = f"{prometheus}/api/v1/query?{urlencode({'query': query})}"
    with urlopen(address, timeout=10) as answer:  # noqa: S310  whoever asks names the address
        return len(json.load(answer)["data"]["result"])


def main(prometheus: str) -> int:
    """Print what has no answer; how many there are."""
    asking = list(questions())
    silent = [(where, query) for where, query in asking if not series(prometheus, query)]
    for where, query in silent:
        print(f"{where}: nothing for {query}")
    print(f"{len(asking) - len(silent)} of {len(asking)} questions have an answer")
    return len(silent)


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1].rstrip("/")) else 0)
