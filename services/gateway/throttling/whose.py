"""For whom a request counts: an account or a key, else a browser, else the network it is from."""

import time
from collections import OrderedDict
from typing import Literal, NamedTuple

from starlette.requests import Request

from kernel.callers import Keys
from kernel.problems import Refusal
from services.gateway.cookies import Cookies
from services.gateway.partners.actions import Partners
from services.gateway.partners.door import key_in
from services.gateway.sessions.actions import SignIns
from services.gateway.throttling.marks import Marks
from services.gateway.throttling.model import Origin
from services.gateway.throttling.origins import Proxies

Kind = Literal["account", "key", "device", "network"]

TOKEN_SECONDS = 60.0
MOST_TOKENS = 20_000


class Whose(NamedTuple):
    """Of which kind, and which of them."""

    kind: Kind
    name: str


class Counting:
    """Knows for whom a request counts; what anybody can make up counts for nobody."""

    def __init__(
        self,
        cookies: Cookies,
        proxies: Proxies,
        marks: Marks,
        sign_ins: SignIns,
        partners: Partners,
    ) -> None:
        self._cookies, self._proxies = cookies, proxies
        self._marks, self._sign_ins, self._partners = marks, sign_ins, partners
        self._tokens: OrderedDict[str, tuple[str, float]] = OrderedDict()

    async def whose(self, request: Request) -> Whose:
        """Hundreds share a venue's address, so that comes last."""
        if secret := key_in(request.headers.get("authorization", "")):
            return self._of_key(secret, request)
        if account := await self._account(request):
            return Whose("account", account)
        device = self._cookies.device(request.cookies)
        if device and self._marks.is_ours(device):
            return Whose("device", device)
        return self._of_network(request)

    def _of_key(self, secret: str, request: Request) -> Whose:
        """A key that was not met lately may be made up."""
        partner = self._partners.remembered(secret)
        return Whose("key", partner) if partner else self._of_network(request)

    def _of_network(self, request: Request) -> Whose:
        return Whose("network", Origin.of("", self._proxies.address(request)).network)

    async def _account(self, request: Request) -> str:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return await self._account_of_token(token, request.app.state.keys)
        return self._sign_ins.remembered(self._cookies.session(request.cookies))

    async def _account_of_token(self, token: str, keys: Keys) -> str:
        """Looked at once a minute, as a signature costs more than most answers."""
        account, looked_at = self._tokens.get(token, ("", 0.0))
        if account and time.monotonic() - looked_at < TOKEN_SECONDS:
            return account
        try:
            account = (await keys.caller(token)).account
        except Refusal:
            return ""
        self._tokens[token] = (account, time.monotonic())
        self._tokens.move_to_end(token)
        if len(self._tokens) > MOST_TOKENS:
            self._tokens.popitem(last=False)
        return account
