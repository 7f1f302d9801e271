"""What rooms say of an erasure: how much of which kind is gone, and what they must keep."""

from pydantic import BaseModel, ConfigDict


class Gone(BaseModel):
    """So many records of a kind were erased or made nameless."""

    model_config = ConfigDict(frozen=True)

    kind: str
    count: int


class KeptByLaw(BaseModel):
    """What stays after an erasure, in words: what it is, and what makes it stay."""

    model_config = ConfigDict(frozen=True)

    what: str
    what_en: str


class Erased(BaseModel):
    """A room's answer to an erasure; the fact's subject is the erasure, its version the request's.

    `gone` counts what this request found: one that comes again finds nothing more.
    """

    model_config = ConfigDict(frozen=True)

    gone: tuple[Gone, ...] = ()
    kept: tuple[KeptByLaw, ...] = ()
