"""The door plate of each service says what its code does."""

import importlib
import re
from dataclasses import dataclass

import pytest

from contracts.fact import Fact
from docs.generate.language import event_doors, facts, heard_live_by, hears, rooms, told_by

each_room = pytest.mark.parametrize("room", rooms())


@dataclass(frozen=True)
class Plate:
    """`Owns …`, `Tells: A, B.`, `Listens to: C, D; hears E …`, read from a package's docstring."""

    text: str

    def line(self, start: str) -> str:
        """The sentence that begins a line with `start`."""
        found = re.search(rf"^{start}:?\s(.+?)\.$", self.text, re.MULTILINE | re.DOTALL)
        return found[1] if found else ""

    @classmethod
    def of(cls, room: str) -> "Plate":
        return cls(importlib.import_module(f"services.{room}").__doc__ or "")

    @property
    def tells(self) -> set[str]:
        return _classes(self.line("Tells"))

    @property
    def listens_to(self) -> set[str]:
        return _classes(self.line("Listens to").partition(";")[0])

    @property
    def hears(self) -> set[str]:
        return _classes(self.line("Listens to").partition(";")[2])


def _classes(sentence: str) -> set[str]:
    return set(re.findall(r"\b[A-Z]\w+", sentence))


def _names(facts: "frozenset[type[Fact]] | set[type[Fact]]") -> set[str]:
    return {fact.__name__ for fact in facts}


@each_room
def test_a_plate_says_what_the_room_owns(room: str) -> None:
    assert Plate.of(room).line("Owns")


@each_room
def test_a_plate_names_the_facts_that_the_code_tells(room: str) -> None:
    assert Plate.of(room).tells == _names(told_by(room))


@each_room
def test_a_plate_names_the_facts_that_the_handlers_take(room: str) -> None:
    taken = {fact for fact in facts() for door in event_doors(room) if hears(door, fact)}
    assert Plate.of(room).listens_to == _names(taken)


@each_room
def test_a_plate_names_the_facts_that_are_heard_live(room: str) -> None:
    assert Plate.of(room).hears == _names(heard_live_by(room))


def test_a_plate_is_read_sentence_by_sentence() -> None:
    plate = Plate(
        "A room.\n\nOwns: doors,\nand windows.\nTells: DoorOpened,\n    DoorShut.\n"
        "Listens to: bell.BellRung; hears KnockHeard for the moment.\nDecides Nothing.\n"
    )
    assert plate.line("Owns") == "doors,\nand windows"
    assert plate.tells == {"DoorOpened", "DoorShut"}
    assert plate.listens_to == {"BellRung"}
    assert plate.hears == {"KnockHeard"}
