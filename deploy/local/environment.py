"""What each process is told in its environment: one place that knows who talks to whom."""

import os
from pathlib import Path

from deploy.local.choices import Choices
from deploy.local.places import ROOT, State

HOST = "127.0.0.1"
# The public door comes last: it is the first to close.
SERVICES = ("catalogue", "matching", "notifications", "gateway")


def environments(
    choices: Choices, state: State, mongo_url: str, amqp_url: str
) -> dict[str, dict[str, str]]:
    """The environment of each service by name, and the mail catcher's."""
    ports = choices.ports
    gateway = f"http://{HOST}:{ports.gateway}"
    common = {
        "MONGO_URL": mongo_url,
        "AMQP_URL": amqp_url,
        "KEYS_URL": f"{gateway}/.well-known/jwks.json",
        "REVISION": revision(ROOT),
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "INFO"),
    }
    return {
        "catalogue": common | address("catalogue", ports.catalogue),
        "matching": common | address("matching", ports.matching),
        "notifications": common
        | address("notifications", ports.notifications)
        | {
            "NOTIFICATIONS_SMTP_URL": f"smtp://{HOST}:{ports.mail}",
            "NOTIFICATIONS_PUBLIC_URL": gateway,
        },
        "gateway": common
        | address("gateway", ports.gateway)
        | {
            "GATEWAY_CATALOGUE_URL": f"http://{HOST}:{ports.catalogue}",
            "GATEWAY_MATCHING_URL": f"http://{HOST}:{ports.matching}",
            "GATEWAY_NOTIFICATIONS_URL": f"http://{HOST}:{ports.notifications}",
            "GATEWAY_PUBLIC_URL": gateway,
            "GATEWAY_MAIL_PAGE": f"http://{HOST}:{ports.mail_page}/",
            "GATEWAY_DEMO_PASSWORD": choices.demo_password,
        },
        "mailcatcher": address("mailcatcher", ports.mail_page)
        | {
            "MAILCATCHER_SMTP_PORT": str(ports.mail),
            "MAILCATCHER_FOLDER": str(state.mail),
        },
    }


def revision(checkout: Path) -> str:
    """The commit that a checkout is at, "unknown" for one that is no clone."""
    head = checkout / ".git" / "HEAD"
    if not head.is_file():
        return "unknown"
    said = head.read_text().strip().removeprefix("ref: ")
    commit = head.parent / said
    return (commit.read_text().strip() if commit.is_file() else said)[:12]


def address(service: str, port: int) -> dict[str, str]:
    return {f"{service.upper()}_HOST": HOST, f"{service.upper()}_PORT": str(port)}
