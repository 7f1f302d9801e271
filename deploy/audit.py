"""Known vulnerabilities of what is pinned: `take` asks PyPI for them, without it the last are read.

PyPI's advisories are not at every workplace, so what `take` was told is committed as
`requirements/advisories.json`; reading that needs no network, and says how old it is.
"""

import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

ROOT = Path(__file__).parents[1]
PINS = ROOT / "requirements"
SNAPSHOT = PINS / "advisories.json"
FILES = ("run.txt", "local.txt", "dev.txt")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^\s;\\]+)", re.MULTILINE)


class Vulnerability(BaseModel):
    """An advisory on one version of a package."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    fix_versions: tuple[str, ...] = ()


class Package(BaseModel):
    """What was asked about, and what is known of it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    version: str
    vulns: tuple[Vulnerability, ...] = ()


class Snapshot(BaseModel):
    """What PyPI knew on a day, as pip-audit writes it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    taken_on: date
    dependencies: tuple[Package, ...]

    def against(self, pins: Mapping[str, str]) -> list[str]:
        """A line for each known vulnerability of what is pinned now."""
        return [
            f"{package.name} {package.version}: {known.id}, mended in "
            f"{' or '.join(known.fix_versions) or 'no version yet'}"
            for package in self.dependencies
            for known in package.vulns
            if pins.get(package.name) == package.version
        ]

    def unasked(self, pins: Mapping[str, str]) -> int:
        """How many pins were others on that day."""
        return len(pins.items() - {(each.name, each.version) for each in self.dependencies})


class Report(NamedTuple):
    """What to say, and whether something has to be done about it."""

    lines: list[str]
    is_bad: bool


def pinned(texts: list[str]) -> dict[str, str]:
    """Versions by package, from pin files."""
    return {
        re.sub(r"[-_.]+", "-", name).lower(): version
        for text in texts
        for name, version in _PIN.findall(text)
    }


def report(snapshot: Snapshot | None, pins: Mapping[str, str], today: date) -> Report:
    """What the last advisories say of the pins."""
    if snapshot is None:
        return Report(
            ["No advisories are at hand: nobody has run `make audit` where PyPI's are reachable."],
            is_bad=False,
        )
    found, unasked = snapshot.against(pins), snapshot.unasked(pins)
    age = (today - snapshot.taken_on).days
    told = f"Advisories of {snapshot.taken_on}, {age} days old"
    if unasked:
        told += f"; {unasked} of {len(pins)} pins have changed since: run `make audit`"
    return Report([*found, f"{told}."], is_bad=bool(found))


def take(today: date) -> str:
    """Ask PyPI and keep the answer; what went wrong, "" for nothing."""
    asked = [word for name in FILES for word in ("-r", str(PINS / name))]
    argv = [sys.executable, "-m", "pip_audit", "--strict", "--disable-pip", "--require-hashes"]
    options = ["--format", "json", "--progress-spinner", "off"]
    audit = subprocess.run([*argv, *options, *asked], capture_output=True, text=True)  # noqa: S603
    if not audit.stdout:
        return audit.stderr.strip() or "pip-audit said nothing"
    snapshot = Snapshot.model_validate_json(
        f'{{"taken_on": "{today}", {audit.stdout.lstrip().removeprefix("{")}'
    )
    SNAPSHOT.write_text(snapshot.model_dump_json(indent=1) + "\n")
    return ""


def main(arguments: list[str]) -> int:
    today = datetime.now(UTC).date()
    if arguments == ["take"] and (trouble := take(today)):
        print(f"No advisories could be fetched, so nothing is known anew:\n{trouble}")
        return 2
    kept = Snapshot.model_validate_json(SNAPSHOT.read_text()) if SNAPSHOT.exists() else None
    said = report(kept, pinned([(PINS / name).read_text() for name in FILES]), today)
    print("\n".join(said.lines))
    return int(said.is_bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
