"""How facts travel: told, handled, waiting, dead."""

from deploy.monitoring.board import Board, Panel
from deploy.monitoring.promql import per_second, quantile

BOARD = Board(
    "facts",
    "facts",
    (
        Panel(
            "Told",
            "Facts handed to the broker.",
            "reqps",
            {
                "{{service}} {{outcome}}": per_second(
                    "expo_events_published_total", "service", "outcome"
                )
            },
        ),
        Panel(
            "Handled",
            "Facts taken from a queue, and what came of them.",
            "reqps",
            {"{{queue}} {{outcome}}": per_second("expo_events_consumed_total", "queue", "outcome")},
        ),
        Panel(
            "Age when handled, 99 of 100",
            "From a fact's time to its effect; 5 s are promised.",
            "s",
            {"{{queue}}": quantile(0.99, "expo_event_age_seconds", "queue")},
        ),
        Panel(
            "Waiting in outboxes",
            "Saved and not yet confirmed by the broker.",
            "short",
            {"{{service}}": "max by (service) (expo_outbox_pending_events)"},
        ),
        Panel(
            "Oldest in an outbox",
            "Beyond a minute somebody is woken.",
            "s",
            {"{{service}}": "max by (service) (expo_outbox_oldest_pending_age_seconds)"},
        ),
        Panel(
            "Dead letters",
            "Facts that nobody could handle; the page Operasi hands them back.",
            "short",
            {"{{queue}}": "max by (queue) (expo_dead_letters)"},
        ),
        Panel(
            "Time until a fact is confirmed, 99 of 100",
            "By the broker.",
            "s",
            {"{{service}}": quantile(0.99, "expo_event_publish_duration_seconds", "service")},
        ),
        Panel(
            "Time to handle a batch, 99 of 100",
            "A batch is what has gathered.",
            "s",
            {"{{queue}}": quantile(0.99, "expo_event_processing_duration_seconds", "queue")},
        ),
        Panel(
            "In hand",
            "Facts that are being handled.",
            "short",
            {"{{queue}}": "sum by (queue) (expo_consumer_inflight_messages)"},
        ),
    ),
)
