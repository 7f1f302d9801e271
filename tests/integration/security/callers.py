"""Who asks: every role, for the party that owns what is asked about and for others."""

from dataclasses import dataclass

from services.gateway.model import Person, Role
from tests import trade
from tests.signing import KeyServer

HERE, ELSEWHERE = trade.EDITION, "lain-2026"


@dataclass(frozen=True)
class Asker:
    """Somebody with a token, or without one; an assistant acts in the stead of `party`."""

    role: Role | None
    party: str = ""
    actor: Role | None = None

    def person(self, name: str) -> Person:
        """For the gateway, where everybody has an account."""
        assert self.role is not None
        return Person(
            email=f"{name.replace('_', '.')}@example.invalid",
            name=name,
            role=self.actor or self.role,
            party=self.party,
            is_sample=True,
        )

    def headers(self, keys: KeyServer, account: str) -> dict[str, str]:
        if self.role is None:
            return {}
        return keys.bearer(self.role, self.party, account, self.actor or "")


# The things asked about are those of exhibitor PS-1 and of buyer PB-1 in edition HERE.
ASKERS: dict[str, Asker] = {
    "nobody": Asker(None),
    "visitor": Asker("visitor"),
    "buyer": Asker("buyer", f"buyer:{HERE}:PB-1"),
    "other_buyer": Asker("buyer", f"buyer:{HERE}:PB-2"),
    "far_buyer": Asker("buyer", f"buyer:{ELSEWHERE}:PB-1"),
    "broker": Asker("broker", f"buyer:{HERE}:PB-3"),
    "exhibitor": Asker("exhibitor", f"exhibitor:{HERE}:PS-1"),
    "other_exhibitor": Asker("exhibitor", f"exhibitor:{HERE}:PS-2"),
    "far_exhibitor": Asker("exhibitor", f"exhibitor:{ELSEWHERE}:PS-1"),
    "assistant": Asker("exhibitor", f"exhibitor:{HERE}:PS-1", "assistant"),
    "other_assistant": Asker("exhibitor", f"exhibitor:{HERE}:PS-2", "assistant"),
    "idle_assistant": Asker("visitor", "", "assistant"),
    "organiser": Asker("organiser"),
    "ops": Asker("ops"),
}
