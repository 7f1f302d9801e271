"""How news reaches people."""

from deploy.monitoring.board import Board, Panel
from deploy.monitoring.promql import per_second, quantile

BOARD = Board(
    "news",
    "news",
    (
        Panel(
            "Entries and letters",
            "Written, handed over, put off, failed.",
            "reqps",
            {"{{medium}} {{outcome}}": per_second("expo_notifications_total", "medium", "outcome")},
        ),
        Panel(
            "From news to reader, 99 of 100",
            "Letters rest a while, so that one tells of many.",
            "s",
            {"{{medium}}": quantile(0.99, "expo_notification_latency_seconds", "medium")},
        ),
        Panel(
            "The mail server",
            "1 while it answers.",
            "short",
            {"smtp": 'min(expo_dependency_up{dependency="smtp"})'},
        ),
    ),
)
