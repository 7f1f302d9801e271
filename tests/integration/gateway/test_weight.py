"""How much a first visit brings: bytes are the same on every machine, so they are held here."""

import re

import brotli
import pytest

from services.gateway.assets import assets
from services.gateway.pages.language import languages
from tests.integration.gateway.running import Gateway
from tests.integration.gateway.test_pages import CODES

FIRST_FLIGHT_BYTES = 14_600
"""Ten segments: what a server may send before it hears back (RFC 6928)."""
SCRIPT_BYTES = 18 * 1024
FIRST_VISIT_BYTES = 45 * 1024
PUBLIC = ("hall", "products", "product", "exhibitor", "help", "sign-in")


def _travels(name: str) -> int:
    """The bytes of a file as it is sent."""
    asset = assets()[name]
    return len(asset.brotli or asset.body)


@pytest.mark.parametrize("code", ["id", "en"])
async def test_a_first_visit_is_light(gateway: Gateway, code: str) -> None:
    language = languages()["en" if code == "en" else "id"]
    for name in PUBLIC:
        path = language.path(name, **CODES.get(name, {}))
        asked = {"accept-encoding": "br"}
        async with gateway.client.get(path, headers=asked, auto_decompress=False) as answer:
            packed = await answer.read()
        text = brotli.decompress(packed).decode()
        stems = re.findall(r'"/static/([\w-]+(?:\.min)?)\.[0-9a-f]{12}\.(\w+)', text)
        files = {f"{stem}.{suffix}" for stem, suffix in stems} | {"jakarta.woff2"}
        scripts = sum(_travels(file) for file in files if file.endswith(".js"))
        assert len(packed) <= FIRST_FLIGHT_BYTES, path
        assert scripts <= SCRIPT_BYTES, path
        assert len(packed) + sum(map(_travels, files)) <= FIRST_VISIT_BYTES, path
