"""What the gateway counts of the expo itself; on the floor or online, never whom."""

from prometheus_client import Counter, Gauge

registrations = Counter(
    "expo_registrations", "Visitors who registered.", ["channel", "kind", "outcome"]
)
checkins = Counter("expo_checkins", "Scans at the gates.", ["channel", "outcome"])
present = Gauge("expo_attendees_present", "Who is on the floor; open pages online.", ["channel"])
streams = Gauge("expo_websocket_connections", "Live streams that are open.", ["service"])

ADMITTED = {
    "accepted": "admitted",
    "already-in": "duplicate",
    "not-in": "duplicate",
    "unknown": "refused",
    "revoked": "refused",
}

for channel in ("onsite", "online"):  # what has not happened yet is 0, and not unknown
    registrations.labels(channel, "visitor", "registered")
for outcome in sorted(set(ADMITTED.values())):
    checkins.labels("onsite", outcome)
streams.labels("gateway")
