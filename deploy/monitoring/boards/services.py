"""RED for each service: requests, errors and time; and what its processes take."""

from deploy.monitoring.board import Board, Panel
from deploy.monitoring.promql import RATE, per_second, quantile

CHOSEN = 'service=~"$service"'

BOARD = Board(
    "services",
    "services",
    (
        Panel(
            "Requests",
            "Answered a second.",
            "reqps",
            {"{{service}}": per_second("http_requests_total", "service", where=CHOSEN)},
        ),
        Panel(
            "Answers by kind",
            "2xx is well, 4xx a no, 5xx ours to mend.",
            "reqps",
            {
                "{{service}} {{status}}": per_second(
                    "http_requests_total", "service", "status", where=CHOSEN
                )
            },
        ),
        Panel(
            "Time to answer, 99 of 100",
            "Longest but for one in a hundred.",
            "s",
            {
                "{{service}}": quantile(
                    0.99, "http_request_duration_seconds", "service", where=CHOSEN
                )
            },
        ),
        Panel(
            "Time to answer, half",
            "The median.",
            "s",
            {
                "{{service}}": quantile(
                    0.5, "http_request_duration_seconds", "service", where=CHOSEN
                )
            },
        ),
        Panel(
            "Slowest routes",
            "The five whose median is longest.",
            "s",
            {
                "{{service}} {{handler}}": "topk(5, "
                + quantile(0.5, "http_request_duration_seconds", "service", "handler", where=CHOSEN)
                + ")"
            },
        ),
        Panel(
            "Under way",
            "Requests that are being answered.",
            "short",
            {"{{service}}": f"sum by (service) (http_requests_inprogress{{{CHOSEN}}})"},
        ),
        Panel(
            "Processes",
            "Replicas that answer Prometheus.",
            "short",
            {"{{service}}": f'sum by (service) (up{{job="pendopo", {CHOSEN}}})'},
        ),
        Panel(
            "Dependencies",
            "1 while a service reaches what it leans on.",
            "short",
            {
                "{{service}} {{dependency}}": (
                    f"min by (service, dependency) (expo_dependency_up{{{CHOSEN}}})"
                )
            },
        ),
        Panel(
            "Loop lag",
            "How late whoever is due gets the event loop; beyond 0.1 s something reckons on it.",
            "s",
            {"{{service}}": f"max by (service) (expo_event_loop_lag_seconds{{{CHOSEN}}})"},
        ),
        Panel(
            "Processor",
            "Cores in use; a process has one loop, so 1 is all.",
            "short",
            {"{{instance}}": f"rate(process_cpu_seconds_total{{{CHOSEN}}}{RATE})"},
        ),
        Panel(
            "Memory",
            "Resident.",
            "bytes",
            {"{{instance}}": f"process_resident_memory_bytes{{{CHOSEN}}}"},
        ),
        Panel(
            "What runs",
            "By what was built.",
            "short",
            {
                "{{service}} {{revision}}": (
                    f"sum by (service, revision) (expo_build_info{{{CHOSEN}}})"
                )
            },
        ),
    ),
    by_service=True,
)
