"""The platform as an organiser's own script reaches it: signed in, over the public API."""

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from deploy.local.greeting import DEMO_ACCOUNTS
from deploy.local.web import DIRECT

REQUEST_LIMIT = 60.0


class LoadError(Exception):
    """The expo could not be loaded, and why."""


class RefusedError(LoadError):
    """The platform said no, with its stable code."""

    def __init__(self, status: int, body: bytes) -> None:
        problem = problem_in(body)
        self.code = problem.get("code", "")
        said = (
            problem.get("detail_en")
            or problem.get("detail")
            or body[:300].decode("utf-8", "replace")
        )
        super().__init__(f"the platform answered {status} {self.code}: {said}")


class Organiser:
    """One signed-in organiser; every answer is JSON."""

    def __init__(self, url: str, password: str, email: str = DEMO_ACCOUNTS["organiser"]) -> None:
        self._url = url
        self._password, self._email = password, email
        self._token = ""

    def sign_in(self) -> None:
        account = {"email": self._email, "password": self._password}
        self._token = self.post("sessions", account)["token"]

    def get(self, path: str) -> Any:
        return self._ask("GET", path, None, {})

    def post(self, path: str, body: object) -> Any:
        kind = {"Content-Type": "application/json"}
        return self._ask("POST", path, json.dumps(body).encode(), kind)

    def act(self, method: str, path: str, body: object, seen: int) -> Any:
        """Change something from the version that was seen."""
        headers = {"Content-Type": "application/json", "If-Match": f'"{seen}"'}
        return self._ask(method, path, json.dumps(body).encode(), headers)

    def put(self, path: str, body: object) -> Any:
        kind = {"Content-Type": "application/json"}
        return self._ask("PUT", path, json.dumps(body).encode(), kind)

    def send(self, path: str, file: Path) -> Any:
        kind = {"Content-Type": "application/octet-stream"}
        return self._ask("POST", path, file.read_bytes(), kind)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Any:
        if self._token:
            headers = headers | {"Authorization": f"Bearer {self._token}"}
        url = f"{self._url}/api/v1/{path}"
        question = urllib.request.Request(url, body, headers, method=method)
        try:
            with DIRECT.open(question, timeout=REQUEST_LIMIT) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as refusal:
            with refusal:
                raise RefusedError(refusal.code, refusal.read()) from None
        except OSError as failure:
            raise LoadError(f"{method} {url} failed: {failure}") from None


def problem_in(body: bytes) -> dict[str, Any]:
    try:
        problem = json.loads(body)
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}
