"""From where a request comes: its device cookie and its network, behind proxies of ours too."""

from typing import Annotated

from fastapi import Depends, Request

from services.gateway.cookies import Cookies
from services.gateway.throttling.model import Origin


class Proxies:
    """Knows which address of `X-Forwarded-For` to believe: the one our outermost proxy saw."""

    def __init__(self, count: int) -> None:
        self._count = count

    def address(self, request: Request) -> str:
        """The caller's address; whatever it wrote of itself further left is not believed."""
        seen = request.client.host if request.client else ""
        if not self._count:
            return seen
        told = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
        chain = [part.strip() for part in told if part.strip()]
        return chain[-self._count] if len(chain) >= self._count else seen


async def _origin(request: Request) -> Origin:
    provided = request.app.state.provided
    cookies: Cookies = provided[Cookies]
    proxies: Proxies = provided[Proxies]
    return Origin.of(cookies.device(request.cookies), proxies.address(request))


Coming = Annotated[Origin, Depends(_origin)]
