"""Serves assets: what has a name of its own content never changes, so browsers keep it."""

import hashlib
from functools import cache

import orjson
from fastapi import APIRouter, Request, Response

from kernel.problems import NotFound
from services.gateway.assets import DIGITS, ROOM, addressed, assets
from services.gateway.pages.language import PATHS

FOREVER = "public, max-age=31536000, immutable"

SHELL = (
    *("pendopo.css", "pendopo.js", "swaps.js", "offline.js", "htmx.min.js"),
    *("icons.svg", "pendopo.svg", "jakarta.woff2"),
)
"""What every page needs."""

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
async def favicon() -> Response:
    """Where browsers look for an icon of their own accord."""
    drawing = assets()["pendopo.svg"]
    headers = {"cache-control": "public, max-age=86400"}
    return Response(drawing.body, media_type=drawing.media_type, headers=headers)


@router.get("/sw.js")
async def worker() -> Response:
    """The service worker; browsers look for a new one at each visit."""
    headers = {"cache-control": "no-cache"}
    return Response(_worker(), media_type="text/javascript", headers=headers)


@cache
def _worker() -> str:
    files = orjson.dumps([assets()[name].address for name in SHELL]).decode()
    source = (ROOM / "worker.js").read_text(encoding="utf-8")
    source = source.replace("__FILES__", files)
    source = source.replace("__OFFLINE__", orjson.dumps(PATHS["offline"]).decode())
    digest = hashlib.sha256(source.encode()).hexdigest()[:DIGITS]
    return source.replace("__DIGEST__", digest)


@router.get("/manifest.webmanifest")
async def manifest() -> Response:
    """What a phone that keeps the pages as an app calls them, and how it shows them."""
    icon = {"src": assets()["pendopo.svg"].address, "sizes": "any", "type": "image/svg+xml"}
    said = {
        "name": "Pendopo",
        "short_name": "Pendopo",
        "lang": "id",
        "start_url": "/",
        "display": "standalone",
        "background_color": "#fcf8f1",
        "theme_color": "#1b2660",
        "icons": [icon],
    }
    headers = {"cache-control": "public, max-age=86400"}
    media_type = "application/manifest+json"
    return Response(orjson.dumps(said), media_type=media_type, headers=headers)
