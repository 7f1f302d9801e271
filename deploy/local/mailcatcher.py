"""A mail server that delivers nothing: it keeps what it is given and shows it on a page.

MAILCATCHER_HOST, MAILCATCHER_SMTP_PORT, MAILCATCHER_PORT and MAILCATCHER_FOLDER say where.
"""

import asyncio
import os
import signal
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session
from jinja2 import Environment

from deploy.local.mailbox import Mailbox
from deploy.local.places import State

LARGEST_MAIL = 10 * 1024 * 1024
HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
PAGES = Environment(autoescape=True)
STYLE = "<style>body{font:16px system-ui;margin:2rem;max-width:70rem}td{padding:.3rem 1rem}</style>"
LIST = PAGES.from_string(f"""\
<!doctype html><html lang="en"><meta charset="utf-8"><title>Caught mail</title>{STYLE}
<h1>Caught mail</h1><p>{{{{ letters|length }}}} mails, newest first. None of them was delivered.</p>
<table>{{% for letter in letters %}}<tr><td>{{{{ letter.date }}}}</td><td>{{{{ letter.to }}}}</td>
<td><a href="/messages/{{{{ letter.id }}}}">{{{{ letter.subject or "(no subject)" }}}}</a></td></tr>
{{% endfor %}}</table></html>
""")


@dataclass(frozen=True)
class Addresses:
    """Where the two doors are and where the mails go."""

    host: str
    smtp_port: int
    page_port: int
    folder: Path

    @classmethod
    def of(cls, env: Mapping[str, str]) -> "Addresses":
        return cls(
            host=env.get("MAILCATCHER_HOST", "127.0.0.1"),
            smtp_port=int(env.get("MAILCATCHER_SMTP_PORT", "21025")),
            page_port=int(env.get("MAILCATCHER_PORT", "21026")),
            folder=Path(env.get("MAILCATCHER_FOLDER", str(State().mail))),
        )


class Catch:
    """The SMTP door: every recipient is welcome, every mail is kept before it is acknowledged."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_DATA(  # noqa: N802  (the name aiosmtpd calls)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self._mailbox.keep(envelope.rcpt_tos, envelope.original_content or b"")
        return "250 Kept, not delivered"


def pages(mailbox: Mailbox) -> web.Application:
    """The HTTP door: a page for people, JSON for tests."""

    async def ready(request: web.Request) -> web.Response:
        return web.json_response({"status": "ready"})

    async def show_list(request: web.Request) -> web.Response:
        return page(LIST.render(letters=mailbox.newest_first()))

    async def list_messages(request: web.Request) -> web.Response:
        return web.json_response([asdict(letter) for letter in mailbox.newest_first()])

    async def read(request: web.Request) -> web.Response:
        try:
            return web.Response(text=mailbox.text_of(request.match_info["id"]), headers=HEADERS)
        except KeyError:
            raise web.HTTPNotFound from None

    application = web.Application()
    application.add_routes(
        [
            web.get("/livez", ready),
            web.get("/readyz", ready),
            web.get("/", show_list),
            web.get("/messages", list_messages),
            web.get("/messages/{id}", read),
        ]
    )
    return application


def page(html: str) -> web.Response:
    return web.Response(text=html, content_type="text/html", headers=HEADERS)


async def catch(at: Addresses) -> None:
    """Keep mail until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    mailbox = Mailbox(at.folder)
    door = Catch(mailbox)
    runner = web.AppRunner(pages(mailbox), access_log=None)
    await runner.setup()
    smtp = await loop.create_server(
        lambda: SMTP(door, hostname="pendopo", enable_SMTPUTF8=True, data_size_limit=LARGEST_MAIL),
        at.host,
        at.smtp_port,
    )
    async with smtp:
        await web.TCPSite(runner, at.host, at.page_port).start()
        await ended.wait()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(catch(Addresses.of(os.environ)))
