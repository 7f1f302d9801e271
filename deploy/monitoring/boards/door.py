"""How the gateway keeps answers, and whom it lets wait."""

from deploy.monitoring.board import Board, Panel
from deploy.monitoring.promql import per_second

BOARD = Board(
    "door",
    "the door",
    (
        Panel(
            "Kept answers",
            "How the gateway answered what all may see.",
            "reqps",
            {"{{outcome}}": per_second("expo_cache_answers_total", "outcome")},
        ),
        Panel(
            "Memory of kept answers",
            "Each gateway has its own.",
            "bytes",
            {"{{instance}}": "expo_cache_bytes"},
        ),
        Panel(
            "Dropped to make room",
            "More memory would have kept these.",
            "reqps",
            {"dropped": per_second("expo_cache_evicted_answers_total")},
        ),
        Panel(
            "Worked on at once",
            "Requests within a gateway.",
            "short",
            {"{{instance}}": "expo_requests_at_once"},
        ),
        Panel(
            "Turned away under load",
            "Looking waits first.",
            "reqps",
            {"{{priority}}": per_second("expo_requests_shed_total", "priority")},
        ),
        Panel(
            "Refused as too many",
            "Of one account, browser or network.",
            "reqps",
            {"{{kind}}": per_second("expo_requests_over_limit_total", "kind")},
        ),
        Panel(
            "Not let in",
            "Why.",
            "reqps",
            {"{{reason}}": per_second("expo_auth_failures_total", "reason")},
        ),
        Panel(
            "Live pages",
            "Streams that are open.",
            "short",
            {"{{instance}}": "expo_websocket_connections"},
        ),
        Panel(
            "Streams that were ended",
            "As their readers did not keep up.",
            "reqps",
            {"ended": per_second("expo_streams_dropped_total")},
        ),
    ),
)
