"""What notifications counts and times besides what every service does."""

from prometheus_client import Counter, Gauge, Histogram

notifications = Counter(
    "expo_notifications",
    "Inbox entries written; mails and webhooks handed over, put off or given up.",
    ["medium", "outcome"],
)
latency = Histogram(
    "expo_notification_latency_seconds",
    "From the first news that a notification tells of to its delivery.",
    ["medium"],
    buckets=(0.1, 0.5, 1, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 7200),
)
webhooks_waiting = Gauge(
    "expo_webhook_deliveries_waiting", "Messages that partners' addresses have not taken yet."
)

OUTCOMES = {"sent": "delivered", "put-off": "put_off", "refused": "failed", "given-up": "failed"}
"""What came of an attempt, as the metric names it."""

notifications.labels("inapp", "delivered")  # what has not happened yet is 0, and not unknown
for outcome in sorted(set(OUTCOMES.values())):
    notifications.labels("email", outcome)
    notifications.labels("webhook", outcome)
