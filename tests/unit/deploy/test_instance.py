"""One stack per state folder."""

import os
from pathlib import Path

import pytest

from deploy.local.instance import Instance, only_one, running
from deploy.local.places import State
from deploy.local.trouble import SetupError


def test_a_held_folder_tells_who_holds_it_and_refuses_a_second(tmp_path: Path) -> None:
    state = State(tmp_path / "state")
    with only_one(state, 22000):
        assert running(state) == Instance(os.getpid(), 22000)
        with pytest.raises(SetupError, match="make stop"), only_one(state, 22000):
            pytest.fail("two stacks share one folder")


def test_a_folder_that_was_let_go_is_free_again(tmp_path: Path) -> None:
    state = State(tmp_path / "state")
    with only_one(state, 22000):
        pass
    assert running(state) is None
    with only_one(state, 23000):
        assert running(state) == Instance(os.getpid(), 23000)


def test_nothing_runs_from_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert running(State(tmp_path / "nowhere")) is None
