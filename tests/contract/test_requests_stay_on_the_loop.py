"""No dependency of a route is a plain function or class: FastAPI gives each a thread, each time."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

import services


def _routers() -> Iterator[APIRouter]:
    for module in pkgutil.walk_packages(services.__path__, "services."):
        if not module.name.endswith("__main__"):
            found = vars(importlib.import_module(module.name)).values()
            yield from (thing for thing in found if isinstance(thing, APIRouter))


ROUTES = {
    (route.path, *sorted(route.methods or ())): route
    for router in _routers()
    for route in router.routes
    if isinstance(route, APIRoute)
}


@pytest.mark.parametrize("address", sorted(ROUTES))
def test_a_route_asks_for_what_it_needs_without_a_thread(address: tuple[str, ...]) -> None:
    for dependant in _all(ROUTES[address].dependant):
        asked = (dependant.call, type(dependant.call).__call__)
        assert any(map(inspect.iscoroutinefunction, asked)), dependant.call


def _all(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for inner in dependant.dependencies:
        yield from _all(inner)
