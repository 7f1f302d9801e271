"""The cookies of the pages, as strict as the address allows (RFC 6265bis, `__Host-`)."""

from collections.abc import Mapping

from fastapi import Response
from pydantic import HttpUrl

DEVICE_SECONDS = 180 * 24 * 3600
LOOKS_SECONDS = 365 * 24 * 3600
LONGEST = 100
THEMES = ("light", "dark")


class Cookies:
    """Names and sets cookies; on an encrypted address no other host can set or see them."""

    def __init__(self, public_url: HttpUrl) -> None:
        self.encrypted = public_url.scheme == "https"
        prefix = "__Host-" if self.encrypted else ""
        self._session = f"{prefix}pendopo_session"
        self._device = f"{prefix}pendopo_device"
        self._gate = f"{prefix}pendopo_gate"
        self._theme = f"{prefix}pendopo_theme"
        self._style = f"{prefix}pendopo_style"

    def session(self, sent: Mapping[str, str]) -> str:
        """The secret of a session on the pages, "" when none was sent."""
        return sent.get(self._session, "")

    def keep_session(self, response: Response, secret: str, seconds: int) -> None:
        """Let the browser send this secret along until the session ends."""
        self._set(response, self._session, secret, seconds)

    def drop_session(self, response: Response) -> None:
        """Let the browser forget it."""
        self._set(response, self._session, "", 0)

    def device(self, sent: Mapping[str, str]) -> str:
        """What this browser is known by, "" where it has not looked at a page yet."""
        return sent.get(self._device, "")[:LONGEST]

    def keeps_device(self, response: Response) -> bool:
        """Whether this answer sets it."""
        start = f"{self._device}="
        return any(one.startswith(start) for one in response.headers.getlist("set-cookie"))

    def keep_device(self, response: Response, device: str) -> None:
        """Let the browser be known again."""
        self._set(response, self._device, device, DEVICE_SECONDS)

    def gate(self, sent: Mapping[str, str]) -> str:
        """The token of a gate's device, "" for none."""
        return sent.get(self._gate, "")[:LONGEST]

    def keep_gate(self, response: Response, token: str) -> None:
        """Let the browser be a gate's device."""
        self._set(response, self._gate, token, DEVICE_SECONDS)

    def theme(self, sent: Mapping[str, str]) -> str:
        """The theme that was chosen in this browser, "" where the device decides."""
        chosen = sent.get(self._theme, "")
        return chosen if chosen in THEMES else ""

    def keep_theme(self, response: Response, theme: str) -> None:
        """Let the pages look like this from now on; "" leaves it to the device."""
        self._set(response, self._theme, theme, LOOKS_SECONDS if theme else 0)

    def style(self, sent: Mapping[str, str]) -> str:
        """The stylesheet that this browser was last given, "" for none."""
        return sent.get(self._style, "")

    def keep_style(self, response: Response, digest: str) -> None:
        """Remember that the browser was given this stylesheet."""
        self._set(response, self._style, digest, LOOKS_SECONDS)

    def _set(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            path="/",
            secure=self.encrypted,
            httponly=True,
            samesite="lax",
        )
