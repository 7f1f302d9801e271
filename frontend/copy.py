"""Copies named files and licences out of `node_modules` and says where each came from.

`python -m frontend.copy` writes; `--check` fails where what is committed differs from what the
locked packages give. Needs `npm ci --ignore-scripts` in this folder before (`make assets` does it).
"""

import hashlib
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).parent
ROOT = HERE.parent
MODULES = HERE / "node_modules"
VENDOR = ROOT / "services/gateway/static/vendor"
NOTICE = ROOT / "THIRD_PARTY.md"
MANIFEST = "manifest.json"

LETTERS = [*range(0x20, 0x7F), *map(ord, "\u00a0°±·×é–—‘’“”…›−≤≥")]
"""Indonesian and English with their signs; other letters come from the device's own font."""
FEATURES = ["kern", "liga", "tnum"]
WEIGHTS = (400, 800)


@dataclass(frozen=True)
class Taken:
    """A file of a package, and the name it has here."""

    package: str
    file: str
    name: str
    licence: str

    @property
    def path(self) -> Path:
        return MODULES / self.package / self.file


TAKEN = (
    Taken("htmx.org", "dist/htmx.min.js", "htmx.min.js", "0BSD"),
    Taken(
        "@fontsource-variable/plus-jakarta-sans",
        "files/plus-jakarta-sans-latin-wght-normal.woff2",
        "jakarta.woff2",
        "OFL-1.1",
    ),
    Taken("zxing-wasm", "dist/iife/reader/index.js", "zxing-reader.min.js", "MIT"),
    Taken("zxing-wasm", "dist/reader/zxing_reader.wasm", "zxing_reader.wasm", "MIT"),
)


def main(arguments: Sequence[str]) -> int:
    """Exit code 1 where the committed files are not what the lock gives."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        made_notice = made / NOTICE.name
        _make(made / "vendor", made_notice)
        if "--check" not in arguments:
            _replace(made / "vendor", made_notice)
            return 0
        wrong = [*_differences(made / "vendor", VENDOR), *_differences(made, ROOT, [NOTICE.name])]
    for name in wrong:
        print(f"{name} is not what frontend/package-lock.json gives; run `make assets`")
    return bool(wrong)


def _make(vendor: Path, notice: Path) -> None:
    vendor.mkdir()
    for taken in TAKEN:
        target = vendor / taken.name
        if taken.name.endswith(".woff2"):
            _subset(taken.path, target)
        else:
            target.write_bytes(taken.path.read_bytes())
    (vendor / MANIFEST).write_text(json.dumps(_manifest(vendor), indent=2) + "\n")
    notice.write_text(_notice(), encoding="utf-8")


def _subset(source: Path, target: Path) -> None:
    """The letters and weights that the pages use; the same file every time."""
    font = instancer.instantiateVariableFont(
        TTFont(source, recalcTimestamp=False), {"wght": WEIGHTS}
    )
    options = subset.Options(layout_features=FEATURES, hinting=False, flavor="woff2")
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    subset.save_font(font, str(target), options)


def _manifest(vendor: Path) -> dict[str, dict[str, str]]:
    return {
        taken.name: {
            "package": taken.package,
            "version": version(taken.package),
            "file": taken.file,
            "licence": taken.licence,
            "sha256": hashlib.sha256((vendor / taken.name).read_bytes()).hexdigest(),
        }
        for taken in TAKEN
    }


def version(package: str) -> str:
    """The version that is locked."""
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"][f"node_modules/{package}"]["version"])


def _notice() -> str:
    parts = ["# What of others travels with the pages\n\nWritten by `make assets`.\n"]
    for taken in TAKEN:
        licence = (MODULES / taken.package / "LICENSE").read_text(encoding="utf-8").strip()
        parts.append(
            f"\n## {taken.name}\n\n{taken.package} {version(taken.package)}, {taken.licence}\n\n"
            f"```\n{licence}\n```\n"
        )
    return "".join(parts)


def _replace(vendor: Path, notice: Path) -> None:
    VENDOR.mkdir(exist_ok=True)
    for path in VENDOR.iterdir():
        path.unlink()
    for path in vendor.iterdir():
        (VENDOR / path.name).write_bytes(path.read_bytes())
    NOTICE.write_bytes(notice.read_bytes())


def _differences(made: Path, kept: Path, names: Sequence[str] = ()) -> list[str]:
    """Names whose content differs, or that only one side has."""
    named = set(names) or {path.name for folder in (made, kept) for path in folder.iterdir()}
    return sorted(name for name in named if _read(made / name) != _read(kept / name))


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
