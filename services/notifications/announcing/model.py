"""An announcement on its way into inboxes, and how far it is."""

from typing import Self

from pydantic import BaseModel, ConfigDict

from services.notifications.inbox.told import Announcement, Occasion


class Round(BaseModel):
    """What is brought to the parties of an audience, in the order of their ids.

    `made` and `withdrawn` are the versions that told so, 0 for never; both only grow, so the facts
    may come twice and in any order. `reached` is the last party that was told; a withdrawal goes
    round anew, and only where the announcement may have been.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    edition: str
    audience: str
    text: str = ""
    text_en: str = ""
    made: int = 0
    withdrawn: int = 0
    reached: str = ""
    done: bool = False

    def merged(self, other: Self) -> Self:
        """All that both tell of one announcement, as far as it is by now."""
        words = other if other.made > self.made else self
        after = words.model_copy(
            update={
                "made": max(self.made, other.made),
                "withdrawn": max(self.withdrawn, other.withdrawn),
                "reached": self.reached,
                "done": self.done,
            }
        )
        if after == self:
            return self
        was_anywhere = bool(self.made and (self.reached or self.done))
        over_before_it_began = after.withdrawn > 0 and not was_anywhere
        return after.model_copy(update={"reached": "", "done": over_before_it_began})

    def to(self, party: str) -> Announcement:
        """What its inbox is told."""
        return Announcement(
            id=f"{Occasion.OFFICE_ANNOUNCEMENT}|{self.id}|{party}",
            edition=self.edition,
            party=party,
            occasion=Occasion.OFFICE_ANNOUNCEMENT,
            about=self.id,
            found=self.made,
            lost=self.withdrawn,
            demand_title=self.text,
            demand_title_en=self.text_en,
        )

    def on(self, parties: list[str], at_once: int) -> Self:
        """The round after these parties were told; fewer than `at_once` are its last."""
        reached = parties[-1] if parties else self.reached
        return self.model_copy(update={"reached": reached, "done": len(parties) < at_once})
