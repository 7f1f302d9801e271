"""`python -m tests.slow` serves an answer that takes as many seconds as it is asked for."""

import asyncio

from fastapi import APIRouter
from pydantic_settings import SettingsConfigDict

from kernel.service import Service, run
from kernel.settings import ServiceSettings


class SlowSettings(ServiceSettings):
    """Where the slow service listens."""

    model_config = SettingsConfigDict(env_prefix="SLOW_", extra="ignore", populate_by_name=True)

    port: int
    database: str


router = APIRouter()


@router.get("/v1/slow/{seconds}")
async def answer_slowly(seconds: float) -> dict[str, float]:
    """Wait, then say so."""
    await asyncio.sleep(seconds)
    return {"waited": seconds}


def create() -> Service:
    """The slow service."""
    service = Service("slow", SlowSettings())
    service.routes(router)
    return service


if __name__ == "__main__":
    run(create)
