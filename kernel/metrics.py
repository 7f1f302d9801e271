"""What is counted and timed; children are kept, because looking one up costs more than counting."""

from prometheus_client import Counter, Gauge, Histogram

_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_AGE = (0.01, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300)

requests = Counter("http_requests", "HTTP requests answered.", ["handler", "method", "status"])
request_duration = Histogram(
    "http_request_duration_seconds", "Time to answer.", ["handler", "method"], buckets=_FAST
)
in_progress = Gauge("http_requests_inprogress", "HTTP requests under way.", ["method"])
published = Counter(
    "expo_events_published", "Facts handed to the broker.", ["event_type", "outcome"]
)
publish_duration = Histogram(
    "expo_event_publish_duration_seconds",
    "From handing a fact to the broker to its confirm.",
    ["event_type"],
    buckets=(0.005, 0.025, 0.1, 0.5, 2.5, 10),
)
consumed = Counter(
    "expo_events_consumed", "Facts taken from a queue.", ["queue", "event_type", "outcome"]
)
processing = Histogram(
    "expo_event_processing_duration_seconds", "Time to handle a batch.", ["queue"], buckets=_FAST
)
age = Histogram(
    "expo_event_age_seconds", "From a fact's time to its handling.", ["queue"], buckets=_AGE
)
in_flight = Gauge("expo_consumer_inflight_messages", "Facts that are being handled.", ["queue"])
outbox_pending = Gauge("expo_outbox_pending_events", "Facts not yet published.", ["service"])
outbox_age = Gauge(
    "expo_outbox_oldest_pending_age_seconds", "Age of the oldest of them.", ["service"]
)
dead_letters = Gauge("expo_dead_letters", "Facts that nobody could handle.", ["queue"])
dependency_up = Gauge("expo_dependency_up", "1 when the dependency answers.", ["dependency"])
amqp_connected = Gauge("expo_amqp_connected", "Connections to the broker.", ["service"])
amqp_reconnects = Counter(
    "expo_amqp_reconnects", "Connections to the broker made anew after a loss.", ["service"]
)
mongo_commands = Histogram(
    "expo_mongo_command_duration_seconds",
    "Time of the database's commands.",
    ["command", "outcome"],
    buckets=(0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10),
)
mongo_connections = Gauge("expo_mongo_pool_connections", "Connections to the database.", ["state"])
loop_lag = Gauge(
    "expo_event_loop_lag_seconds", "How late the event loop wakes whoever is due.", ["service"]
)
build = Gauge("expo_build_info", "1, with what runs as labels.", ["version", "revision"])
auth_failures = Counter("expo_auth_failures", "Who was not let in.", ["reason"])
rate_limited = Counter("expo_rate_limited", "Requests of too many.", ["route_class"])

for _reason in ("token_refused", "token_expired"):  # what has not happened is 0, and not unknown
    auth_failures.labels(_reason)
