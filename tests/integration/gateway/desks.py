"""People before the API of a shared gateway, and how they come in."""

from typing import Any

from tests.integration.gateway.conftest import Office
from tests.integration.gateway.running import EDITION, ORGANISER

GOOD = "Tempe panggang di atas bukit"
BETTER = "Kereta uap lewat jam enam"


class Desk:
    """The API as one person reaches it."""

    def __init__(
        self, office: Office, headers: dict[str, str], session: dict[str, str] | None = None
    ) -> None:
        self._office, self._headers, self.session = office, headers, session or {}

    async def asks(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self._office.gateway.client.request(
            method, f"/api/v1/{path}", json=body, headers=self._headers
        ) as answer:
            return answer.status, await answer.json() if answer.status != 204 else None

    async def invites(self, email: str, **more: str) -> dict[str, Any]:
        given = {"email": email, "name": "Bu Sri", "role": "exhibitor", "party": KOP, **more}
        status, body = await self.asks("POST", "invitations", given)
        assert status == 201, body
        person: dict[str, Any] = body
        return person


KOP = f"exhibitor:{EDITION}:KOP-09"


async def desk(office: Office, email: str = ORGANISER) -> Desk:
    return Desk(office, await office.gateway.bearer(email))


def acceptance(key: str, password: str = GOOD, **more: str) -> dict[str, str]:
    return {"key": key, "name": "Sri Wahyuni", "language": "en", "password": password, **more}


async def accepts(office: Office, key: str, **more: str) -> tuple[int, Any]:
    return await Desk(office, {}).asks("POST", "invitations/acceptance", acceptance(key, **more))


async def signs_in(office: Office, email: str, password: str) -> int:
    given = {"email": email, "password": password}
    status, _ = await Desk(office, {}).asks("POST", "sessions", given)
    return status


async def newcomer(office: Office, email: str, **more: str) -> Desk:
    """Somebody who was asked in, has chosen GOOD as password and has signed in."""
    await (await desk(office)).invites(email, **more)
    status, body = await accepts(office, (await office.letters.next_to(email)).secret)
    assert status == 200, body
    return await signed_in(office, email, GOOD)


async def signed_in(office: Office, email: str, password: str) -> Desk:
    """Somebody with a session of their own."""
    given = {"email": email, "password": password}
    status, body = await Desk(office, {}).asks("POST", "sessions", given)
    assert status == 201, body
    return Desk(office, {"authorization": f"Bearer {body['token']}"}, body)
