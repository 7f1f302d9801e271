"""What was done with stands at once, and by whom."""

from datetime import datetime
from typing import Literal

from services.catalogue.history.model import Author
from services.catalogue.stands.model import Move
from services.catalogue.values import Value


class Placement(Value):
    """Some moves that were made at once, so that they can be undone at once."""

    id: str
    edition: str
    kind: Literal["rule", "hand", "undo"]
    moves: tuple[Move, ...]
    author: Author
    at: datetime
    undone: bool = False
