"""Finding what Debian brings, and the sentence when it cannot be had."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local import packages
from deploy.local.packages import RabbitMQ, move_erlang, no_service_starts, run
from deploy.local.trouble import SetupError


def lay_rabbitmq(root: Path) -> None:
    for program in ("usr/lib/rabbitmq/bin/rabbitmq-server", "usr/lib/erlang/bin/erl"):
        (root / program).parent.mkdir(parents=True)
        (root / program).touch()


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without RabbitMQ, seen by an ordinary user without apt."""
    monkeypatch.setattr(packages, "INSTALLED", tmp_path / "system")
    monkeypatch.setattr(packages, "UNPACKED_RABBITMQ", tmp_path / "unpacked")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_an_installed_rabbitmq_is_preferred_to_an_unpacked_one(bare: Path) -> None:
    lay_rabbitmq(bare / "unpacked")
    assert RabbitMQ.find().root == bare / "unpacked"
    lay_rabbitmq(bare / "system")
    assert RabbitMQ.find().root == bare / "system"


def test_a_rabbitmq_without_erlang_is_none(bare: Path) -> None:
    lay_rabbitmq(bare / "system")
    (bare / "system/usr/lib/erlang/bin/erl").unlink()
    with pytest.raises(SetupError, match="RabbitMQ is not on this machine"):
        RabbitMQ.find()


def test_a_machine_without_apt_is_told_both_ways_out(bare: Path) -> None:
    with pytest.raises(SetupError) as refusal:
        packages.obtain_rabbitmq()
    assert "apt-get install rabbitmq-server" in str(refusal.value)
    assert "AMQP_URL=" in str(refusal.value)


def test_a_missing_browser_names_the_command_that_brings_it(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "LIBATOMIC", "libc.so.6")
    with pytest.raises(SetupError, match="sudo apt-get install chromium"):
        packages.obtain_browser()


@pytest.mark.parametrize(
    ("library", "obtain", "package"),
    [
        ("LIBCURL", packages.obtain_mongod_libraries, "libcurl4"),
        ("LIBATOMIC", packages.obtain_browser, "libatomic1"),
    ],
)
def test_a_missing_library_names_the_command_that_brings_it(
    bare: Path,
    monkeypatch: pytest.MonkeyPatch,
    library: str,
    obtain: Callable[[], None],
    package: str,
) -> None:
    monkeypatch.setattr(packages, library, "libno-such-thing.so.4")
    with pytest.raises(SetupError, match=f"sudo apt-get install {package}"):
        obtain()


def test_a_failed_package_command_shows_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "LOG", tmp_path / "log")
    with pytest.raises(SetupError) as refusal:
        run("Installing", ["sh", "-c", "echo no space left; exit 100"], "make room")
    assert "Installing failed" in str(refusal.value)
    assert "  | no space left" in str(refusal.value)
    assert "To mend it: make room" in str(refusal.value)


def test_an_unpacked_erlang_looks_for_itself_where_it_will_lie(tmp_path: Path) -> None:
    script = tmp_path / "erts-13.1/bin/erl"
    script.parent.mkdir(parents=True)
    script.write_text("#!/bin/sh\nROOTDIR=/usr/lib/erlang\n")
    move_erlang(tmp_path, Path("/final/erlang"))
    assert script.read_text() == "#!/bin/sh\nROOTDIR=/final/erlang\n"


def test_no_service_starts_while_a_package_is_installed_and_any_may_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = tmp_path / "policy-rc.d"
    monkeypatch.setattr(packages, "POLICY", policy)
    with no_service_starts():
        assert "exit 101" in policy.read_text()
    assert not policy.exists()


def test_a_policy_of_the_machine_itself_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = tmp_path / "policy-rc.d"
    policy.write_text("its own")
    monkeypatch.setattr(packages, "POLICY", policy)
    with no_service_starts():
        pass
    assert policy.read_text() == "its own"
