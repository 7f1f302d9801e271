"""Which service answers which path of the API, and which paths are passed to nobody."""

import re

from kernel.problems import NotFound, Refusal

PREFIX = "/api"
SERVICES = {
    "catalogue": (
        *("editions", "exhibitors", "products", "regencies", "categories"),
        *("papers", "pictures", "exports", "searches", "feed", "hs-codes"),
        *(
            "edition-templates",
            "copy",
            "template",
            "stands",
            "participations",
            "profiles",
            "programme",
            "announcements",
        ),
    ),
    "matching": (
        *("buyers", "demands", "matches", "capacity", "rfqs", "quotes", "deals", "leads"),
        *("readiness", "rules", "receipts", "whatsapp"),
        *("pools", "pool-invitations"),
    ),
    "notifications": ("inbox", "preferences", "webhooks"),
}
SERVICE_OF = {resource: service for service, names in SERVICES.items() for resource in names}

# A service's own `/v1/ops/…` is `/api/v1/ops/{service}/…` here.
_OPERATIONS = re.compile(rf"/v1/ops/(?P<service>{'|'.join(SERVICES)})/(?P<rest>.+)")
_OWN = {f"{PREFIX}/v1/inbox/stream"}

# What could mean one path to us and another to a service behind us.
_UNSAFE = re.compile(
    r"//|\\|[^\x21-\x7e]|(^|/)(\.|%2e){1,2}(/|$)|%(2f|5c|00|25|0[0-9a-f]|1[0-9a-f])", re.IGNORECASE
)


class UnsafePath(Refusal):
    """A path that two programs could read differently."""

    code = "unsafe-path"

    def __init__(self) -> None:
        super().__init__(
            "Alamat memuat bagian yang tidak boleh ada, seperti “..” atau garis miring ganda.",
            "The address has parts it may not have, such as “..” or a double slash.",
        )


def service_of(path: str) -> tuple[str, str]:
    """The service for a raw path like `/api/v1/…`, and the path there.

    Raises UnsafePath, NotFound.
    """
    if _UNSAFE.search(path):
        raise UnsafePath()
    inner = path.removeprefix(PREFIX)
    if operated := _OPERATIONS.fullmatch(inner):
        return operated["service"], f"/v1/ops/{operated['rest']}"
    service = SERVICE_OF.get(_resource(inner.split("/")[2:]))
    if service is None:
        raise NotFound(
            "Alamat API ini tidak ada.", "There is no such API address.", code="no-resource"
        )
    return service, inner


def is_passed_on(path: str) -> bool:
    """Whether a path belongs to a service behind us, and not to an own route beneath its name."""
    if not path.startswith(f"{PREFIX}/v1/") or path in _OWN:
        return False
    return _resource(path.split("/")[3:]) in SERVICE_OF


def _resource(parts: list[str]) -> str:
    if len(parts) >= 3 and parts[0] == "editions" and parts[2]:
        return parts[2]
    return parts[0] if parts else ""
