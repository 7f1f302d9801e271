"""Who can be told something, how they want it, and how much of it they know already."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["id", "en"]


class Introduction(BaseModel):
    """What the account of a person says of them, at one version."""

    model_config = ConfigDict(frozen=True)

    version: int = 0
    role: str = ""
    party: str = ""
    name: str = ""
    email: str = ""
    language: Language = "id"
    is_sample: bool = False


class Wishes(BaseModel):
    """What a person chose; None leaves the language to the account."""

    model_config = ConfigDict(frozen=True)

    mail: bool = True
    language: Language | None = None


class Person(BaseModel):
    """A person with an account, known by its id, perhaps before the account was heard of.

    `mailed` is how much of the party's news they were written of or did not wish to be; `read`
    the number of the news up to which they read each entry, by entry; `refused` the address that
    the mail server said does not exist.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    account: Introduction = Introduction()
    wishes: Wishes = Wishes()
    mailed: int = 0
    refused: str = ""
    read: dict[str, int] = {}

    @property
    def language(self) -> Language:
        return self.wishes.language or self.account.language

    @property
    def takes_mail(self) -> bool:
        return self.wishes.mail and self.account.email not in ("", self.refused)

    def introduced(self, account: Introduction) -> "Person":
        """The person as their account says now; itself when it is no later than what is known.

        With another party, or an address in place of one that was refused, they know nothing yet.
        """
        if account.version <= self.account.version:
            return self
        update: dict[str, object] = {"account": account}
        was_refused = self.refused not in ("", account.email)
        if account.party != self.account.party or was_refused:
            update |= {"mailed": 0, "refused": ""}
        return self.model_copy(update=update)

    def has_read(self, entry: str, news: int) -> bool:
        return self.read.get(entry, 0) >= news
