"""Papers: declared, shown by a file, judged; by their owners and the office alone."""

import asyncio
import io
from typing import Any

import pytest
from PIL import Image

from kernel.envelope import Envelope
from services.catalogue.shelves import Shelves
from tests import trade
from tests.rooms import Answer, Person, Room

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NIB = {"kind": "NIB", "number": "9120001234567", "issuer": "OSS"}


def _picture(kind: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(content, kind)
    return content.getvalue()


def _if_match(answer: Answer) -> dict[str, str]:
    return {"if-match": answer.headers["etag"]}


@pytest.fixture
async def owner(catalogue: Room, edition: str) -> Person:
    """The exhibitor PS-1, who has the product PR-1, of an edition with two exhibitors."""
    organiser, path = catalogue.by("organiser"), f"/editions/{edition}"
    makers = [trade.exhibitor("PS-1"), trade.exhibitor("PS-2", name="Koperasi Lain")]
    await organiser.makes(f"{path}/exhibitors", *makers)
    await organiser.makes(f"{path}/products", trade.product())
    return catalogue.by("exhibitor", f"exhibitor:{edition}:PS-1")


@pytest.fixture
def at(edition: str) -> str:
    return f"/editions/{edition}/products/PR-1/papers"


async def _shown(owner: Person, at: str, content: bytes = PDF) -> tuple[str, Answer]:
    """The address of a paper with a file, and the last answer about it."""
    added = await owner.posts(at, trade.PIRT)
    assert added.status == 201, added
    one = f"{at}/{added.body['id']}"
    answer = await owner.asks(
        "PUT", f"{one}/file", data=io.BytesIO(content), headers=_if_match(added)
    )
    assert answer.status == 200, answer
    return one, answer


def _told(catalogue: Room, edition: str) -> Envelope:
    """The last that was told of the product."""
    return catalogue.told(subject=f"product:{edition}:PR-1")[-1]


async def _files(catalogue: Room) -> int:
    mongo = catalogue.service.mongo
    counts = [
        await mongo[f"paper_files.{part}"].count_documents({})
        for part in ("files", "chunks", "loose")
    ]
    assert counts[0] == counts[1], "each of these small files is one chunk"
    assert counts[2] == 0, "nothing is left loose"
    return counts[0]


async def test_a_paper_is_declared_and_told_with_its_product(
    catalogue: Room, edition: str, owner: Person, at: str
) -> None:
    added = await owner.posts(at, trade.PIRT | {"expires": "2031-05-01", "state": "checked"})
    assert (added.status, added.headers["etag"]) == (201, '"1"')
    assert (added.body["state"], added.body["holder_code"]) == ("declared", "PR-1")
    product = await catalogue.anybody.gets(f"/editions/{edition}/products/PR-1")
    assert product["papers"][0]["id"] == added.body["id"]
    assert product["version"] == 2
    told = _told(catalogue, edition)
    assert told.version == 2
    assert told.data["papers"] == [{"kind": "PIRT", "state": "declared", "expires": "2031-05-01"}]


async def test_a_firm_holds_papers_of_its_own(catalogue: Room, edition: str, owner: Person) -> None:
    added = await owner.posts(f"/editions/{edition}/exhibitors/PS-1/papers", NIB)
    assert added.status == 201
    listed = await owner.gets(f"/editions/{edition}/papers", exhibitor="PS-1")
    assert [(paper["kind"], paper["shelf"]) for paper in listed["items"]] == [("NIB", "exhibitors")]
    again = await owner.posts(f"/editions/{edition}/exhibitors/PS-1/papers", NIB)
    assert (again.status, again.code) == (409, "paper-twice")


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"kind": "PIRT", "number": "123"}, "paper-number"),
        ({"kind": "GTIN", "number": "8991234567895"}, "gtin-check-digit"),
        ({"kind": "PIRT", "number": "CONTOH-123456789012345"}, "sample-number"),
        (NIB | {"issued": "2027-01-02", "expires": "2027-01-01"}, "paper-dates"),
        (NIB | {"expires": "0001-01-01"}, "paper-dates"),
        ({"kind": "SURAT SAKTI", "number": "1"}, "invalid"),
    ],
)
async def test_a_paper_that_cannot_be_is_refused(
    catalogue: Room, edition: str, owner: Person, at: str, form: Any, code: str
) -> None:
    answer = await owner.posts(at, form)
    assert (answer.status, answer.code) == (422, code)
    in_a_product = await owner.posts(
        f"/editions/{edition}/products", trade.product("PR-2", papers=[form])
    )
    assert (in_a_product.status, in_a_product.code) == (422, code)
    assert (await catalogue.anybody.gets(f"/editions/{edition}/products/PR-1"))["papers"] == []


async def test_what_is_said_anew_must_be_checked_anew(
    catalogue: Room, edition: str, owner: Person, at: str
) -> None:
    one, shown = await _shown(owner, at)
    office = catalogue.by("organiser")
    checked = await office.asks(
        "POST", f"{one}/review", json={"state": "checked"}, headers=_if_match(shown)
    )
    assert (checked.status, checked.body["state"]) == (200, "checked")
    assert checked.body["checked_by"] == "Test organiser"
    public = (await catalogue.anybody.gets(f"/editions/{edition}/products/PR-1"))["papers"][0]
    assert (public["state"], public["has_file"]) == ("checked", True)
    assert public["checked_at"]
    assert "checked_by" not in public

    same = await owner.asks("PUT", one, json=trade.PIRT, headers=_if_match(checked))
    assert (same.body["state"], same.headers["etag"]) == ("checked", checked.headers["etag"])
    other = trade.PIRT | {"number": "P-IRT 2063319010999-27"}
    replaced = await owner.asks("PUT", one, json=other, headers=_if_match(same))
    assert (replaced.body["state"], replaced.body["checked_by"]) == ("declared", "")
    assert replaced.body["file"] is not None


async def test_a_new_file_must_be_checked_anew_and_the_old_one_is_gone(
    catalogue: Room, owner: Person, at: str
) -> None:
    before = await _files(catalogue)
    one, shown = await _shown(owner, at)
    rejected = await catalogue.by("organiser").asks(
        "POST",
        f"{one}/review",
        json={"state": "rejected", "reason": "Berkas tidak terbaca."},
        headers=_if_match(shown),
    )
    assert (rejected.body["state"], rejected.body["reason"]) == (
        "rejected",
        "Berkas tidak terbaca.",
    )
    jpeg = _picture("JPEG")
    renewed = await owner.asks("PUT", f"{one}/file", data=jpeg, headers=_if_match(rejected))
    assert (renewed.body["state"], renewed.body["reason"]) == ("declared", "")
    assert renewed.body["file"]["media_type"] == "image/jpeg"
    assert await _files(catalogue) == before + 1


async def test_a_paper_whose_file_vanished_says_so_and_is_not_checked(
    catalogue: Room, owner: Person, at: str
) -> None:
    one, shown = await _shown(owner, at)
    mongo = catalogue.service.mongo
    [last] = await mongo["paper_files.files"].find().sort("uploadDate", -1).limit(1).to_list(1)
    await mongo["paper_files.chunks"].delete_many({"files_id": last["_id"]})
    office = catalogue.by("organiser")
    got = await office.asks("GET", f"{one}/file")
    assert (got.status, got.code) == (409, "file-vanished")
    verdict = {"state": "checked"}
    judged = await office.asks("POST", f"{one}/review", _if_match(shown), json=verdict)
    assert (judged.status, judged.code) == (409, "file-vanished")
    [paper] = (await owner.gets(at))["items"]
    assert (paper["state"], paper["version"]) == ("declared", shown.body["version"])
    again = await owner.asks("PUT", f"{one}/file", _if_match(shown), data=io.BytesIO(PDF))
    assert again.status == 200
    assert (await office.asks("GET", f"{one}/file")).status == 200


async def test_a_file_is_never_shown_inline_and_to_its_owner_and_the_office_alone(
    catalogue: Room, edition: str, owner: Person, at: str
) -> None:
    one, _ = await _shown(owner, at)
    assistant = catalogue.by("assistant", f"exhibitor:{edition}:PS-1")
    for person in (owner, catalogue.by("organiser"), assistant):
        got = await person.asks("GET", f"{one}/file")
        assert got.status == 200
        assert got.body == PDF.decode()
        assert got.headers["content-disposition"] == 'attachment; filename="PR-1-PIRT.pdf"'
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["content-security-policy"].startswith("sandbox")
        assert got.headers["cache-control"] == "private, no-store"
    other = catalogue.by("exhibitor", f"exhibitor:{edition}:PS-2")
    elsewhere = catalogue.by("assistant", f"exhibitor:{edition}:PS-2")
    for stranger in (other, elsewhere, catalogue.by("assistant")):
        assert (await stranger.asks("GET", f"{one}/file")).status == 403
    assert (await catalogue.by("buyer").asks("GET", f"{one}/file")).status == 403
    assert (await catalogue.anybody.asks("GET", f"{one}/file")).status == 401


async def _pieces_until_cut() -> Any:
    yield PDF
    raise ConnectionResetError


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "empty-file"),
        (PDF[:-8], 422, "broken-pdf"),
        (_picture("JPEG")[:-200], 422, "broken-picture"),
        (b"\xff\xd8\xff\xe0 not a picture", 422, "broken-picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422, "wrong-kind"),
        (b"<!doctype html><script>alert(1)</script>", 422, "wrong-kind"),
        (b"PK\x03\x04 a spreadsheet called paper.pdf", 422, "wrong-kind"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", 422, "heic"),
        (PDF + b" " * 10 * 2**20, 413, "file-too-large"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
async def test_a_wrong_file_is_refused_and_nothing_of_it_is_kept(
    catalogue: Room, owner: Person, at: str, content: bytes, status: int, code: str
) -> None:
    before = await _files(catalogue)
    added = await owner.posts(at, trade.PIRT)
    one = f"{at}/{added.body['id']}"
    answer = await owner.asks(
        "PUT", f"{one}/file", data=io.BytesIO(content), headers=_if_match(added)
    )
    assert (answer.status, answer.code) == (status, code)
    assert await _files(catalogue) == before
    [paper] = (await owner.gets(f"{at.partition('/products')[0]}/papers", exhibitor="PS-1"))[
        "items"
    ]
    assert (paper["file"], paper["version"]) == (None, 1)


async def test_an_upload_that_is_cut_in_the_middle_leaves_nothing(
    catalogue: Room, owner: Person, at: str
) -> None:
    before = await _files(catalogue)
    added = await owner.posts(at, trade.PIRT)
    one = f"{at}/{added.body['id']}"
    with pytest.raises((ConnectionResetError, OSError)):
        await owner.asks("PUT", f"{one}/file", data=_pieces_until_cut(), headers=_if_match(added))
    assert await _files(catalogue) == before
    again = await owner.asks("PUT", f"{one}/file", data=PDF, headers=_if_match(added))
    assert again.status == 200


async def test_a_file_that_a_killed_process_left_is_dropped_and_a_bound_one_stays(
    catalogue: Room, owner: Person, at: str
) -> None:
    before = await _files(catalogue)
    await _shown(owner, at)
    mongo = catalogue.service.mongo
    left = mongo.files("paper_files").open_upload_stream_with_id("left", "left", chunk_size_bytes=4)
    await mongo["paper_files.loose"].insert_one({"_id": "left", "since": _long_ago()})
    await left.write(b"half of a file")
    await catalogue.provided(Shelves).proofs.files.drop_loose()
    assert await _files(catalogue) == before + 1


def _long_ago() -> Any:
    from datetime import UTC, datetime

    return datetime(2020, 1, 1, tzinfo=UTC)


async def test_of_two_reviews_at_once_one_is_stale(catalogue: Room, owner: Person, at: str) -> None:
    one, shown = await _shown(owner, at)
    office = catalogue.by("organiser")
    said = [{"state": "checked"}, {"state": "rejected", "reason": "Nomor lain."}] * 2
    answers = await asyncio.gather(
        *(
            office.asks("POST", f"{one}/review", json=verdict, headers=_if_match(shown))
            for verdict in said
        )
    )
    assert sorted(answer.status for answer in answers) == [200, 412, 412, 412]


async def test_only_the_office_judges_and_says_why(catalogue: Room, owner: Person, at: str) -> None:
    one, shown = await _shown(owner, at)
    for person in (owner, catalogue.by("assistant"), catalogue.by("buyer")):
        answer = await person.asks(
            "POST", f"{one}/review", json={"state": "checked"}, headers=_if_match(shown)
        )
        assert answer.status == 403
    office = catalogue.by("organiser")
    answer = await office.asks(
        "POST", f"{one}/review", json={"state": "rejected"}, headers=_if_match(shown)
    )
    assert (answer.status, answer.code) == (422, "reason-missing")


async def test_what_waits_to_be_checked_is_a_list_that_goes_on(
    catalogue: Room, edition: str, owner: Person, at: str
) -> None:
    one, shown = await _shown(owner, at)
    await owner.posts(f"/editions/{edition}/exhibitors/PS-1/papers", NIB)
    goods = [trade.product(f"PR-{n}", papers=[trade.PIRT]) for n in (2, 3)]
    await owner.makes(f"/editions/{edition}/products", *goods)
    office, path = catalogue.by("organiser"), f"/editions/{edition}/papers"
    pages = await office.reads_on(path, state="declared", limit=1)
    holders = [paper["holder_code"] for page in pages for paper in page]
    assert holders == ["PS-1", "PR-1", "PR-2", "PR-3"]
    with_file = await office.gets(path, state="declared", has_file="true")
    assert [paper["holder_code"] for paper in with_file["items"]] == ["PR-1"]
    await office.asks("POST", f"{one}/review", json={"state": "checked"}, headers=_if_match(shown))
    assert len((await office.gets(path, state="declared"))["items"]) == 3
    assert (await owner.asks("GET", path)).status == 403


async def test_a_withdrawn_paper_is_gone_with_its_file(
    catalogue: Room, edition: str, owner: Person, at: str
) -> None:
    before = await _files(catalogue)
    one, shown = await _shown(owner, at)
    assert (await owner.asks("POST", f"{one}/withdrawal")).status == 428
    gone = await owner.asks("POST", f"{one}/withdrawal", headers=_if_match(shown))
    assert gone.status == 204
    assert await _files(catalogue) == before
    again = await owner.asks("POST", f"{one}/withdrawal", headers=_if_match(shown))
    assert (again.status, again.code) == (404, "no-paper")
    assert _told(catalogue, edition).data["papers"] == []


async def test_a_form_that_says_nothing_of_papers_leaves_them_and_their_files(
    catalogue: Room, edition: str, owner: Person, at: str
) -> None:
    before = await _files(catalogue)
    await _shown(owner, at)
    path = f"/editions/{edition}/products/PR-1"
    edited = await owner.asks(
        "PUT", path, json=trade.product(price=13_000), headers={"if-match": '"3"'}
    )
    assert edited.body["papers"][0]["has_file"]
    emptied = await owner.asks(
        "PUT", path, json=trade.product(papers=[]), headers=_if_match(edited)
    )
    assert emptied.body["papers"] == []
    await catalogue.provided(Shelves).proofs.files.drop_loose()
    assert await _files(catalogue) == before


async def test_nobody_touches_another_s_papers(
    catalogue: Room, edition: str, owner: Person, at: str
) -> None:
    one, shown = await _shown(owner, at)
    other = catalogue.by("exhibitor", f"exhibitor:{edition}:PS-2")
    attempts = [
        await other.posts(at, NIB),
        await other.asks("PUT", one, json=trade.PIRT, headers=_if_match(shown)),
        await other.asks("PUT", f"{one}/file", data=PDF, headers=_if_match(shown)),
        await other.asks("POST", f"{one}/withdrawal", headers=_if_match(shown)),
        await other.asks("GET", f"/editions/{edition}/papers", params={"exhibitor": "PS-1"}),
    ]
    assert [answer.status for answer in attempts] == [403] * 5
