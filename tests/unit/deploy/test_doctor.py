"""What is said of a machine, and the command that mends what is wrong with it."""

import json
import os
import socket
from pathlib import Path

import pytest

from deploy.local import doctor, packages
from deploy.local.doctor import GIGABYTE, Finding
from deploy.local.environment import SERVICES
from deploy.local.instance import only_one
from deploy.local.packages import RabbitMQ
from deploy.local.places import State
from deploy.local.venv import PINS, digest


def test_a_finding_says_how_to_mend_it_and_only_then() -> None:
    assert str(Finding("disk", "1 GB free", "make room")).startswith("!!  disk")
    assert "to mend it: make room" in str(Finding("disk", "1 GB free", "make room"))
    assert str(Finding("disk", "9 GB free")) == "ok  disk         9 GB free"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (doctor.machine("Darwin arm64"), doctor.machine("Linux x86_64")),
        (doctor.disk(GIGABYTE), doctor.disk(4 * GIGABYTE)),
        (doctor.names("no-such-host.invalid"), doctor.names("localhost")),
        (doctor.clock(now=1_000, newest=2_000), doctor.clock(now=2_000, newest=1_000)),
    ],
)
def test_what_is_short_is_told_from_what_suffices(wrong: Finding, right: Finding) -> None:
    assert wrong.mend
    assert not right.mend


@pytest.mark.parametrize(("kilobytes", "suffices"), [(900_000, False), (4_000_000, True)])
def test_memory_is_what_is_available(tmp_path: Path, kilobytes: int, suffices: bool) -> None:
    table = tmp_path / "meminfo"
    table.write_text(f"MemTotal: 9000000 kB\nMemAvailable: {kilobytes} kB\n")
    assert (not doctor.memory(table).mend) is suffices


def test_memory_that_cannot_be_told_is_no_trouble(tmp_path: Path) -> None:
    assert not doctor.memory(tmp_path / "none").mend


def test_packages_are_held_against_their_pins(tmp_path: Path) -> None:
    installed = tmp_path / "pins.json"
    assert "not there yet" in doctor.packages(installed).said
    known = {name: digest(PINS / f"{name}.txt") for name in doctor.PIN_FILES}
    installed.write_text(json.dumps(known))
    assert doctor.packages(installed).said == "as pinned"
    installed.write_text(json.dumps(known | {"run": "older"}))
    assert "older than run.txt" in doctor.packages(installed).said


@pytest.fixture
def no_rabbitmq(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without RabbitMQ and without apt."""
    monkeypatch.setattr(packages, "INSTALLED", tmp_path)
    monkeypatch.setattr(packages, "UNPACKED_RABBITMQ", tmp_path / "unpacked")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_a_broker_that_cannot_be_had_is_told_with_both_ways_out(no_rabbitmq: Path) -> None:
    assert "apt-get install rabbitmq-server" in doctor.rabbitmq({}).mend
    assert "AMQP_URL=" in doctor.rabbitmq({}).mend
    assert not doctor.rabbitmq({"AMQP_URL": "amqp://elsewhere/"}).mend


@pytest.mark.parametrize(("version", "suffices"), [("3.9.13", False), ("3.10.8", True)])
def test_a_broker_without_dead_letters_that_arrive_is_too_old(
    no_rabbitmq: Path, version: str, suffices: bool
) -> None:
    for program in ("rabbitmq/bin/rabbitmq-server", "erlang/bin/erl"):
        (no_rabbitmq / "usr/lib" / program).parent.mkdir(parents=True)
        (no_rabbitmq / "usr/lib" / program).touch()
    (no_rabbitmq / f"usr/lib/rabbitmq/lib/rabbitmq_server-{version}").mkdir(parents=True)
    assert doctor.version_of(RabbitMQ(no_rabbitmq)) == tuple(map(int, version.split(".")))
    assert (not doctor.rabbitmq({}).mend) is suffices


def test_a_taken_port_is_named_with_its_holder(base_port: int, tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", base_port + 80))
        listener.listen()
        environment = {"PENDOPO_BASE_PORT": str(base_port)}
        found = list(doctor.stack(State(tmp_path), environment))
    [taken] = [each for each in found if "gateway" in each.said]
    assert f"{base_port + 80}, which gateway needs" in taken.said
    assert f"process {os.getpid()}" in taken.said
    assert "PENDOPO_BASE_PORT=" in taken.mend


def test_of_a_stack_that_runs_each_service_is_asked(base_port: int, tmp_path: Path) -> None:
    state = State(tmp_path)
    with only_one(state, base_port):
        first, *services = doctor.stack(state, {})
    assert first.said == f"runs as process {os.getpid()}"
    assert {(each.about, each.mend) for each in services} == {
        (name, f"make logs SERVICE={name}") for name in SERVICES
    }
