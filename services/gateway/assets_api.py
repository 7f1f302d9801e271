"""Serves assets: what has a name of its own content never changes, so browsers keep it."""

from fastapi import APIRouter, Request, Response

from kernel.problems import NotFound
from services.gateway.assets import addressed, assets

FOREVER = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


@router.get("/static/{name}")
async def asset(request: Request, name: str) -> Response:
    found = addressed().get(f"/static/{name}")
    if found is None:
        raise NotFound("Berkas ini tidak ada.", "There is no such file.")
    headers = {"cache-control": FOREVER, "x-content-type-options": "nosniff"}
    if found.brotli is None:
        return Response(found.body, media_type=found.media_type, headers=headers)
    headers["vary"] = "accept-encoding"
    if "br" not in request.headers.get("accept-encoding", ""):
        return Response(found.body, media_type=found.media_type, headers=headers)
    headers["content-encoding"] = "br"
    return Response(found.brotli, media_type=found.media_type, headers=headers)


@router.get("/favicon.ico")
async def icon() -> Response:
    """Where browsers look for an icon of their own accord."""
    drawing = assets()["pendopo.svg"]
    headers = {"cache-control": "public, max-age=86400"}
    return Response(drawing.body, media_type=drawing.media_type, headers=headers)
