"""The HTTP door of pictures."""

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Path, Request, Response

from kernel.callers import Asking
from kernel.editing import SeenVersion, tag
from kernel.imports import Edition
from kernel.problems import NotFound
from kernel.service import provided
from services.catalogue.model import Exhibitor, Product
from services.catalogue.pictures.actions import Album
from services.catalogue.pictures.store import Pictures
from services.catalogue.shelves import Place, ShelfName, Thing

router = APIRouter(tags=["pictures"])

A = Annotated[Album, provided(Album)]
Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
PictureId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
AT = "/v1/editions/{edition}/{shelf}/{code}/picture"

FOR_EVER = {
    "cache-control": "public, max-age=31536000, immutable",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
}


@router.put(AT)
async def set_picture(
    edition: Edition,
    shelf: ShelfName,
    code: Code,
    request: Request,
    seen: SeenVersion,
    caller: Asking,
    response: Response,
    album: A,
) -> Product | Exhibitor:
    """Show a product or an exhibitor by a JPEG, PNG or WebP of at most 15 MB, sent as the body.

    It is turned upright, freed of all it says besides its pixels, and kept in three sizes.
    """
    place = Place(edition, shelf, code)
    return _tagged(await album.show(place, request.stream(), seen, caller), response)


@router.delete(AT)
async def remove_picture(
    edition: Edition,
    shelf: ShelfName,
    code: Code,
    seen: SeenVersion,
    caller: Asking,
    response: Response,
    album: A,
) -> Product | Exhibitor:
    """Show a product or an exhibitor by no picture."""
    return _tagged(await album.take_away(Place(edition, shelf, code), seen, caller), response)


@router.get("/v1/editions/{edition}/pictures/{picture}-{size}.webp", response_class=Response)
async def read_picture(
    edition: Edition,
    picture: PictureId,
    size: Literal["320", "800", "1600"],
    pictures: Annotated[Pictures, provided(Pictures)],
    if_none_match: Annotated[str | None, Header(max_length=200)] = None,
) -> Response:
    """A picture in one size; its address is made of its content, so it never changes."""
    etag = f'"{picture}-{size}"'
    if if_none_match == etag:
        return Response(status_code=304, headers=FOR_EVER | {"etag": etag})
    content = await pictures.content(edition, picture, int(size))
    if content is None:
        raise NotFound("Gambar ini tidak ada.", "There is no such picture.", code="no-picture")
    return Response(content, media_type="image/webp", headers=FOR_EVER | {"etag": etag})


def _tagged(thing: Thing, response: Response) -> Thing:
    tag(response, thing.version)
    return thing
