"""How pages and files are delivered: trusted, squeezed, kept, and dressed once."""

import re
from base64 import b64encode
from hashlib import sha256

import aiohttp
import brotli

from tests.integration.gateway.running import BUYER, Gateway


async def _open(
    gateway: Gateway, path: str, email: str | None = None
) -> tuple[aiohttp.ClientResponse, str]:
    headers = await gateway.cookie(email) if email else {}
    async with gateway.client.get(path, headers=headers) as answer:
        return answer, await answer.text()


async def test_the_browser_is_told_to_trust_nothing_from_elsewhere(gateway: Gateway) -> None:
    for path in ("/", "/masuk", "/nowhere", "/temu"):
        answer, _ = await _open(gateway, path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "private, no-cache"


async def test_every_file_is_ours_and_kept_forever_under_its_content(gateway: Gateway) -> None:
    _, text = await _open(gateway, "/kotak", BUYER.email)
    paths = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', text))
    assert paths
    for path in paths:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", path)
        for encodings in ("br", "gzip"):
            asked = {"accept-encoding": encodings}
            async with gateway.client.get(path, headers=asked) as answer:
                assert answer.status == 200
                assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
                assert await answer.read()
    answer, _ = await _open(gateway, "/static/pendopo.000000000000.css")
    assert answer.status == 404


async def test_the_first_visit_brings_the_stylesheet_and_the_next_one_links_it(
    gateway: Gateway,
) -> None:
    answer, text = await _open(gateway, "/")
    (style,) = re.findall("<style>(.*?)</style>", text, re.DOTALL)
    trusted = b64encode(sha256(style.encode()).digest()).decode()
    assert f"'sha256-{trusted}'" in answer.headers["content-security-policy"]
    cookie = answer.cookies["pendopo_style"]
    async with gateway.client.get("/", headers={"cookie": f"{cookie.key}={cookie.value}"}) as again:
        text = await again.text()
    assert "<style" not in text
    assert '<link rel="stylesheet" href="/static/pendopo.' in text


async def test_a_theme_is_kept_without_a_script_and_any_other_word_is_dropped(
    gateway: Gateway,
) -> None:
    for chosen, kept in (("dark", "dark"), ("light", "light"), ('"><b>', ""), ("", "")):
        form = {"tema": chosen, "lanjut": "/produk?q=kopi"}
        async with gateway.client.post(
            "/tema", data=form, headers=gateway.own_origin, allow_redirects=False
        ) as answer:
            assert (answer.status, answer.headers["location"]) == (303, "/produk?q=kopi")
            cookie = answer.cookies["pendopo_theme"]
        headers = {"cookie": f"{cookie.key}={cookie.value}"}
        async with gateway.client.get("/", headers=headers) as shown:
            text = await shown.text()
        assert (f'data-theme="{kept}"' in text) == bool(kept)


async def test_a_page_travels_in_brotli_where_the_browser_reads_it(gateway: Gateway) -> None:
    asked = {"accept-encoding": "br"}
    async with gateway.client.get("/", headers=asked, auto_decompress=False) as answer:
        packed = await answer.read()
    assert answer.headers["content-encoding"] == "br"
    assert "accept-encoding" in answer.headers["vary"]
    assert brotli.decompress(packed).startswith(b"<!doctype html>")
