"""A handle on one service's process, for the launcher and for tests that break services."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.local.places import State
from deploy.local.processes import Process
from deploy.local.web import answers


class Service(Process):
    """`python -m <module>` with its own environment, ready once `/readyz` says so.

    `env` is laid over this process's environment. The port comes from `env["<NAME>_PORT"]`, so
    a second instance of a service is the same name with another port.
    """

    def __init__(
        self,
        name: str,
        env: Mapping[str, str],
        *,
        module: str | None = None,
        log: Path | None = None,
        start_limit: float = 180.0,
    ) -> None:
        self.url = f"http://127.0.0.1:{env[f'{name.upper()}_PORT']}"
        super().__init__(
            name,
            [sys.executable, "-m", module or f"services.{name}"],
            log=log or State().log(name),
            env={**os.environ, **env},
            ready=self.is_ready,
            start_limit=start_limit,
        )

    async def is_ready(self) -> bool:
        return await answers(f"{self.url}/readyz")
