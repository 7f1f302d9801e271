"""What the scanning pages of gates and stands share: camera, own worker, a place on the phone."""

from functools import cache

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from services.gateway.assets import assets
from services.gateway.pages.headers import security_headers
from services.gateway.pages.language import Language

KEPT = {"x-pendopo-keep": "1"}
"""Tells the worker that this page is to open without network too."""

router = APIRouter(include_in_schema=False)


@router.get("/scan-worker.js")
async def worker() -> Response:
    """At the top, so that it may serve pages of both languages."""
    headers = {"cache-control": "no-cache", "content-security-policy": "default-src 'self'"}
    own = assets()["scan-worker.js"]
    return Response(own.body, media_type=own.media_type, headers=headers)


def scanning(response: Response, keeps: bool) -> Response:
    """The page with what it may do besides other pages."""
    response.headers.update({**_headers(), **(KEPT if keeps else {})})
    return response


@cache
def _headers() -> dict[str, str]:
    """The camera, and the reader for browsers without one of their own."""
    policy = security_headers()["content-security-policy"]
    return {
        "content-security-policy": policy.replace(
            "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"
        ),
        "permissions-policy": "camera=(self), geolocation=(), microphone=()",
    }


def manifest(language: Language, page: str, name: str, icon: str) -> Response:
    """How a phone installs a scanning page (https://www.w3.org/TR/appmanifest/)."""
    address = language.path(page)
    said = {
        "id": address,
        "name": name,
        "short_name": name,
        "lang": language.code,
        "start_url": address,
        "scope": address,
        "display": "standalone",
        "background_color": "#fcf8f1",
        "theme_color": "#1b2660",
        "icons": [{"src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return JSONResponse(said, media_type="application/manifest+json")
