"""What matching counts and times besides what every service does."""

from prometheus_client import Counter, Histogram

runs = Counter("expo_match_runs", "Products and demands that were matched anew.", ["outcome"])
duration = Histogram(
    "expo_match_duration_seconds",
    "Time to match what came in one batch.",
    buckets=(0.005, 0.025, 0.1, 0.5, 2.5, 10, 30),
)
