"""`python3 -m deploy.local.venv run local`: the virtual environment with its hashed pins.

Runs on the system's own Python, before anything is installed: standard library only. The digest
of each installed pin file is remembered, so that a second start skips pip.
"""

import hashlib
import json
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from deploy.local.packages import install, may_install, run
from deploy.local.places import ROOT
from deploy.local.trouble import SetupError

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
INSTALLED = VENV / "pendopo-pins.json"
PINS = ROOT / "requirements"
PIP = ("-m", "pip", "--disable-pip-version-check", "install", "--require-hashes", "--no-deps")


def make_venv() -> None:
    if PYTHON.exists():
        return
    if find_spec("ensurepip") is None:
        obtain_venv_module()
    argv = [sys.executable, "-m", "venv", str(VENV)]
    run("Making the virtual environment .venv", argv, "rm -rf .venv && make run")


def obtain_venv_module() -> None:
    """Debian keeps the venv module's other half in a package of its own."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not may_install():
        raise SetupError(
            f"Python {version} came without its venv module.",
            "sudo apt-get install python3-venv",
        )
    install(f"python{version}-venv", "Python's venv module")


def install_pins(names: Sequence[str]) -> None:
    installed = json.loads(INSTALLED.read_text()) if INSTALLED.exists() else {}
    wanted = {name: digest(PINS / f"{name}.txt") for name in names}
    missing = [name for name in names if installed.get(name) != wanted[name]]
    if not missing:
        return
    files = [word for name in missing for word in ("-r", str(PINS / f"{name}.txt"))]
    title = f"Installing the Python packages pinned in {', '.join(f'{n}.txt' for n in missing)}"
    run(title, [str(PYTHON), *PIP, *files], "check the way to the package index, then: make run")
    INSTALLED.write_text(json.dumps(installed | wanted))


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def main(names: Sequence[str]) -> int:
    try:
        make_venv()
        install_pins(names)
    except SetupError as trouble:
        print(trouble, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
