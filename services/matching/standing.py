"""Where a match stands with its buyer: new, seen on an earlier day, met, or dismissed."""

from typing import Literal

from services.matching.sentences import Sentence, say

Standing = Literal["new", "seen", "met", "dismissed"]

How = Literal["", "scan", "meeting", "request", "whatsapp"]
"""By which channel the two sides came together, where that was outside the buyer's list."""

LOWERED: dict[Standing, float] = {"new": 0.0, "seen": 0.02, "met": 0.2, "dismissed": 1.0}
"""What a standing takes off the score when the buyer's list is sorted."""


def placed(score: float, standing: Standing) -> float:
    """The score by which a match is sorted on its buyer's list."""
    return round(score - LOWERED[standing], 4)


def note(standing: Standing, why: str, how: How = "") -> Sentence:
    """Why a match comes later than its score says; nothing of a new one."""
    if standing == "new":
        return "", ""
    return say(f"standing-{standing}-{how}" if how else f"standing-{standing}", why=why or "-")
