"""How matching and search keep up."""

from deploy.monitoring.board import Board, Panel
from deploy.monitoring.promql import per_second, quantile

BOARD = Board(
    "matching",
    "matching",
    (
        Panel(
            "Matched anew",
            "Products and demands, and whether they found anything.",
            "reqps",
            {"{{outcome}}": per_second("expo_match_runs_total", "outcome")},
        ),
        Panel(
            "Time to match a batch",
            "Half of them, and all but one in a hundred.",
            "s",
            {
                "p50": quantile(0.5, "expo_match_duration_seconds"),
                "p99": quantile(0.99, "expo_match_duration_seconds"),
            },
        ),
        Panel(
            "Age of the index",
            "How long an edition has waited to be matched anew.",
            "s",
            {"longest": "max(expo_match_index_age_seconds)"},
        ),
        Panel(
            "Waiting to be matched",
            "Facts in matching's queues.",
            "short",
            {
                "{{queue}}": (
                    "sum by (queue) "
                    '(rabbitmq_detailed_queue_messages_ready{queue=~"matching[.][a-z]+"})'
                )
            },
        ),
        Panel(
            "Found by search",
            "Products that a catalogue's index holds.",
            "short",
            {"{{instance}}": "expo_search_products"},
        ),
        Panel(
            "From saving to being found, 99 of 100",
            "Of products, by search.",
            "s",
            {"p99": quantile(0.99, "expo_search_freshness_seconds")},
        ),
    ),
)
