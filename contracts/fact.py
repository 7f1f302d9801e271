"""What every fact has: a type, the aggregate it is about, that aggregate's version, an edition."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Fact(BaseModel):
    """One thing that happened, told once and carried whole to whoever listens.

    `type` is the CloudEvents type and the routing key (service.subject.action.vN). `subject` is
    the id of the aggregate, `version` its number after the change (1, 2, 3, …): of two facts about
    one subject the higher version is the later truth, whatever the order they arrive in.
    `edition` is the edition of the expo, or "" where the fact belongs to none. A fact that is not
    `lasting` is for whoever listens at that moment, and gone when nobody does; a fact that some
    service keeps must be lasting.

    A reader ignores fields it does not know, so a producer may add one with a default; everything
    else is a V2 beside this one.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    type: ClassVar[str]
    lasting: ClassVar[bool] = True

    subject: str
    version: int
    edition: str
