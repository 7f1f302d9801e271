"""What notifications says of a partner's webhook, which failed once and is being changed."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

WEBHOOK = {
    "id": "64b0000000000000000000e1",
    "name": "Pasar Mitra (contoh)",
    "address": "https://mitra.example/kait",
    "facts": ["catalogue.product.listed.v1"],
    "standing": "active",
    "cause": "",
    "failures": 1,
    "made_at": "2026-11-12T08:00:00Z",
    "old_secret_until": "2099-11-13T08:00:00Z",
}
MESSAGE = "64b0000000000000000000e2"
DELIVERY = {
    "message": MESSAGE,
    "type": "catalogue.product.listed.v1",
    "state": "waiting",
    "attempts": 1,
    "asked_at": "2026-11-12T09:00:00Z",
    "next_at": "2026-11-12T09:00:05Z",
    "log": [
        {
            "at": "2026-11-12T09:00:00Z",
            "outcome": "answered-no",
            "status": 503,
            "milliseconds": 41,
        }
    ],
}
SECRET = "whsec_c2VjcmV0LW9mLWEtcGFydG5lcg=="


async def registered(_: web.Request) -> web.Response:
    return web.json_response(WEBHOOK | {"secret": SECRET}, status=201)


async def changed(request: web.Request) -> web.Response:
    if request.path.endswith("/rotation"):
        return web.json_response(WEBHOOK | {"secret": SECRET})
    return web.json_response({}, status=202)


def routes(keep: Callable[..., Any]) -> list[web.RouteDef]:
    """What is asked of webhooks, and what is told, which is kept."""

    def told(answer: Any) -> Any:
        async def tell(_: web.Request) -> web.Response:
            return web.json_response(answer)

        return tell

    path = "/v1/webhooks"
    return [
        web.get(path, told({"items": [WEBHOOK], "next": None})),
        web.post(path, keep(registered)),
        web.get(f"{path}/{{id}}", told(WEBHOOK)),
        web.get(f"{path}/{{id}}/deliveries", told({"items": [DELIVERY], "next": None})),
        web.post(f"{path}/{{id}}/{{rest:.*}}", changed),
        web.delete(f"{path}/{{id}}", changed),
    ]
