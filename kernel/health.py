"""Whether a service is ready: short, active checks, remembered for a second."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from kernel import metrics

Check = Callable[[], Awaitable[None]]

CHECK_SECONDS = 1.5
REMEMBERED_SECONDS = 1.0


class Health:
    """Asks every dependency, all at once; `draining` says not ready without asking."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}
        self._answer: dict[str, str] = {}
        self._asked = float("-inf")
        self._lock = asyncio.Lock()
        self.draining = False

    def check(self, dependency: str, check: Check) -> None:
        """Ask `check` too; it raises when the dependency is not well."""
        self._checks[dependency] = check

    def ask_anew(self) -> None:
        """Forget what was said: something has changed."""
        self._asked = float("-inf")

    async def ready(self) -> tuple[bool, dict[str, str]]:
        """Whether all is well, and what each dependency said ("ok" or the error)."""
        async with self._lock:
            if time.monotonic() - self._asked > REMEMBERED_SECONDS:
                answers = await asyncio.gather(*map(_ask, self._checks.values()))
                self._answer = dict(zip(self._checks, answers, strict=True))
                self._asked = time.monotonic()
                for dependency, answer in self._answer.items():
                    metrics.dependency_up.labels(dependency).set(answer == "ok")
        if self.draining:
            return False, {"service": "draining", **self._answer}
        return all(answer == "ok" for answer in self._answer.values()), self._answer


async def _ask(check: Check) -> str:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await check()
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]
    return "ok"
