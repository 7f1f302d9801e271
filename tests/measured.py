"""What there is to ask Prometheus for: what services register and what backends answer."""

import re
from functools import cache

import yaml  # type: ignore[import-untyped]
from prometheus_client import REGISTRY, Metric

import services.catalogue.app
import services.gateway.app
import services.matching.app
import services.notifications.app  # noqa: F401  what they measure is in the registry
from deploy.local.places import ROOT

NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
QUOTED = re.compile(r'"[^"]*"')
GROUPING = re.compile(r"\b(?:by|on|without|ignoring|group_left|group_right)\s*\([^)]*\)")
WITHIN_BRACES = re.compile(r"\{[^}]*\}|\[[^\]]*\]")
CALLED = re.compile(r"\b[a-z_]+\s*(?=\()")
WORDS = {"and", "or", "unless", "bool", "offset"}
SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}
EXPORTED_BY_MONGODB = {
    "mongodb_rs_members_optimeDate",
    "mongodb_ss_connections",
    "mongodb_ss_opLatencies_latency",
    "mongodb_ss_opLatencies_ops",
    "mongodb_ss_opcounters",
    "mongodb_ss_wt_cache_bytes_currently_in_the_cache",
    "mongodb_ss_wt_cache_maximum_bytes_configured",
}
"""Of percona/mongodb_exporter, which no test runs; its own tests and users name these."""
EXPORTED_BY_RABBITMQ = {
    "rabbitmq_alarms_file_descriptor_limit",
    "rabbitmq_alarms_free_disk_space_watermark",
    "rabbitmq_alarms_memory_used_watermark",
    "rabbitmq_connections",
    "rabbitmq_connections_opened_total",
    "rabbitmq_detailed_queue_consumers",
    "rabbitmq_detailed_queue_messages_ready",
    "rabbitmq_detailed_queue_messages_unacked",
    "rabbitmq_disk_space_available_bytes",
    "rabbitmq_disk_space_available_limit_bytes",
    "rabbitmq_process_max_fds",
    "rabbitmq_process_open_fds",
    "rabbitmq_process_resident_memory_bytes",
    "rabbitmq_resident_memory_limit_bytes",
}
"""A test compares these with what a broker answers."""


def names_in(query: str) -> set[str]:
    """The metrics that a query in PromQL asks for."""
    for what in (QUOTED, WITHIN_BRACES, GROUPING, CALLED):
        query = what.sub(" ", query)
    return set(NAME.findall(query)) - WORDS


@cache
def of_services() -> frozenset[str]:
    """What the four services register, and what Python's client adds on Linux."""
    return frozenset(name for family in REGISTRY.collect() for name in _samples(family))


def _samples(family: Metric) -> list[str]:
    return [family.name + suffix for suffix in SUFFIXES.get(family.type, ("",))]


def of_backends() -> set[str]:
    return EXPORTED_BY_RABBITMQ | EXPORTED_BY_MONGODB


@cache
def recorded() -> frozenset[str]:
    """What Prometheus reckons itself, by our rules."""
    read = yaml.safe_load((ROOT / "deploy/monitoring/rules/recording.yml").read_text())
    return frozenset(rule["record"] for group in read["groups"] for rule in group["rules"])
