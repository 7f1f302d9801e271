"""Whose data it is: an exhibitor's own, and the office's and its assistants' to help with."""

from kernel.callers import Caller
from kernel.problems import Forbidden

HELPERS = ("organiser", "assistant")


def owns(caller: Caller, exhibitor: str) -> bool:
    """Whether somebody may see and change what belongs to an exhibitor (its id)."""
    is_its_own = caller.role == "exhibitor" and caller.party == exhibitor
    return is_its_own or caller.role in HELPERS


def expect_owner(caller: Caller, exhibitor: str) -> None:
    """Raises Unauthenticated or Forbidden for anybody who may not."""
    caller.must_be("exhibitor", *HELPERS)
    if not owns(caller, exhibitor):
        raise Forbidden("Ini milik peserta lain.", "This belongs to another exhibitor.")
