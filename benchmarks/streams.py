"""One broadcast to many open streams: when the last reader has it, and what a stream takes.

`python -m benchmarks.streams [streams]`. The floor is a bare asyncio server in a process of its own
that writes the same bytes to as many connections, heard by the same readers in the same run.
"""

import asyncio
import os
import sys
import time
from urllib.parse import urlsplit

from benchmarks.crowd import Crowd
from benchmarks.processes import cpu_seconds, listener_of, resident_bytes
from benchmarks.report import Figure, show
from benchmarks.stage import BASE_PORT, Stage, stage
from contracts.notifications import EntryWritten
from kernel.bus import Bus
from kernel.envelope import Envelope

STREAMS = 5_000
ROUNDS = 5
FLOOR_PORT = BASE_PORT + 90
EVENT = b"id: " + b"0" * 24 + b"\nevent: entry\ndata: {" + b"x" * 150 + b"}\n\n"
BARE_SERVER = f"""
import asyncio, uvloop
EVENT = {EVENT!r}
class Bare(asyncio.Protocol):
    everybody = set()
    def connection_made(self, transport):
        self.transport = transport
    def connection_lost(self, error):
        self.everybody.discard(self.transport)
    def data_received(self, data):
        if data.startswith(b"TELL"):
            for transport in self.everybody:
                transport.write(EVENT)
        else:
            self.everybody.add(self.transport)
            self.transport.write(b"HTTP/1.1 200 OK\\r\\n\\r\\n")
async def serve():
    server = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", {FLOOR_PORT})
    await server.serve_forever()
uvloop.run(serve())
"""


async def measure(there: Stage, streams: int) -> list[Figure]:
    """Open them all, broadcast, and look at when it came and what they took."""
    port = urlsplit(there.url).port or 80
    gateway = listener_of(port)
    account = (await there.ask("GET", "me"))["account"]
    bus = Bus(there.amqp_url, "benchmark")
    await bus.connect()
    before = resident_bytes(gateway)
    delays, cpu, taken = [], [], 0
    for _ in range(ROUNDS):
        crowd = await Crowd(port, _request(there), b"event: entry").comes(streams)
        assert all(b"200" in one.status for one in crowd.listeners), crowd.listeners[0].status
        taken = taken or resident_bytes(gateway) - before
        worked, began = cpu_seconds(gateway), time.perf_counter()
        await bus.publish([Envelope.of(_entry(account), "notifications")])
        heard = await crowd.has_heard()
        delays.append(1000 * (heard[-1] - began))
        await asyncio.sleep(0.5)
        cpu.append(1000 * (cpu_seconds(gateway) - worked))
        crowd.leaves()
        await asyncio.sleep(1.0)
    await bus.close()
    floor_delay, floor_taken = await floor(streams)
    return [
        Figure(
            f"last of {streams:,} has it, best of {ROUNDS}",
            min(delays),
            "ms",
            floor_delay,
            "bare server",
            "<= 150 ms",
        ),
        Figure("the same, median", sorted(delays)[ROUNDS // 2], "ms", floor_delay, "best", ""),
        Figure(
            "memory a stream",
            taken / streams / 1024,
            "KiB",
            floor_taken / streams / 1024,
            "bare server",
            "<= 20 KB",
        ),
        Figure("gateway's CPU a broadcast", min(cpu), "ms", floor_delay, "bare, all in all", ""),
    ]


def _request(there: Stage) -> bytes:
    token = there.http.headers["authorization"]
    lines = ("GET /api/v1/inbox/stream HTTP/1.1", "host: benchmark", f"authorization: {token}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _entry(party: str) -> EntryWritten:
    return EntryWritten(
        subject="0" * 24,
        version=1,
        edition="h2o-2022",
        party=party,
        occasion="demand-matches",
        count=3,
        title="3 produk cocok",
        title_en="3 products fit",
    )


async def floor(streams: int) -> tuple[float, int]:
    """Milliseconds and bytes that the bare server takes for as many."""
    server = await asyncio.create_subprocess_exec(sys.executable, "-c", BARE_SERVER)
    await asyncio.sleep(1)
    try:
        before = resident_bytes(server.pid)
        delays = []
        for _ in range(ROUNDS):
            crowd = await Crowd(FLOOR_PORT, b"GET", b"event: entry").comes(streams)
            taken = resident_bytes(server.pid) - before
            _, teller = await asyncio.open_connection("127.0.0.1", FLOOR_PORT)
            began = time.perf_counter()
            teller.write(b"TELL")
            delays.append(1000 * ((await crowd.has_heard())[-1] - began))
            crowd.leaves()
            teller.close()
            await asyncio.sleep(0.5)
        return min(delays), taken
    finally:
        server.terminate()
        await server.wait()


async def main() -> None:
    streams = int(sys.argv[1]) if len(sys.argv) > 1 else STREAMS
    os.environ["GATEWAY_REQUESTS_A_MINUTE"] = "1000000000"
    async with stage() as there:
        show(await measure(there, streams))


if __name__ == "__main__":
    asyncio.run(main())
