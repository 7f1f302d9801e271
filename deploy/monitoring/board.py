"""How a dashboard becomes a file that Grafana reads: panels in rows of three, a question each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SCHEMA = 39
WIDTH, HEIGHT, ACROSS = 8, 8, 3
SOURCE = {"type": "prometheus", "uid": "${datasource}"}


@dataclass(frozen=True)
class Panel:
    """A drawing over time; `lines` are queries in PromQL by how each line is named."""

    title: str
    says: str
    unit: str
    lines: Mapping[str, str]

    def drawn(self, position: int) -> dict[str, Any]:
        """As Grafana takes it, at a position counted from 0."""
        row, column = divmod(position, ACROSS)
        return {
            "id": position + 1,
            "type": "timeseries",
            "title": self.title,
            "description": self.says,
            "datasource": SOURCE,
            "gridPos": {"x": column * WIDTH, "y": row * HEIGHT, "w": WIDTH, "h": HEIGHT},
            "fieldConfig": {"defaults": {"unit": self.unit, "min": 0}, "overrides": []},
            "targets": [
                {"refId": chr(ord("A") + number), "expr": query, "legendFormat": name}
                for number, (name, query) in enumerate(self.lines.items())
            ],
        }


@dataclass(frozen=True)
class Board:
    """A dashboard; with `by_service` its readers choose the services that its panels show."""

    name: str
    title: str
    panels: Sequence[Panel]
    by_service: bool = False

    def drawn(self) -> dict[str, Any]:
        """As Grafana takes it."""
        return {
            "id": None,
            "uid": f"pendopo-{self.name}",
            "title": f"Pendopo: {self.title}",
            "tags": ["pendopo"],
            "schemaVersion": SCHEMA,
            "editable": False,
            "refresh": "10s",
            "time": {"from": "now-1h", "to": "now"},
            "templating": {"list": [DATASOURCE, *([SERVICE] if self.by_service else [])]},
            "panels": [panel.drawn(position) for position, panel in enumerate(self.panels)],
        }


DATASOURCE = {"name": "datasource", "type": "datasource", "query": "prometheus"}
SERVICE = {
    "name": "service",
    "type": "query",
    "datasource": SOURCE,
    "query": 'label_values(up{job="pendopo"}, service)',
    "refresh": 2,
    "multi": True,
    "includeAll": True,
    "allValue": ".*",
    "current": {"text": "All", "value": "$__all"},
}
