"""Verbs of pictures: show a product or an exhibitor by one, or by none."""

from collections.abc import AsyncIterator

from kernel.callers import Caller
from kernel.editing import expect_version
from kernel.pictures import Studio, UnusablePicture, kind_of
from kernel.uploads import received
from services.catalogue.history.model import Verb
from services.catalogue.pictures.model import SIZES, Picture
from services.catalogue.pictures.store import Pictures
from services.catalogue.shelves import Place, Shelves, Thing

MOST_BYTES = 15 * 2**20
KINDS = ("jpeg", "png", "webp")


class Album:
    """Shows products and exhibitors by pictures; each is told anew in one transaction."""

    def __init__(self, shelves: Shelves, pictures: Pictures, studio: Studio) -> None:
        self._shelves, self._pictures, self._studio = shelves, pictures, studio

    async def show(
        self, place: Place, content: AsyncIterator[bytes], seen: int, caller: Caller
    ) -> Thing:
        """Show what is at a place by an uploaded picture. Raises UnusablePicture, TooLarge."""
        await self._seen(place, seen, caller)
        async with received(content, MOST_BYTES) as upload:
            kind = kind_of(upload.head)
            if kind not in KINDS:
                code = "heic" if kind == "heic" else "wrong-kind"
                raise UnusablePicture.because(code, allowed="JPEG, PNG, WebP")
            developed = await self._studio.develop(upload.path, SIZES)
        picture = Picture.of(developed)

        async def work() -> Thing:
            await self._pictures.keep(place.edition, picture, developed.renditions)
            return await self._changed(place, picture, seen, "picture-set", caller)

        return await self._shelves.mongo.transaction(work)

    async def take_away(self, place: Place, seen: int, caller: Caller) -> Thing:
        """Show what is at a place by no picture."""
        return await self._shelves.mongo.transaction(
            lambda: self._changed(place, None, seen, "picture-removed", caller)
        )

    async def _changed(
        self, place: Place, picture: Picture | None, seen: int, verb: Verb, caller: Caller
    ) -> Thing:
        before = await self._seen(place, seen, caller)
        if picture == before.picture:
            return before
        after: Thing = before.model_copy(update={"picture": picture, "version": before.version + 1})
        await self._shelves.change(before, after, verb, caller)
        if before.picture:
            await self._pictures.drop_unless_shown(place.edition, before.picture.id)
        return after

    async def _seen(self, place: Place, seen: int, caller: Caller) -> Thing:
        thing = await self._shelves.owned(place, caller)
        expect_version(thing.version, seen)
        return thing
