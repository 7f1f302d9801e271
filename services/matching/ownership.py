"""Who may act for whom: the one place that says whose a demand, a request or a quote is."""

from typing import Literal

from kernel.callers import Caller
from kernel.problems import Forbidden

OFFICE = ("organiser", "assistant", "ops")
BUYING = ("buyer", "broker")


def side_of(caller: Caller) -> Literal["exhibitor", "buyer", "office", ""]:
    """On which side somebody stands; an assistant on that of the party it acts for, if any."""
    kind = caller.party.partition(":")[0]
    if caller.role == "assistant" and kind in ("exhibitor", "buyer"):
        return kind  # type: ignore[return-value]
    if caller.role in OFFICE:
        return "office"
    if caller.role in BUYING:
        return "buyer"
    return "exhibitor" if caller.role == "exhibitor" else ""


def expect_owner(caller: Caller, buyer: str) -> None:
    """Raises Forbidden for whoever neither acts for this buyer nor helps it on the office's behalf.

    A broker acts for the party that states its demands, whatever end buyers these name.
    """
    caller.must_be("organiser", "assistant", *BUYING)
    if caller.role in BUYING and caller.party != buyer:
        raise Forbidden(
            "Kebutuhan ini milik pembeli lain.", "This demand belongs to another buyer."
        )


def expect_exhibitor(caller: Caller, edition: str) -> str:
    """The code of the exhibitor of this edition that somebody acts for. Raises Forbidden."""
    caller.must_be("exhibitor", "assistant")
    kind, _, rest = caller.party.partition(":")
    of, _, code = rest.partition(":")
    if (kind, of) != ("exhibitor", edition) or not code:
        raise Forbidden(
            "Akun Anda tidak mewakili peserta edisi ini.",
            "Your account acts for no exhibitor of this edition.",
        )
    return code
