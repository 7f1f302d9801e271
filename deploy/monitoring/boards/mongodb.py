"""USE for the database, as services see it and as its exporter does."""

from deploy.monitoring.board import Board, Panel
from deploy.monitoring.promql import per_second, quantile

BOARD = Board(
    "mongodb",
    "MongoDB",
    (
        Panel(
            "Commands",
            "As services ask them.",
            "reqps",
            {"{{command}}": per_second("expo_mongo_command_duration_seconds_count", "command")},
        ),
        Panel(
            "Time of commands, 99 of 100",
            "As services see it; waiting for changes is left out.",
            "s",
            {
                "{{service}}": quantile(
                    0.99,
                    "expo_mongo_command_duration_seconds",
                    "service",
                    where='command!~"getMore|aggregate|createIndexes"',
                )
            },
        ),
        Panel(
            "Connections of services",
            "Open, and in use.",
            "short",
            {"{{service}} {{state}}": "sum by (service, state) (expo_mongo_pool_connections)"},
        ),
        Panel(
            "Connections of the server",
            "By its exporter.",
            "short",
            {"{{instance}}": 'mongodb_ss_connections{conn_type="current"}'},
        ),
        Panel(
            "Operations of the server",
            "By kind.",
            "reqps",
            {"{{legacy_op_type}}": per_second("mongodb_ss_opcounters", "legacy_op_type")},
        ),
        Panel(
            "Time of the server's operations",
            "Mean.",
            "µs",
            {
                "{{op_type}}": per_second("mongodb_ss_opLatencies_latency", "op_type")
                + " / "
                + per_second("mongodb_ss_opLatencies_ops", "op_type")
            },
        ),
        Panel(
            "Cache in use",
            "Beyond 0.95 requests evict for themselves.",
            "percentunit",
            {
                "{{instance}}": (
                    "mongodb_ss_wt_cache_bytes_currently_in_the_cache"
                    " / mongodb_ss_wt_cache_maximum_bytes_configured"
                )
            },
        ),
        Panel(
            "Lag of members",
            "How far behind the primary's last write.",
            "ms",
            {
                "{{member_idx}}": (
                    'scalar(max(mongodb_rs_members_optimeDate{member_state="PRIMARY"}))'
                    " - mongodb_rs_members_optimeDate"
                )
            },
        ),
        Panel(
            "Reached",
            "1 while a service finds a primary.",
            "short",
            {"{{service}}": 'min by (service) (expo_dependency_up{dependency="mongo"})'},
        ),
    ),
)
