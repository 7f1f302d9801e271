"""What each party was told lately, so that a stream that broke off goes on without a gap."""

import re
import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field

EVENTS_EACH = 16
PARTIES = 5_000
SKEW_MILLISECONDS = 2000
"""By how much the clocks of replicas may differ, and how late a fact may come to one of them."""

_MOMENT = re.compile(r"at-([0-9]{1,16})")


@dataclass(slots=True)
class _Told:
    """A party's last events, and when the last of those that are forgotten was told."""

    events: deque[tuple[int, str, bytes]] = field(default_factory=deque)
    forgotten: int = 0


class Recent:
    """The last events of those parties that were told something last."""

    def __init__(self) -> None:
        self._told: OrderedDict[str, _Told] = OrderedDict()
        self._whole_since = 0

    def begin(self) -> None:
        """From now on nothing is missed."""
        self._whole_since = _milliseconds()

    def note(self, party: str, id_: str, event: bytes) -> None:
        """This was told to a party."""
        told = self._told.setdefault(party, _Told())
        self._told.move_to_end(party)
        told.events.append((_milliseconds(), id_, event))
        if len(told.events) > EVENTS_EACH:
            told.forgotten = told.events.popleft()[0]
        if len(self._told) > PARTIES:
            _, forgotten = self._told.popitem(last=False)
            self._whole_since = max(self._whole_since, forgotten.events[-1][0] + 1)

    @property
    def position(self) -> str:
        """Where a stream stands that begins now; what `Last-Event-ID` says when it breaks off."""
        return f"at-{_milliseconds()}"

    def since(self, party: str, last: str) -> list[bytes] | None:
        """The events after the last that was read, None when some of them may be forgotten.

        After a moment an event may come that was read before, rather than one be missed.
        """
        told = self._told.get(party) or _Told()
        if found := _MOMENT.fullmatch(last):
            moment = int(found[1])
            if moment < self._whole_since or moment - SKEW_MILLISECONDS <= told.forgotten:
                return None
            return [e for at, _, e in told.events if at >= moment - SKEW_MILLISECONDS]
        ids = [id_ for _, id_, _ in told.events]
        if last not in ids:
            return None
        return [event for _, _, event in list(told.events)[ids.index(last) + 1 :]]


def _milliseconds() -> int:
    return int(time.time() * 1000)
