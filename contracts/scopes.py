"""What the key of a partner's program may be good for; each room lets a scope in by its name."""

from typing import Literal

Scope = Literal["catalogue:read", "feed:read", "statistics:read"]
