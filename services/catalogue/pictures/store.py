"""Where pictures are kept: one document each, and none that nothing shows any more."""

from bson import Binary

from kernel.mongo import Mongo
from kernel.pictures import Rendition
from services.catalogue.pictures.model import Picture

SHOWN_BY = ("products", "exhibitors")


class Pictures:
    """The renditions of pictures, by edition and content."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._pictures = mongo, mongo["pictures"]

    async def ensure(self) -> None:
        """Indexes to know whether a picture is still shown."""
        for shelf in SHOWN_BY:
            await self._mongo[shelf].create_index(
                [("edition", 1), ("picture.id", 1)],
                partialFilterExpression={"picture.id": {"$exists": True}},
            )

    async def keep(self, edition: str, picture: Picture, renditions: tuple[Rendition, ...]) -> None:
        """Keep a picture's renditions, in the transaction at hand.

        It is written even when it is there already: so a transaction that deletes it meanwhile,
        since nothing else shows it, is met here, and one of the two begins again.
        """
        contents = {str(one.size): Binary(one.content) for one in renditions}
        await self._pictures.update_one(
            {"_id": _key(edition, picture.id)},
            {"$set": contents, "$inc": {"kept": 1}},
            upsert=True,
            session=self._mongo.session,
        )

    async def drop_unless_shown(self, edition: str, picture_id: str) -> None:
        """Delete a picture that nothing in its edition shows any more, in the transaction."""
        shown = {"edition": edition, "picture.id": picture_id}
        for shelf in SHOWN_BY:
            if await self._mongo[shelf].find_one(shown, {"_id": 1}, session=self._mongo.session):
                return
        await self._pictures.delete_one(
            {"_id": _key(edition, picture_id)}, session=self._mongo.session
        )

    async def content(self, edition: str, picture_id: str, size: int) -> bytes | None:
        """A rendition as WebP; None when there is no such picture."""
        found = await self._pictures.find_one({"_id": _key(edition, picture_id)}, {str(size): 1})
        return bytes(found[str(size)]) if found else None


def _key(edition: str, picture_id: str) -> str:
    return f"{edition}:{picture_id}"
