"""What an organiser asks: who registers, who is there, what there is, how well it goes."""

from deploy.monitoring.board import Board, Panel
from deploy.monitoring.promql import RATE, per_second

BOARD = Board(
    "expo",
    "the expo",
    (
        Panel(
            "Registrations",
            "Visitors who register, at the gates and online.",
            "reqps",
            {
                "{{channel}} {{outcome}}": per_second(
                    "expo_registrations_total", "channel", "outcome"
                )
            },
        ),
        Panel(
            "Check-ins",
            "Scans at the gates.",
            "reqps",
            {"{{channel}} {{outcome}}": per_second("expo_checkins_total", "channel", "outcome")},
        ),
        Panel(
            "Who is there",
            "People on the floor, and pages that are open online.",
            "short",
            {"{{channel}}": "max by (channel) (expo_attendees_present)"},
        ),
        Panel(
            "Products",
            "What the catalogue holds, by state.",
            "short",
            {"{{state}}": "max by (state) (expo_catalogue_items)"},
        ),
        Panel(
            "Deals",
            "Deals in the ledger, of all editions.",
            "short",
            {"deals": "max(expo_deals)"},
        ),
        Panel(
            "News that reaches people",
            "Inbox entries and letters.",
            "reqps",
            {"{{medium}} {{outcome}}": per_second("expo_notifications_total", "medium", "outcome")},
        ),
        Panel(
            "Error budget that is left",
            "Of three days' 0.1 % of answers that may fail; below 0 it is overdrawn.",
            "percentunit",
            {"left": "1 - gateway:errors:ratio_rate3d / 0.001"},
        ),
        Panel(
            "Fast answers",
            "Share of the gateway's answers within half a second.",
            "percentunit",
            {
                "within 0.5 s": (
                    "sum(rate(http_request_duration_seconds_bucket"
                    f'{{service="gateway", le="0.5"}}{RATE})) / '
                    f'sum(rate(http_request_duration_seconds_count{{service="gateway"}}{RATE}))'
                )
            },
        ),
        Panel(
            "Alerts",
            "What fires, by how bad it is; docs/runbook.md says what to do.",
            "short",
            {"{{severity}}": 'sum by (severity) (ALERTS{alertstate="firing"}) or vector(0)'},
        ),
    ),
)
