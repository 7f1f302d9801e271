"""The questions that most panels ask Prometheus."""

RATE = "[$__rate_interval]"


def per_second(metric: str, *by: str, where: str = "") -> str:
    """How fast a counter grows, summed over processes."""
    return f"sum by ({', '.join(by)}) (rate({metric}{{{where}}}{RATE}))"


def quantile(share: float, histogram: str, *by: str, where: str = "") -> str:
    """What a share of the observations stays below."""
    labels = ", ".join((*by, "le"))
    buckets = f"rate({histogram}_bucket{{{where}}}{RATE})"
    return f"histogram_quantile({share}, sum by ({labels}) ({buckets}))"
