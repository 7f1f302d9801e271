"""Every mistake that only the business can see is answered at the door where the sheet came in."""

import asyncio
from pathlib import Path

import pytest

from tests import trade
from tests.mistakes.build import MISTAKES, Mistake
from tests.mistakes.good import write_good
from tests.rooms import Room
from tests.waiting import until

EDITION = "mistaken"
HERE = [m for m in MISTAKES if m.level == "service" and m.kind != "accounts"]


@pytest.fixture(scope="module")
async def organised(rooms: dict[str, Room], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with right exhibitors and buyers, and a folder for sheets."""
    folder = tmp_path_factory.mktemp("sheets")
    await rooms["products"].by("organiser").makes("/editions", trade.edition(EDITION))
    matching = rooms["demands"].by("organiser")

    async def is_known_everywhere() -> bool:
        answer = await matching.posts(f"/editions/{EDITION}/buyers", trade.buyer("PB-9"))
        return answer.status == 201

    await until(is_known_everywhere)
    for kind in ("exhibitors", "buyers"):
        job = (
            await rooms[kind]
            .by("organiser")
            .imports(f"/editions/{EDITION}/{kind}/imports", write_good(folder, kind).read_bytes())
        )
        assert (job["state"], job["rows"]["created"]) == ("done", 3), job
    return folder


@pytest.fixture(scope="module")
async def jobs(rooms: dict[str, Room], organised: Path) -> dict[str, str]:
    """All mistakes uploaded; where to follow each."""

    async def upload(mistake: Mistake) -> str:
        path = f"/editions/{EDITION}/{mistake.kind}/imports"
        organiser = rooms[mistake.kind].by("organiser")
        content = mistake.make(organised).read_bytes()
        answer = await organiser.uploads(path, content, all_or_nothing=True)
        assert answer.status == 202, answer
        return f"{path}/{answer.body['id']}"

    paths = await asyncio.gather(*map(upload, HERE))
    return dict(zip((mistake.name for mistake in HERE), paths, strict=True))


@pytest.mark.parametrize("mistake", [pytest.param(m, id=m.name) for m in HERE])
async def test_a_mistake_is_answered_with_its_code_and_nothing_is_written(
    mistake: Mistake, rooms: dict[str, Room], jobs: dict[str, str]
) -> None:
    room = rooms[mistake.kind]
    job = await room.by("organiser").follows(jobs[mistake.name])
    assert (job["state"], job["problem"]["code"]) == ("failed", "rows-invalid")
    assert job["rows"]["written"] == 0
    assert {error["code"] for error in job["errors"]} == {mistake.code}
    for error in job["errors"]:
        assert error["row"] in (2, 3, 4)
        assert error["message"] != error["message_en"]
    kept = {"exhibitors": 3, "buyers": 4, "products": 0, "demands": 0}[mistake.kind]
    assert await room.service.mongo[mistake.kind].count_documents({"edition": EDITION}) == kept


def test_there_are_mistakes_of_every_kind_of_sheet() -> None:
    assert {mistake.kind for mistake in HERE} == {"exhibitors", "products", "buyers", "demands"}
    assert len(HERE) >= 35
