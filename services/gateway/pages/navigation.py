"""Where one can go from every page: a few places in the bar, the others in a menu, by audience."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from services.gateway.pages.language import gettext_noop
from services.gateway.pages.visit import Visit

Audience = Literal["stranger", "visitor", "exhibitor", "buyer", "organiser", "assistant", "ops"]
Audiences = tuple[Audience, ...]

EVERYBODY: Audiences = (
    *("stranger", "visitor", "exhibitor", "buyer", "organiser", "assistant", "ops"),
)
KNOWN = EVERYBODY[1:]
OFFICE: Audiences = ("organiser", "assistant", "ops")
TRADERS: Audiences = ("exhibitor", "buyer", "organiser")
_AUDIENCE_OF_ROLE: Mapping[str, Audience] = {
    "anonymous": "stranger",
    "exhibitor": "exhibitor",
    "buyer": "buyer",
    "broker": "buyer",
    "organiser": "organiser",
    "assistant": "assistant",
    "ops": "ops",
}
MOST_IN_THE_BAR = 4
"""And a menu beside them: five tabs are what a phone has room for."""


@dataclass(frozen=True)
class Destination:
    """A page one can go to from everywhere, and the pages that count as being there."""

    page: str
    text: str
    icon: str
    bar: Audiences = ()
    menu: Audiences = ()
    within: tuple[str, ...] = ()


# In the order in which they are shown; a page in the navigation is a line here.
DESTINATIONS = (
    Destination(
        "hall",
        gettext_noop("Aula"),
        "hall",
        bar=("stranger", "visitor", "organiser", "assistant", "ops"),
        menu=("exhibitor", "buyer"),
        within=("exhibitor", "floor"),
    ),
    Destination(
        "products",
        gettext_noop("Produk"),
        "box",
        bar=("stranger", "visitor", "buyer", "assistant", "ops"),
        menu=("exhibitor", "organiser"),
        within=("product",),
    ),
    Destination(
        "programme",
        gettext_noop("Acara"),
        "clock",
        bar=("stranger",),
        menu=KNOWN,
        within=("talk",),
    ),
    Destination("opportunities", gettext_noop("Kesempatan"), "spark", bar=("exhibitor",)),
    Destination(
        "own-products",
        gettext_noop("Produk saya"),
        "box",
        bar=("exhibitor",),
        within=("own-product", "own-product-form", "own-participation"),
    ),
    Destination(
        "demands",
        gettext_noop("Temu bisnis"),
        "handshake",
        bar=("stranger", "buyer", "organiser"),
        within=("matches", "readiness", "demand-form", "demand-change", "buyer-terms"),
    ),
    Destination(
        "rfqs",
        gettext_noop("Penawaran"),
        "tag",
        bar=("exhibitor", "buyer"),
        menu=("organiser",),
        within=("rfq", "rfq-form", "award", "quote"),
    ),
    Destination("papers-to-check", gettext_noop("Dokumen"), "paper-check", bar=("organiser",)),
    Destination(
        "people",
        gettext_noop("Orang"),
        "people",
        bar=("organiser",),
        within=("invite-all", "person"),
    ),
    Destination(
        "inbox",
        gettext_noop("Kotak masuk"),
        "inbox",
        bar=("visitor", "exhibitor", "buyer", "assistant", "ops"),
        menu=("organiser",),
    ),
    Destination(
        "standings", gettext_noop("Kesiapan"), "ladder", menu=("exhibitor",), within=("readiness",)
    ),
    Destination(
        "own-papers", gettext_noop("Dokumen"), "paper", menu=("exhibitor",), within=("own-paper",)
    ),
    Destination("deals", gettext_noop("Kesepakatan"), "ledger", menu=TRADERS, within=("deal",)),
    Destination("leads", gettext_noop("Prospek"), "lead", menu=("exhibitor",)),
    Destination(
        "stand-scan",
        gettext_noop("Pindai pengunjung"),
        "qr",
        menu=("exhibitor",),
        within=("stand-sign",),
    ),
    Destination(
        "own-badge",
        gettext_noop("Lencana"),
        "qr",
        bar=("visitor",),
        menu=("buyer",),
        within=("badge", "register"),
    ),
    Destination("dashboard", gettext_noop("Dasbor"), "chart", menu=("organiser",)),
    Destination(
        "monitor",
        gettext_noop("Pemantau check-in"),
        "qr",
        menu=("organiser",),
        within=("gate-devices", "visitors", "visitor"),
    ),
    Destination("announcements", gettext_noop("Pengumuman"), "inbox", menu=("organiser",)),
    Destination("pools", gettext_noop("Gabungan"), "pool", menu=TRADERS, within=("pool",)),
    Destination("end-buyers", gettext_noop("Pembeli akhir"), "people", menu=("buyer",)),
    Destination("operations", gettext_noop("Operasi"), "chart", bar=("ops",)),
    Destination("statistics", gettext_noop("Statistik"), "chart", menu=OFFICE),
    Destination(
        "rules",
        gettext_noop("Aturan"),
        "scales",
        menu=OFFICE,
        within=("rule", "weights", "buyers", "buyer-terms"),
    ),
    Destination(
        "editions",
        gettext_noop("Edisi"),
        "hall",
        menu=("organiser",),
        within=("edition", "edition-form", "seating", "seating-proposal"),
    ),
    Destination(
        "imports", gettext_noop("Impor"), "import", menu=("organiser",), within=("import",)
    ),
    Destination("api-keys", gettext_noop("Kunci API"), "tag", menu=("organiser", "ops")),
    Destination(
        "webhooks",
        gettext_noop("Webhook"),
        "chat",
        menu=("organiser", "ops"),
        within=("webhook",),
    ),
    Destination("team", gettext_noop("Tim"), "people", menu=("exhibitor",)),
    Destination("help", gettext_noop("Bantuan"), "help", menu=EVERYBODY),
    Destination("account", gettext_noop("Akun saya"), "person", menu=KNOWN),
)


def audience_of(visit: Visit) -> Audience:
    """As whom somebody looks at the pages: by the side they trade on, else by their role."""
    return _AUDIENCE_OF_ROLE.get(visit.side or visit.caller.role, "visitor")


@cache
def bar(audience: Audience) -> tuple[Destination, ...]:
    """What is always in sight."""
    return tuple(place for place in DESTINATIONS if audience in place.bar)


@cache
def menu(audience: Audience) -> tuple[Destination, ...]:
    """What the menu opens."""
    return tuple(place for place in DESTINATIONS if audience in place.menu)
