"""How a door asks for what the service was put together with."""

from typing import Any, TypeVar

from fastapi import Depends, Request

Kind = TypeVar("Kind")


def provided(kind: type[Kind]) -> Any:
    """A FastAPI dependency: the one thing of this type that the service was put together with."""

    async def find(request: Request) -> Kind:
        found: Kind = request.app.state.provided[kind]
        return found

    return Depends(find)
