"""Where numbers are kept, one an exhibitor."""

from kernel.mongo import Document, Mongo
from services.matching.whatsapp.model import OwnNumber


class Numbers:
    """WhatsApp numbers by exhibitor."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._numbers = mongo, mongo["whatsapp_numbers"]

    async def ensure(self) -> None:
        """By the account that gave it."""
        await self._numbers.create_index("by")

    async def of(self, exhibitor: str) -> OwnNumber | None:
        """None for an exhibitor that gives no number."""
        found = await self._numbers.find_one({"_id": exhibitor}, session=self._mongo.session)
        return _read(found) if found else None

    async def given_by(self, account: str) -> list[OwnNumber]:
        """Those that one account has given."""
        return [_read(one) async for one in self._numbers.find({"by": account}).limit(200)]

    async def save(self, number: OwnNumber) -> None:
        """Keep a number in the place of the one before."""
        document = number.model_dump(exclude={"exhibitor"})
        await self._numbers.replace_one({"_id": number.exhibitor}, document, upsert=True)

    async def remove(self, exhibitor: str) -> None:
        """Show an exhibitor's number no more."""
        await self._numbers.delete_one({"_id": exhibitor})

    async def forget(self, account: str) -> int:
        """Let go of what an account has given, in the transaction at hand; how many there were."""
        gone = await self._numbers.delete_many({"by": account}, session=self._mongo.session)
        return gone.deleted_count


def _read(document: Document) -> OwnNumber:
    return OwnNumber.model_validate(document | {"exhibitor": document["_id"]})
