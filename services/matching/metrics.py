"""What matching counts and times besides what every service does."""

from prometheus_client import Counter, Gauge, Histogram

runs = Counter("expo_match_runs", "Products and demands that were matched anew.", ["outcome"])
duration = Histogram(
    "expo_match_duration_seconds",
    "Time to match what came in one batch.",
    buckets=(0.005, 0.025, 0.1, 0.5, 2.5, 10, 30),
)
index_age = Gauge(
    "expo_match_index_age_seconds",
    "How long the edition that waits longest has waited to be matched anew; 0 when none does.",
)
deals = Gauge("expo_deals", "Deals of all editions.")

for outcome in ("matched", "empty"):  # what has not happened yet is 0, and not unknown
    runs.labels(outcome)
