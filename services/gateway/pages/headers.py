"""What travels with every page: what a browser may trust, and fewer bytes."""

from collections.abc import Mapping
from functools import cache

import brotli
from fastapi import Request, Response

from services.gateway.assets import STYLESHEET, assets

STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
WORTH_SQUEEZING_BYTES = 400
QUICK_QUALITY = 5


@cache
def security_headers() -> Mapping[str, str]:
    """Trust nothing from elsewhere, and no text in the page but our own stylesheet."""
    style = assets()[STYLESHEET].policy_hash
    return {
        "content-security-policy": (
            f"default-src 'none'; style-src 'self' {style}; script-src 'self'; "
            "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
            "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }


def squeeze(request: Request, response: Response) -> None:
    """Send a page in brotli where the browser reads it."""
    if response.headers.get("content-type", "").partition(";")[0] != "text/html":
        return
    response.headers.add_vary_header("accept-encoding")
    response.headers.add_vary_header("hx-request")
    body = response.body
    if len(body) < WORTH_SQUEEZING_BYTES or "br" not in request.headers.get("accept-encoding", ""):
        return
    response.body = brotli.compress(bytes(body), quality=QUICK_QUALITY)
    response.headers["content-encoding"] = "br"
    response.headers["content-length"] = str(len(response.body))
