"""How much of a body is read, and how long its next piece is waited for."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as some
from starlette.types import Message

from kernel.problems import TooLarge
from services.gateway import requests
from services.gateway.requests import TooSlow, counting


@given(pieces=some.lists(some.binary(max_size=50), max_size=10), limit=some.integers(0, 300))
async def test_a_body_is_read_up_to_its_limit_and_no_byte_further(
    pieces: list[bytes], limit: int
) -> None:
    coming = iter(pieces)

    async def receive() -> Message:
        return {"type": "http.request", "body": next(coming)}

    counted, read = counting(receive, limit), 0
    for piece in pieces:
        if read + len(piece) > limit:
            with pytest.raises(TooLarge):
                await counted()
            return
        assert (await counted())["body"] == piece
        read += len(piece)


async def test_a_body_that_stops_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "SILENCE_SECONDS", 0.01)

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(TooSlow):
        await counting(never, 10)()
