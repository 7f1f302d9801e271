"""Getting what pip cannot bring from Debian's packages; RabbitMQ even without root."""

import ctypes
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.places import LOCAL, UNPACKED_PROMETHEUS, UNPACKED_RABBITMQ
from deploy.local.progress import Progress
from deploy.local.trouble import SetupError, end_of

INSTALLED = Path("/")
LOG = LOCAL / "packages.log"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NEEDED_BY_RABBITMQ = re.compile(r"(erlang|rabbitmq|libsctp|libtinfo)")
NO_SERVICE_STARTS = "#!/bin/sh\nexit 101\n"
LIBCURL, LIBATOMIC = "libcurl.so.4", "libatomic.so.1"
POLICY = Path("/usr/sbin/policy-rc.d")
OWN_BROKER = "or give the address of a broker of your own: AMQP_URL=amqp://... make run"
OWN_DATABASE = "or give that of a replica set of your own: MONGO_URL=mongodb://... make run"


@dataclass(frozen=True)
class RabbitMQ:
    """Where RabbitMQ's start script and Erlang's programs lie."""

    root: Path

    @property
    def server(self) -> Path:
        """The script itself, not Debian's wrapper, which changes user and folder."""
        return self.root / "usr/lib/rabbitmq/bin/rabbitmq-server"

    @property
    def erlang(self) -> Path:
        return self.root / "usr/lib/erlang/bin"

    @classmethod
    def find(cls) -> "RabbitMQ":
        for place in (cls(INSTALLED), cls(UNPACKED_RABBITMQ)):
            if place.server.exists() and (place.erlang / "erl").exists():
                return place
        raise SetupError(
            "RabbitMQ is not on this machine.", f"apt-get install rabbitmq-server  ({OWN_BROKER})"
        )


def obtain_rabbitmq() -> None:
    """Make sure there is a RabbitMQ: installed with root, unpacked under `.local/` without."""
    try:
        RabbitMQ.find()
    except SetupError:
        if shutil.which("apt-get") is None:
            raise
        if may_install():
            install("rabbitmq-server", "RabbitMQ")
        else:
            unpack_rabbitmq()


def obtain_mongod_libraries() -> None:
    """The mongod from the wheel is linked to libcurl, which a bare Debian does not have."""
    obtain_library(LIBCURL, "libcurl4", "the private mongod", OWN_DATABASE)


def obtain_library(library: str, package: str, needed_by: str, otherwise: str = "") -> None:
    """Make sure that the loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        if not may_install():
            mend = f"sudo apt-get install {package}"
            raise SetupError(
                f"{needed_by.capitalize()} needs {library}, which only root can install here.",
                f"{mend}  ({otherwise})" if otherwise else mend,
            ) from None
        install(package, f"a library of {needed_by}")


def obtain_browser() -> None:
    """Make sure the browser tests find a Chromium, and their driver what it is linked to."""
    obtain_library(LIBATOMIC, "libatomic1", "the driver of the browser tests")
    if any(shutil.which(name) for name in BROWSERS):
        return
    if not may_install():
        raise SetupError(
            "The browser tests need Chromium, which only root can install here.",
            "sudo apt-get install chromium",
        )
    install("chromium", "Chromium")


def promtool() -> str:
    """The checker of alert rules. Raises SetupError."""
    found = shutil.which("promtool") or str(UNPACKED_PROMETHEUS / "usr/bin/promtool")
    if Path(found).exists():
        return found
    raise SetupError(
        "Alert rules are checked with promtool, which is not on this machine.",
        "python -m deploy.local promtool  (or apt-get install prometheus)",
    )


def obtain_promtool() -> None:
    """Make sure there is a promtool; unpacked under `.local/`, so that no server is installed."""
    try:
        promtool()
    except SetupError:
        if shutil.which("apt-get") is None:
            raise
        unpack_promtool()


def unpack_promtool() -> None:
    mend = "sudo apt-get install prometheus"
    folder = UNPACKED_PROMETHEUS.with_name("prometheus.partial")
    shutil.rmtree(folder, ignore_errors=True)
    apt = own_package_lists(folder / "apt")
    run("Reading Debian's package lists", ["apt-get", *apt, "-q", "update"], mend)
    argv = ["apt-get", *apt, "-q", "download", "prometheus"]
    run("Downloading promtool", argv, mend, cwd=folder)
    (deb,) = folder.glob("prometheus_*.deb")
    run("Unpacking promtool", ["dpkg", "-x", str(deb), str(folder)], mend, quiet=True)
    shutil.rmtree(folder / "apt")
    deb.unlink()
    folder.rename(UNPACKED_PROMETHEUS)


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(package: str, name: str) -> None:
    mend = f"apt-get update && apt-get install {package}"
    with no_service_starts():
        run(f"Reading Debian's package lists for {name}", ["apt-get", "-q", "update"], mend)
        argv = ["apt-get", "-q", "-y", "--no-install-recommends", "install", package]
        run(f"Installing {name} from Debian's package {package}", argv, mend)


@contextmanager
def no_service_starts() -> Iterator[None]:
    """Keep the package from starting a system-wide node, which nothing here would ever stop."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text(NO_SERVICE_STARTS)
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def unpack_rabbitmq() -> None:
    """Debian's packages, downloaded and unpacked by an ordinary user; nothing is installed."""
    mend = f"sudo apt-get install rabbitmq-server  ({OWN_BROKER})"
    folder = UNPACKED_RABBITMQ.with_name("rabbitmq.partial")
    shutil.rmtree(folder, ignore_errors=True)
    apt = own_package_lists(folder / "apt")
    run("Reading Debian's package lists", ["apt-get", *apt, "-q", "update"], mend)
    names = packages_around("rabbitmq-server", apt)
    debs = folder / "debs"
    debs.mkdir()
    argv = ["apt-get", *apt, "-q", "download", *names]
    run(f"Downloading {len(names)} packages for RabbitMQ", argv, mend, cwd=debs)
    for deb in sorted(debs.glob("*.deb")):
        run(f"Unpacking {deb.name}", ["dpkg", "-x", str(deb), str(folder)], mend, quiet=True)
    move_erlang(folder / "usr/lib/erlang", UNPACKED_RABBITMQ / "usr/lib/erlang")
    shutil.rmtree(debs)
    shutil.rmtree(folder / "apt")
    folder.rename(UNPACKED_RABBITMQ)


def own_package_lists(folder: Path) -> list[str]:
    """apt options that keep lists and cache in `folder`, which an ordinary user may write."""
    lists, cache = folder / "lists", folder / "cache"
    (lists / "partial").mkdir(parents=True)
    (cache / "archives" / "partial").mkdir(parents=True)
    return ["-o", f"Dir::State::Lists={lists}", "-o", f"Dir::Cache={cache}"]


def packages_around(package: str, apt: Sequence[str]) -> list[str]:
    kinds = ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")
    argv = ["apt-cache", *apt, "depends", "--recurse", *(f"--no-{kind}" for kind in kinds)]
    answer = subprocess.run([*argv, package], capture_output=True, text=True, check=True)
    return sorted({name for name in answer.stdout.split("\n") if NEEDED_BY_RABBITMQ.match(name)})


def move_erlang(unpacked: Path, final: Path) -> None:
    """Debian's `erl` names /usr/lib/erlang as its home and takes no other from the environment."""
    for script in (*unpacked.glob("bin/erl"), *unpacked.glob("erts-*/bin/erl")):
        text = script.read_text()
        script.write_text(text.replace("ROOTDIR=/usr/lib/erlang", f"ROOTDIR={final}"))


def run(
    title: str, argv: Sequence[str], mend: str, *, cwd: Path | None = None, quiet: bool = False
) -> None:
    """Run one package command, showing the time it takes; its words go to the log."""
    LOCAL.mkdir(exist_ok=True)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    with Progress() as progress, LOG.open("ab") as log:
        child = subprocess.Popen(argv, cwd=cwd, env=env, stdout=log, stderr=log)
        while child.poll() is None:
            progress.show(f"{title}: {progress.seconds:.0f} s")
            time.sleep(0.2)
        if child.returncode:
            raise SetupError(f"{title} failed. The end of {LOG}:\n{end_of(LOG)}", mend)
        if not quiet:
            progress.finish(f"{title}: done in {progress.seconds:.0f} s")
