"""How much of a request's body is read: never more than its door takes."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.datastructures import UploadFile
from starlette.types import Message, Receive

from kernel.problems import Refusal, TooLarge

SMALL_BYTES = 64 * 1024
PIECE_BYTES = 256 * 1024
SILENCE_SECONDS = 30.0
"""How long a caller may say nothing in the middle of a body."""


class TooSlow(Refusal):
    """A body that did not go on."""

    status, code = 408, "too-slow"

    def __init__(self) -> None:
        super().__init__(
            "Isi permintaan terhenti terlalu lama; kirim lagi.",
            "The request's body stopped for too long; send it again.",
        )


def at_most(request: Request, limit: int) -> Request:
    """The same request, whose body raises TooLarge when it turns out longer than `limit` bytes."""
    return Request(request.scope, counting(request.receive, limit))


async def small_body(request: Request) -> bytes:
    """A body as forms and credentials have it. Raises TooLarge."""
    return await at_most(request, SMALL_BYTES).body()


class SmallBodyRoute(APIRoute):
    """A route of the API whose body is read in full first, and never more than a form has."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            small = at_most(request, SMALL_BYTES)
            await small.body()
            return await handle(small)

        return answer


def counting(receive: Receive, limit: int) -> Receive:
    """The same messages; raises TooLarge after so many bytes, TooSlow when none come for long."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                message = await receive()
        except TimeoutError as error:
            raise TooSlow() from error
        size += len(message.get("body", b""))
        if size > limit:
            raise too_large(limit)
        return message

    return counted


def too_large(limit: int) -> TooLarge:
    """The refusal of a body of more bytes than these."""
    return TooLarge(
        f"Isi permintaan lebih besar dari {limit // 1024} kB.",
        f"The request is larger than {limit // 1024} kB.",
    )


async def fields(request: Request) -> dict[str, str]:
    """The fields of a plain form, each once."""
    return {name: values[0] for name, values in (await values_of(request, 20)).items()}


async def values_of(request: Request, most: int) -> dict[str, list[str]]:
    """The fields of a form with all that was chosen for each, `most` in all. Raises TooLarge."""
    body = (await small_body(request)).decode("utf-8", "replace")
    try:
        return parse_qs(body, max_num_fields=most)
    except ValueError as error:
        raise TooLarge(
            f"Formulir ini berisi lebih dari {most} isian.",
            f"This form has more than {most} fields.",
        ) from error


@asynccontextmanager
async def uploaded(
    request: Request, most: int, name: str
) -> AsyncIterator[tuple[dict[str, str], AsyncIterator[bytes] | None]]:
    """The fields of a form, each once, and the file called `name` of at most `most` bytes.

    The file is None where none was chosen, and lies on disk until it is read. Raises TooLarge.
    """
    async with at_most(request, most + SMALL_BYTES).form(max_files=1, max_fields=20) as form:
        sent = form.get(name)
        chosen = isinstance(sent, UploadFile) and bool(sent.filename)
        texts = {key: value for key, value in form.multi_items() if isinstance(value, str)}
        yield texts, pieces(sent) if chosen and isinstance(sent, UploadFile) else None


async def pieces(file: UploadFile) -> AsyncIterator[bytes]:
    """An uploaded file, piece by piece."""
    while piece := await file.read(PIECE_BYTES):
        yield piece
