"""The few HTTP questions the launcher asks, past any proxy the environment names."""

import asyncio
import urllib.error
import urllib.request
from collections.abc import Mapping

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def status_of(url: str, headers: Mapping[str, str], limit: float) -> int:
    """The HTTP status of a GET, 0 when nobody answers within `limit` seconds."""
    try:
        with DIRECT.open(
            urllib.request.Request(url, headers=dict(headers)), timeout=limit
        ) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code
    except OSError:
        return 0


async def answers(url: str, headers: Mapping[str, str] | None = None, limit: float = 2.0) -> bool:
    return await asyncio.to_thread(status_of, url, headers or {}, limit) == 200
