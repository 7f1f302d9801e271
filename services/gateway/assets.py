"""Stylesheet, scripts, drawings and font, each under a name that changes with its content."""

import base64
import hashlib
import mimetypes
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import quote

import brotli
import rcssmin
import rjsmin

ROOM = Path(__file__).parent
STATIC = ROOM / "static"
STYLES = ROOM / "styles"
STYLESHEET = "pendopo.css"
DIGITS = 12
BEST_QUALITY = 11

_SHRINKS: dict[str, Callable[[str], str]] = {".js": rjsmin.jsmin, ".svg": str.strip}
_PACKED = {".woff2", ".png", ".webp"}
_PLAIN_IN_ADDRESSES = " =:/(),;'"
_DARK = ':root[data-theme="dark"]'
_DARK_BY_ITSELF = ":root:not([data-theme])"


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    name: str
    body: bytes

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()[:DIGITS]

    @property
    def address(self) -> str:
        stem, _, suffix = self.name.rpartition(".")
        return f"/static/{stem}.{self.digest}.{suffix}"

    @property
    def media_type(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @cached_property
    def brotli(self) -> bytes | None:
        """The body compressed as far as it goes, None for what is packed already."""
        if Path(self.name).suffix in _PACKED:
            return None
        return bytes(brotli.compress(self.body, quality=BEST_QUALITY))

    @cached_property
    def policy_hash(self) -> str:
        """What lets this text stand in a page, in the words of a content security policy."""
        return f"'sha256-{base64.b64encode(hashlib.sha256(self.body).digest()).decode()}'"


@cache
def assets() -> Mapping[str, Asset]:
    """Every file by its plain name."""
    found = {path.name: _read(path) for path in STATIC.rglob("*") if path.is_file()}
    sheet = Asset(STYLESHEET, _stylesheet(found).encode())
    return found | {STYLESHEET: sheet}


@cache
def addressed() -> Mapping[str, Asset]:
    """Every file by its address."""
    return {asset.address: asset for asset in assets().values()}


def _read(path: Path) -> Asset:
    shrink = _SHRINKS.get(path.suffix)
    if shrink is None or path.name.endswith(".min.js"):
        return Asset(path.name, path.read_bytes())
    return Asset(path.name, shrink(path.read_text(encoding="utf-8")).encode())


def _stylesheet(found: Mapping[str, Asset]) -> str:
    """All parts of the stylesheet in one text; the order of the layers is the first of them."""
    first = STYLES / "layers.css"
    parts = [first, *sorted(path for path in STYLES.glob("*.css") if path != first)]
    whole = "".join(map(_part, parts))
    whole = re.sub(r"url\(motif:(\w+)\)", lambda name: _motif(name[1]), whole)
    whole = re.sub(r"url\(asset:([\w.-]+)\)", lambda name: f"url({found[name[1]].address})", whole)
    return str(rcssmin.cssmin(whole))


def _part(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.name != "dark.css":
        return text
    by_itself = text.replace(_DARK, _DARK_BY_ITSELF)
    return f"{text}@media (prefers-color-scheme: dark) {{{by_itself}}}"


def _motif(name: str) -> str:
    """A drawing that stands in the stylesheet itself."""
    drawing = (STYLES / "motifs" / f"{name}.svg").read_text(encoding="utf-8").strip()
    single_quoted = drawing.replace('"', "'")
    return f'url("data:image/svg+xml,{quote(single_quoted, safe=_PLAIN_IN_ADDRESSES)}")'
