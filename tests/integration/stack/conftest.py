"""Ports for stacks that are started here, apart from those of the session's own backends."""

from collections.abc import Iterator

import pytest

from tests.names import reserved_ports


@pytest.fixture(scope="session")
def first_port() -> Iterator[int]:
    """The first of 400 ports: four stacks of a hundred ports each fit side by side."""
    with reserved_ports() as first:
        yield first
