"""USE for the broker: what its queues hold, what its nodes take, what blocks them."""

from deploy.monitoring.board import Board, Panel
from deploy.monitoring.promql import per_second

BOARD = Board(
    "rabbitmq",
    "RabbitMQ",
    (
        Panel(
            "Waiting in queues",
            "Ready to be taken.",
            "short",
            {"{{queue}}": "sum by (queue) (rabbitmq_detailed_queue_messages_ready)"},
        ),
        Panel(
            "Taken and not yet settled",
            "Bounded by what each consumer takes at once.",
            "short",
            {"{{queue}}": "sum by (queue) (rabbitmq_detailed_queue_messages_unacked)"},
        ),
        Panel(
            "Listeners",
            "Consumers of each queue; 0 wakes somebody.",
            "short",
            {"{{queue}}": "sum by (queue) (rabbitmq_detailed_queue_consumers)"},
        ),
        Panel(
            "Memory",
            "Of what a node may use; at 1 publishers are blocked.",
            "percentunit",
            {
                "{{instance}}": (
                    "rabbitmq_process_resident_memory_bytes / rabbitmq_resident_memory_limit_bytes"
                )
            },
        ),
        Panel(
            "Disk that is free",
            "Below its limit publishers are blocked.",
            "bytes",
            {
                "{{instance}} free": "rabbitmq_disk_space_available_bytes",
                "{{instance}} limit": "rabbitmq_disk_space_available_limit_bytes",
            },
        ),
        Panel(
            "File descriptors",
            "Share in use.",
            "percentunit",
            {"{{instance}}": "rabbitmq_process_open_fds / rabbitmq_process_max_fds"},
        ),
        Panel(
            "Connections",
            "Two of each process: one to tell, one to listen.",
            "short",
            {"{{instance}}": "rabbitmq_connections"},
        ),
        Panel(
            "Connections that come",
            "Steady churn is a sign of trouble.",
            "reqps",
            {"opened": per_second("rabbitmq_connections_opened_total")},
        ),
        Panel(
            "Alarms",
            "1 while a node takes nothing more.",
            "short",
            {
                "memory": "max(rabbitmq_alarms_memory_used_watermark)",
                "disk": "max(rabbitmq_alarms_free_disk_space_watermark)",
                "file descriptors": "max(rabbitmq_alarms_file_descriptor_limit)",
            },
        ),
    ),
)
