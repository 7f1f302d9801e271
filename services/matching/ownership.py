"""Who may act for whom: the one place that says whose a demand, a request or a quote is."""

from kernel.callers import Caller
from kernel.problems import Forbidden

OFFICE = ("organiser", "assistant", "ops")
BUYING = ("buyer", "broker")


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
    caller.must_be("exhibitor")
    kind, _, rest = caller.party.partition(":")
    of, _, code = rest.partition(":")
    if (kind, of) != ("exhibitor", edition) or not code:
        raise Forbidden(
            "Akun Anda tidak mewakili peserta edisi ini.",
            "Your account acts for no exhibitor of this edition.",
        )
    return code
