"""Many open HTTP connections in this process, for little: raw asyncio protocols."""

import asyncio
import time
from collections.abc import Callable
from typing import Self


class Listener(asyncio.Protocol):
    """One open stream; remembers when what it waits for came."""

    def __init__(self, request: bytes, awaited: bytes, came: Callable[[], None]) -> None:
        self._request, self._awaited, self._came = request, awaited, came
        self._tail = b""
        self.status = b""
        self.came_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self.status = self.status or data[:12]
        self._tail = self._tail[-64:] + data
        if not self.came_at and self._awaited in self._tail:
            self.came_at = time.perf_counter()
            self._came()


class Crowd:
    """So many listeners at one door."""

    def __init__(self, port: int, request: bytes, awaited: bytes) -> None:
        self._port, self._request, self._awaited = port, request, awaited
        self.listeners: list[Listener] = []
        self._missing = 0
        self._all_came = asyncio.Event()

    async def comes(self, many: int) -> Self:
        """Open the connections, some at a time, and wait for the answers' beginnings."""
        self._missing = many
        loop = asyncio.get_running_loop()
        for start in range(0, many, 100):
            pairs = await asyncio.gather(
                *(
                    loop.create_connection(self._listener, "127.0.0.1", self._port)
                    for _ in range(min(100, many - start))
                )
            )
            self.listeners += [listener for _, listener in pairs]
        while not all(listener.status for listener in self.listeners):
            await asyncio.sleep(0.05)
        return self

    def _listener(self) -> Listener:
        return Listener(self._request, self._awaited, self._one_came)

    def _one_came(self) -> None:
        self._missing -= 1
        if not self._missing:
            self._all_came.set()

    async def has_heard(self) -> list[float]:
        """When each heard it, in seconds of `perf_counter`, the first first."""
        async with asyncio.timeout(30):
            await self._all_came.wait()
        return sorted(listener.came_at for listener in self.listeners)

    def leaves(self) -> None:
        for listener in self.listeners:
            listener.transport.abort()
