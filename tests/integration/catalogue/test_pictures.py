"""Pictures: uploaded by owners, seen by all under addresses that never change."""

import io
from typing import Any

import pytest
from PIL import Image

from tests import trade
from tests.rooms import Person, Room
from tests.snapshots import bomb, from_a_phone, picture


@pytest.fixture
async def owner(catalogue: Room, edition: str) -> Person:
    organiser, path = catalogue.by("organiser"), f"/editions/{edition}"
    makers = [trade.exhibitor("PS-1"), trade.exhibitor("PS-2", name="Koperasi Lain")]
    await organiser.makes(f"{path}/exhibitors", *makers)
    await organiser.makes(f"{path}/products", trade.product("PR-1"), trade.product("PR-2"))
    return catalogue.by("exhibitor", f"exhibitor:{edition}:PS-1")


async def _put(person: Person, path: str, content: Any, version: int = 1) -> Any:
    return await person.asks(
        "PUT",
        f"{path}/picture",
        data=io.BytesIO(content) if isinstance(content, bytes) else content,
        headers={"if-match": f'"{version}"'},
    )


async def _stored(catalogue: Room, edition: str) -> int:
    pictures = catalogue.service.mongo["pictures"]
    return await pictures.count_documents({"_id": {"$regex": f"^{edition}:"}})


async def test_a_photo_is_shown_in_three_sizes_for_ever(
    catalogue: Room, edition: str, owner: Person
) -> None:
    path = f"/editions/{edition}/products/PR-1"
    answer = await _put(owner, path, from_a_phone())
    assert (answer.status, answer.headers["etag"]) == (200, '"2"')
    shown = (await catalogue.anybody.gets(path))["picture"]
    assert (shown["width"], shown["height"]) == (800, 1200)
    for size in (320, 800, 1600):
        at = f"/v1/editions/{edition}/pictures/{shown['id']}-{size}.webp"
        async with catalogue.client.get(at) as got:
            assert (got.status, got.content_type) == (200, "image/webp")
            assert got.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert max(Image.open(io.BytesIO(await got.read())).size) == min(size, 1200)
        async with catalogue.client.get(at, headers={"if-none-match": got.headers["etag"]}) as got:
            assert (got.status, await got.read()) == (304, b"")
    assert catalogue.told(subject=f"product:{edition}:PR-1")[-1].data["picture"] == shown["id"]


async def test_a_picture_that_nothing_shows_any_more_is_gone(
    catalogue: Room, edition: str, owner: Person
) -> None:
    path, teal = f"/editions/{edition}", picture()
    for thing in ("products/PR-1", "products/PR-2", "exhibitors/PS-1"):
        assert (await _put(owner, f"{path}/{thing}", teal)).status == 200
    assert await _stored(catalogue, edition) == 1
    other = picture(size=(90, 90))
    assert (await _put(owner, f"{path}/products/PR-1", other, 2)).status == 200
    assert await _stored(catalogue, edition) == 2
    for thing in ("products/PR-2", "exhibitors/PS-1"):
        gone = await owner.asks("DELETE", f"{path}/{thing}/picture", headers={"if-match": '"2"'})
        assert (gone.status, gone.body["picture"]) == (200, None)
    assert await _stored(catalogue, edition) == 1


async def test_an_edit_and_a_spreadsheet_leave_the_picture(
    catalogue: Room, edition: str, owner: Person
) -> None:
    path = f"/editions/{edition}/products/PR-1"
    await _put(owner, path, picture())
    edited = await owner.asks(
        "PUT", path, json=trade.product(price=13_000), headers={"if-match": '"2"'}
    )
    assert edited.body["picture"]
    sheet = (
        "kode;kode_peserta;nama;kategori;satuan;harga\n"
        "PR-1;PS-1;Keripik singkong;makanan-ringan;pak;14000\n"
    )
    job = await catalogue.by("organiser").imports(
        f"/editions/{edition}/products/imports", sheet.encode()
    )
    assert job["rows"]["changed"] == 1
    assert (await catalogue.anybody.gets(path))["picture"] == edited.body["picture"]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "empty-file"),
        (bomb(), 422, "too-many-pixels"),
        (from_a_phone()[:5000], 422, "broken-picture"),
        (b"%PDF-1.4\n%%EOF", 422, "wrong-kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 422, "wrong-kind"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", 422, "heic"),
        (picture() + b" " * 15 * 2**20, 413, "file-too-large"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
async def test_what_is_no_picture_is_refused_and_nothing_is_kept(
    catalogue: Room, edition: str, owner: Person, content: bytes, status: int, code: str
) -> None:
    path = f"/editions/{edition}/products/PR-1"
    answer = await _put(owner, path, content)
    assert (answer.status, answer.code) == (status, code)
    assert (await catalogue.anybody.gets(path))["version"] == 1
    assert await _stored(catalogue, edition) == 0


async def test_only_owners_show_pictures_and_from_what_they_saw(
    catalogue: Room, edition: str, owner: Person
) -> None:
    path = f"/editions/{edition}/products/PR-1"
    other = catalogue.by("exhibitor", f"exhibitor:{edition}:PS-2")
    assert (await _put(other, path, picture())).status == 403
    assert (await _put(catalogue.anybody, path, picture())).status == 401
    assert (await _put(owner, path, picture(), version=7)).status == 412
    missing = await owner.asks("GET", f"/editions/{edition}/pictures/{'0' * 32}-320.webp")
    assert (missing.status, missing.code) == (404, "no-picture")
    odd = await owner.asks("GET", f"/editions/{edition}/pictures/{'0' * 32}-9999.webp")
    assert odd.status == 422
