"""What is published, read from the code: every fact, who tells it, who keeps it, who hears it."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import contracts
import services
from contracts.fact import Fact
from kernel.events import Events

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Published:
    """A fact and its company: services that tell it, queues that keep it, services that hear it.

    What a queue keeps waits there until it is handled; who merely hears a fact misses those that
    are told while it is away.
    """

    fact: type[Fact]
    told_by: tuple[str, ...]
    kept_in: tuple[str, ...]
    heard_by: tuple[str, ...]

    @property
    def type(self) -> str:
        return self.fact.type


@cache
def published() -> tuple[Published, ...]:
    """Every fact of the contracts, by type."""
    return tuple(_in_company(fact) for fact in facts())


def _in_company(fact: type[Fact]) -> Published:
    queues = {door.queue for name in rooms() for door in event_doors(name) if hears(door, fact)}
    return Published(
        fact,
        told_by=tuple(name for name in rooms() if fact in told_by(name)),
        kept_in=tuple(sorted(queues)),
        heard_by=tuple(name for name in rooms() if fact in heard_live_by(name)),
    )


@cache
def facts() -> tuple[type[Fact], ...]:
    """The classes of all facts, sorted by type."""
    found = {
        value
        for module in pkgutil.iter_modules(contracts.__path__)
        for value in vars(importlib.import_module(f"contracts.{module.name}")).values()
        if inspect.isclass(value) and issubclass(value, Fact) and value is not Fact
    }
    return tuple(sorted(found, key=lambda fact: fact.type))


@cache
def rooms() -> tuple[str, ...]:
    """The names of the services."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules(services.__path__) if m.ispkg))


@cache
def event_doors(room: str) -> tuple[Events, ...]:
    """The durable queues of a service with the facts that each of them takes."""
    modules = [
        importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        for file in sorted(_folder(room).rglob("handlers.py"))
    ]
    return tuple(v for module in modules for v in vars(module).values() if isinstance(v, Events))


def hears(door: Events, fact: type[Fact]) -> bool:
    """Whether a queue takes this fact."""
    return fact.type in door.topology.types


@cache
def told_by(room: str) -> frozenset[type[Fact]]:
    """The facts that a service's code makes."""
    return frozenset(fact for source in _sources(room) for fact in source.made())


@cache
def heard_live_by(room: str) -> frozenset[type[Fact]]:
    """The facts that a service hears in each of its processes alone."""
    return frozenset(fact for source in _sources(room) for fact in source.heard())


class _Source:
    """One module's syntax tree, with its names led back to the facts they were imported as."""

    def __init__(self, file: Path) -> None:
        self._calls: list[ast.Call] = []
        self._imported: dict[str, str] = {}
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                self._calls.append(node)
            elif isinstance(node, ast.ImportFrom):
                self._imported |= {
                    a.asname or a.name: f"{node.module}.{a.name}" for a in node.names
                }

    def made(self) -> Iterator[type[Fact]]:
        """Facts that are constructed: `ProductListed(…)` or `told.ProductListed(…)`."""
        for call in self._calls:
            yield from self._fact(call.func)

    def heard(self) -> Iterator[type[Fact]]:
        """Facts whose type is handed to `hears`: `service.hears([EntryWritten.type], …)`."""
        for call in self._calls:
            if isinstance(call.func, ast.Attribute) and call.func.attr == "hears":
                for node in ast.walk(call.args[0]):
                    if isinstance(node, ast.Attribute) and node.attr == "type":
                        yield from self._fact(node.value)

    def _fact(self, node: ast.expr) -> Iterator[type[Fact]]:
        name = self._full_name(node)
        yield from (fact for fact in facts() if f"{fact.__module__}.{fact.__name__}" == name)

    def _full_name(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return self._imported.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            return f"{self._full_name(node.value)}.{node.attr}"
        return ""


@cache
def _sources(room: str) -> tuple[_Source, ...]:
    return tuple(_Source(file) for file in sorted(_folder(room).rglob("*.py")))


def _folder(room: str) -> Path:
    return ROOT / "services" / room
