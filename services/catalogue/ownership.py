"""Whose data it is: an exhibitor's own, its assistant's to help with, and the office's."""

from kernel.callers import Caller
from kernel.problems import Forbidden

HELPERS = ("organiser", "assistant")


def owns(caller: Caller, exhibitor: str) -> bool:
    """Whether somebody may see and change what belongs to an exhibitor (its id).

    An assistant acts for one exhibitor at a time, the party of its token.
    """
    acts_for_it = caller.role in ("exhibitor", "assistant") and caller.party == exhibitor
    return acts_for_it or caller.role == "organiser"


def expect_owner(caller: Caller, exhibitor: str) -> None:
    """Raises Unauthenticated or Forbidden for anybody who may not."""
    caller.must_be("exhibitor", *HELPERS)
    if not owns(caller, exhibitor):
        raise Forbidden("Ini milik peserta lain.", "This belongs to another exhibitor.")
