"""Where everything listens, and what a person is told when someone else listens there."""

import os
import socket
from collections.abc import Iterator

import pytest

from deploy.local.ports import Ports, expect_free, holder, is_free, mend, read_base
from deploy.local.trouble import SetupError


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_all_ports_move_together() -> None:
    here, there = Ports.above(21000), Ports.above(22000)
    assert (here.rabbitmq, here.mongod, here.gateway) == (21000, 21010, 21080)
    assert (there.rabbitmq, there.mongod, there.gateway) == (22000, 22010, 22080)


def test_ports_are_listed_by_owner_under_the_names_people_know() -> None:
    assert Ports.above(21000).of("mail", "gateway") == {
        "mail": 21025,
        "mail page": 21026,
        "gateway": 21080,
    }


@pytest.mark.parametrize("text", ["80", "32700", "-22000", "22000.5", "many", "", "²²⁰⁰⁰"])
def test_a_base_port_outside_the_range_is_refused_with_one_that_works(text: str) -> None:
    with pytest.raises(SetupError, match="PENDOPO_BASE_PORT=22000 make run"):
        read_base(text)


def test_a_base_port_inside_the_range_is_taken() -> None:
    assert read_base("22000") == 22000


async def test_a_taken_port_is_named_with_its_holder_and_the_way_out(taken_port: int) -> None:
    with pytest.raises(SetupError) as refusal:
        await expect_free({"gateway": taken_port}, 21000)
    said = str(refusal.value)
    assert f"Port {taken_port}, which gateway needs, is taken by python" in said
    assert f"(process {os.getpid()})" in said
    assert "PENDOPO_BASE_PORT=22000 make run" in said


async def test_free_ports_let_the_stack_start(taken_port: int) -> None:
    with socket.socket() as passing:
        passing.bind(("127.0.0.1", 0))
        free = passing.getsockname()[1]
    await expect_free({"gateway": free}, 21000)
    assert is_free(free)
    assert not is_free(taken_port)


def test_nobody_holds_a_free_port() -> None:
    with socket.socket() as passing:
        passing.bind(("127.0.0.1", 0))
        free = passing.getsockname()[1]
    assert holder(free) is None


def test_the_offered_base_port_is_itself_in_range() -> None:
    assert "PENDOPO_BASE_PORT=21000" in mend(32000)
