"""A stand-in for the gateway's published keys, so that a room can be tested without the gateway."""

import time
from types import TracebackType
from typing import Any, Self

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from kernel.callers import ISSUER


class KeyServer:
    """Publishes one key and signs tokens with it."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/jwks.json", self._publish)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/jwks.json"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def _publish(self, _request: web.Request) -> web.Response:
        public: dict[str, Any] = OKPAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return web.json_response({"keys": [{**public, "kid": "test", "alg": "EdDSA"}]})

    def bearer(
        self, role: str, party: str = "", account: str = "tester", actor: str = "", scope: str = ""
    ) -> dict[str, str]:
        """The header that says who is asking, what they are who act in another's stead, and for
        what a program was let in."""
        claims = {
            "iss": ISSUER,
            "sub": account,
            "role": role,
            "party": party,
            "name": f"Test {role}",
            "iat": int(time.time()),
            "exp": int(time.time()) + 3600,
        }
        if scope:
            claims["scope"] = scope
        if actor:
            claims["act"] = {"sub": account, "role": actor}
        token = jwt.encode(claims, self._key, algorithm="EdDSA", headers={"kid": "test"})
        return {"authorization": f"Bearer {token}"}
