"""From where somebody tries, and how long they wait after failures."""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from kernel.problems import Refusal

FREE = 5
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)
PREFIXES = {4: 24, 6: 56}
"""How much of an address is one household or venue; an IPv6 line has many addresses of its own."""


class TooManyTries(Refusal):
    """Failed too often; waiting helps, and so does a link by mail."""

    status, code = 429, "too-many-tries"

    def __init__(self, wait: timedelta) -> None:
        seconds = max(1, round(wait.total_seconds()))
        super().__init__(
            f"Terlalu banyak percobaan. Coba lagi {seconds} detik lagi, "
            "atau minta tautan masuk lewat surel.",
            f"Too many tries. Try again in {seconds} seconds, or ask for a link by mail.",
            retry_after=seconds,
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """From where a request comes: the browser's own device cookie, "" for none, and the network."""

    device: str
    network: str

    @classmethod
    def of(cls, device: str, address: str) -> "Origin":
        """An address that is none, as on a UNIX socket, is a network of its own."""
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return cls(device, "unknown")
        if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
            found = found.ipv4_mapped
        return cls(device, str(ipaddress.ip_network((found, PREFIXES[found.version]), False)))


def pause_after(failures: int) -> timedelta:
    """How long nobody may try again after so many failures in a row: 0 s, 5 s, 10 s, … 15 min."""
    if failures < FREE:
        return timedelta()
    doubled: timedelta = FIRST_PAUSE * 2 ** min(failures - FREE, 20)
    return min(doubled, LONGEST_PAUSE)


def key(*parts: str) -> str:
    """One name for all of these, that tells nothing of them."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
