"""The only place that makes ids."""

from bson import ObjectId


def new_id() -> str:
    """A new id of 24 hex digits; ids of one process sort in the order they were made."""
    return str(ObjectId())
