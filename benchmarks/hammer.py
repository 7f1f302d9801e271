"""Asks the same question very often over kept connections, for as little as Python can."""

import asyncio
import re

_LENGTH = re.compile(rb"content-length: ?([0-9]+)", re.IGNORECASE)


class Asker(asyncio.Protocol):
    """One kept connection; asks again as soon as it has its answer."""

    def __init__(self, request: bytes, left: list[int], finished: asyncio.Future[None]) -> None:
        self._request, self._left, self._finished = request, left, finished
        self._head, self._missing = b"", 0
        self.length = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        if self._left[0] <= 0:
            self._transport.close()
            if not self._finished.done():
                self._finished.set_result(None)
            return
        self._left[0] -= 1
        self._head = b""
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if self._missing:
            self._missing -= len(data)
        else:
            self._head += data
            head, end, body = self._head.partition(b"\r\n\r\n")
            if not end:
                return
            assert head.startswith(b"HTTP/1.1 200"), head
            found = _LENGTH.search(head)
            assert found, head
            self.length = int(found[1])
            self._missing = self.length - len(body)
        if not self._missing:
            self._ask()


async def hammer(
    port: int, path: str, requests: int, headers: dict[str, str], connections: int = 16
) -> int:
    """Ask so often, side by side; how many bytes an answer has. All answers must be 200."""
    lines = [f"GET {path} HTTP/1.1", "host: benchmark", *(f"{n}: {v}" for n, v in headers.items())]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    loop = asyncio.get_running_loop()
    left, finished = [requests], loop.create_future()
    pairs = await asyncio.gather(
        *(
            loop.create_connection(lambda: Asker(request, left, finished), "127.0.0.1", port)
            for _ in range(connections)
        )
    )
    async with asyncio.timeout(300):
        await finished
    await asyncio.sleep(0.1)
    return pairs[0][1].length
