"""What a well-kept client never sends: it reaches nobody, hinders nobody and breaks nothing."""

import asyncio
import gzip

import pytest

from kernel import logs
from services.gateway import requests
from services.gateway.passthrough import BODY_BYTES
from tests.integration.gateway import answers
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.running import BUYER

E = answers.EDITION["id"]
CRLF = "%0d%0aset-cookie:%20stolen=1"


def get(target: str) -> bytes:
    return f"GET {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode()


async def raw(office: Office, request: bytes, seconds: float = 2) -> bytes:
    """What comes back to these bytes, until the door closes or says nothing more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", office.gateway.settings.port)
    writer.write(request)
    got = b""
    try:
        async with asyncio.timeout(seconds):
            while piece := await reader.read(65536):
                got += piece
    except TimeoutError:
        return got
    finally:
        writer.close()
    return got


@pytest.mark.parametrize(
    "framing",
    [
        b"content-length: 6\r\ncontent-length: 60",
        b"content-length: 6, 60",
        b"content-length: +6",
        b"transfer-encoding: xchunked",
        b"transfer-encoding : chunked",
        b"transfer-encoding: chunked\r\ncontent-length: 6",
        b"content-length: 6\r\ntransfer-encoding: chunked",
    ],
)
async def test_nothing_is_smuggled_to_a_service_behind_another_request(
    office: Office, framing: bytes
) -> None:
    hidden = b"GET /v1/inbox?smuggled HTTP/1.1\r\nhost: x\r\n\r\n"
    head = b"POST /api/v1/editions HTTP/1.1\r\nhost: x\r\n" + framing + b"\r\n\r\n"
    await raw(office, head + b"0\r\n\r\n" + hidden, 1)
    async with office.gateway.client.get("/api/v1/rfqs") as answer:
        assert answer.status == 404
    assert not [one for one in office.behind.requests if "smuggled" in one.path_qs]
    for one in office.behind.requests:
        assert not {"content-length", "transfer-encoding"} <= {name.lower() for name in one.headers}


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/api/v1/metrics",
        "/api/v1/editions/%2e%2e/%2e%2e/metrics",
        "/api/v1/editions/..%2finbox",
        "/api/v1/editions/%252e%252e/inbox",
        "/api/v1//inbox",
        "/api/v1/editions/%5c%5cexample",
        "/api//v1/inbox",
        "/api/v1/editions;/x",
        "/api/v1/inbox%00",
        f"/api/v1/inbox{CRLF}",
    ],
)
async def test_a_path_that_two_programs_read_differently_reaches_nobody(
    office: Office, target: str
) -> None:
    asked = len(office.behind.requests)
    got = await raw(
        office, f"GET {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode()
    )
    status = int(got.split()[1])
    assert status in (400, 404), got[:200]
    reached = [one.path for one in office.behind.requests[asked:]]
    assert not [path for path in reached if path.endswith(("metrics", "inbox"))], reached


@pytest.mark.parametrize(
    "path",
    [
        f"/masuk?lanjut=/{CRLF}",
        f"/?q={CRLF}",
        f"/produk?setelah={CRLF}",
        f"/api/v1/categories?x={CRLF}",
        f"/nowhere{CRLF}",
    ],
)
async def test_no_header_comes_from_what_somebody_typed(office: Office, path: str) -> None:
    got = await raw(office, get(path))
    head = got.partition(b"\r\n\r\n")[0].lower()
    assert b"stolen" not in b"".join(line for line in head.split(b"\r\n") if b"cookie" in line)


async def test_a_log_line_is_one_line_whatever_somebody_sends(
    office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    logs.configure("gateway", "INFO")
    forged = 'x\r\n{"event": "forged", "level": "info"}'
    header = f"GET /api/v1/categories HTTP/1.1\r\nhost: x\r\nx-correlation-id: {forged}\r\n\r\n"
    await raw(office, header.encode(), 0.5)
    sent = {"email": f"a{forged}@example.invalid", "password": forged}
    async with office.gateway.client.post("/api/v1/sessions", json=sent) as answer:
        assert answer.status in (401, 422)
    assert not [
        line for line in capfd.readouterr().out.splitlines() if line.startswith('{"event": "f')
    ]


async def test_many_who_send_a_byte_now_and_then_hinder_nobody(office: Office) -> None:
    """Slow-loris: each of them waits in the server; a finished request is answered meanwhile."""
    port = office.gateway.settings.port
    slow = [await asyncio.open_connection("127.0.0.1", port) for _ in range(300)]
    for _, writer in slow:
        writer.write(b"GET /api/v1/categories HTTP/1.1\r\nhost: x\r\nx-slow: ")
    async with asyncio.timeout(5):
        for _ in range(3):
            for _, writer in slow:
                writer.write(b"a")
            async with office.gateway.client.get("/api/v1/categories") as answer:
                assert answer.status == 200
    for _, writer in slow:
        writer.close()


async def test_a_body_that_would_unpack_to_much_more_is_not_unpacked(office: Office) -> None:
    bomb = gzip.compress(b"[" * 50_000_000)
    headers = {"content-encoding": "gzip", "content-type": "application/json"}
    assert len(bomb) < BODY_BYTES
    for path, status in (("/api/v1/sessions", 400), ("/api/v1/editions", 201)):
        async with office.gateway.client.post(path, data=bomb, headers=headers) as answer:
            assert answer.status == status, path
    assert office.behind.requests[-1].headers["content-length"] == str(len(bomb))


@pytest.mark.parametrize("shape", ['{"a":', "["])
async def test_json_of_endless_depth_is_refused(office: Office, shape: str) -> None:
    deep = (shape * 30_000).encode()[:60_000]
    async with office.gateway.client.post(
        "/api/v1/sessions", data=deep, headers={"content-type": "application/json"}
    ) as answer:
        assert answer.status == 400
        assert (await answer.json())["code"] == "unreadable-body"
    async with office.gateway.client.get("/livez") as answer:
        assert answer.status == 200


async def test_a_body_that_says_it_is_too_large_is_not_read(office: Office) -> None:
    asked = len(office.behind.requests)
    head = f"POST /api/v1/editions HTTP/1.1\r\nhost: x\r\ncontent-length: {BODY_BYTES + 1}\r\n"
    got = await raw(office, head.encode() + b"connection: close\r\n\r\n")
    assert got.startswith(b"HTTP/1.1 413"), got[:200]
    assert b"too-large" in got
    assert len(office.behind.requests) == asked


@pytest.mark.parametrize("path", ["/api/v1/editions", "/api/v1/sessions"])
async def test_a_body_that_does_not_go_on_is_not_waited_for(
    office: Office, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(requests, "SILENCE_SECONDS", 0.1)
    reader, writer = await asyncio.open_connection("127.0.0.1", office.gateway.settings.port)
    head = f"POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n"
    writer.write(head.encode() + b"{")
    async with asyncio.timeout(15):
        assert b" 408 " in await reader.readline()
    writer.close()


async def test_headers_of_endless_length_are_refused(office: Office) -> None:
    head = b"GET /api/v1/categories HTTP/1.1\r\nhost: x\r\nx-long: " + b"a" * 2_000_000
    got = await raw(office, head + b"\r\n\r\n")
    assert got.startswith((b"HTTP/1.1 431", b"HTTP/1.1 400")) or not got


async def test_a_service_is_not_followed_elsewhere(office: Office) -> None:
    async with office.gateway.client.get(
        f"/api/v1/editions/{E}/products/elsewhere", allow_redirects=False
    ) as answer:
        assert (answer.status, answer.headers["location"]) == (302, "http://127.0.0.1:1/stolen")


async def test_other_sites_may_not_ask_for_anybody(office: Office) -> None:
    asked_for = {"origin": "https://evil.example", "access-control-request-method": "DELETE"}
    async with office.gateway.client.options("/api/v1/inbox", headers=asked_for) as answer:
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]
    cookie = await office.gateway.cookie(BUYER.email)
    async with office.gateway.client.get("/api/v1/me", headers=cookie) as answer:
        assert answer.status == 401
