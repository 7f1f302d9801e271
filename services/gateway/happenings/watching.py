"""Hears what is told in the house, keeps the last of it, and tells dashboards that are open."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

import orjson

from kernel.clock import now
from kernel.envelope import Envelope
from services.gateway.happenings.model import Feed, Happening
from services.gateway.streams import Streams

TELLS_SECONDS = 0.5
EDITIONS = 50
SHOWN = 12


class Watching:
    """The feeds of the editions that were last heard of; those of this process since it began."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self._feeds: OrderedDict[str, Feed] = OrderedDict()
        self._changed: set[str] = set()

    async def hear(self, envelopes: Sequence[Envelope]) -> None:
        """Something happened."""
        for envelope in envelopes:
            feed = self._feeds.setdefault(envelope.edition, Feed())
            self._feeds.move_to_end(envelope.edition)
            feed.note(Happening.of(envelope, now()))
            self._changed.add(envelope.edition)
        while len(self._feeds) > EDITIONS:
            self._feeds.popitem(last=False)

    def latest(self, edition: str) -> list[Happening]:
        """What happened last at an edition, the last first."""
        return self._feeds[edition].latest[:SHOWN] if edition in self._feeds else []

    async def run(self) -> None:
        """Tell dashboards what is new, at most twice a second, until cancelled."""
        while True:
            await asyncio.sleep(TELLS_SECONDS)
            changed, self._changed = self._changed, set()
            for edition in changed:
                self._tell(edition)

    def _tell(self, edition: str) -> None:
        party = f"floor:{edition}"
        latest = self.latest(edition)
        if latest and self._streams.are_open(party):
            said = orjson.dumps(latest[0].model_dump(mode="json"))
            self._streams.tell(party, b"event: happened\ndata: %s\n\n" % said)
