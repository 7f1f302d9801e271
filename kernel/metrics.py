"""What is counted and timed; children are kept, because looking one up costs more than counting."""

from prometheus_client import Counter, Gauge, Histogram

_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_AGE = (0.01, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300)

requests = Counter("http_requests", "HTTP requests answered.", ["handler", "method", "status"])
request_duration = Histogram(
    "http_request_duration_seconds", "Time to answer.", ["handler", "method"], buckets=_FAST
)
published = Counter(
    "expo_events_published", "Facts handed to the broker.", ["event_type", "outcome"]
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
outbox_pending = Gauge("expo_outbox_pending_events", "Facts not yet published.", ["service"])
outbox_age = Gauge(
    "expo_outbox_oldest_pending_age_seconds", "Age of the oldest of them.", ["service"]
)
dead_letters = Gauge("expo_dead_letters", "Facts that nobody could handle.", ["queue"])
dependency_up = Gauge("expo_dependency_up", "1 when the dependency answers.", ["dependency"])
