"""Pages of listed sites may ask the API with a token; no other page of any site may."""

from typing import Any

import pytest
from starlette.responses import PlainTextResponse

from services.gateway.cross_origin import CrossOrigin
from services.gateway.settings import GatewaySettings

LISTED = "https://partner.example"


async def told(path: str, origin: str) -> dict[str, str]:
    """The headers of the answer to a page of that origin."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    headers = [(b"host", b"expo.example"), (b"origin", origin.encode())]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
    await CrossOrigin(PlainTextResponse("ok"), [LISTED])(scope, receive, send)
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


@pytest.mark.parametrize(
    ("path", "origin", "allowed"),
    [
        ("/api/v1/categories", LISTED, LISTED),
        ("/api/v1/categories", "https://evil.example", None),
        ("/api/v1/categories", f"{LISTED}.evil.example", None),
        ("/api/v1/categories", "null", None),
        ("/masuk", LISTED, None),
    ],
)
async def test_only_listed_origins_may_read_the_api(
    path: str, origin: str, allowed: str | None
) -> None:
    headers = await told(path, origin)
    assert headers.get("access-control-allow-origin") == allowed
    assert "access-control-allow-credentials" not in headers


def test_the_list_is_told_with_spaces_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEWAY_CORS_ORIGINS", f"{LISTED} https://other.example")
    settings = GatewaySettings(mongo_url="mongodb://x", amqp_url="amqp://x")
    assert settings.cors_origins == (LISTED, "https://other.example")
