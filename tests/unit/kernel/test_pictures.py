"""Pictures are opened in a child: upright, without a word besides their pixels, or refused."""

import io
from pathlib import Path

import pytest
from PIL import Image

from kernel.pictures import Rendition, Studio, UnusablePicture, kind_of
from tests.snapshots import bomb, from_a_phone, picture

STUDIO = Studio()


def _opened(rendition: Rendition) -> Image.Image:
    return Image.open(io.BytesIO(rendition.content))


async def test_a_phone_s_photo_is_turned_upright_and_tells_nothing_more(tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(from_a_phone())
    assert Image.open(io.BytesIO(from_a_phone())).getexif().get_ifd(0x8825)
    developed = await STUDIO.develop(path, (320, 800, 1600))
    sizes = {one.size: (one.width, one.height) for one in developed.renditions}
    assert sizes == {320: (213, 320), 800: (533, 800), 1600: (800, 1200)}
    for rendition in developed.renditions:
        shown = _opened(rendition)
        assert (shown.format, shown.size) == ("WEBP", (rendition.width, rendition.height))
        assert not shown.getexif()
        assert not {"exif", "xmp", "icc_profile"} & set(shown.info)
        assert b"Ponsel" not in rendition.content
    [smallest] = [one for one in developed.renditions if one.size == 320]
    upright = _opened(smallest).convert("RGB")
    assert _reddish(upright.getpixel((100, 20))), "what was left is above"
    assert not _reddish(upright.getpixel((100, 300)))


def _reddish(pixel: object) -> bool:
    assert isinstance(pixel, tuple)
    return bool(pixel[0] > 200 and pixel[1] < 60)


async def test_what_is_seen_through_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "logo"
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(path, "PNG")
    [one] = (await STUDIO.develop(path, (320,))).renditions
    assert _opened(one).convert("RGBA").getpixel((10, 10)) == (0, 0, 0, 0)
    assert (one.width, one.height) == (50, 50), "a small picture is not blown up"


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "LA"])
async def test_pictures_of_every_make_are_taken(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "odd"
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (80, 60)).save(path, kind)
    developed = await STUDIO.develop(path, (320,))
    assert (developed.width, developed.height) == (80, 60)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb(), "too-many-pixels"),
        (bomb(1, 60_000), "too-many-pixels"),
        (bomb(2_000, 2_000), "broken-picture"),
        (picture("JPEG", (900, 900))[:-300], "broken-picture"),
        (picture("PNG")[:60], "broken-picture"),
        (picture("WEBP")[:-10], "broken-picture"),
        (picture("GIF"), "broken-picture"),
        (b"\xff\xd8\xff" + b"<script>alert(1)</script>", "broken-picture"),
        (b"", "broken-picture"),
    ],
)
async def test_a_bad_picture_is_refused_in_two_languages(
    tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "bad"
    path.write_bytes(content)
    with pytest.raises(UnusablePicture) as refusal:
        await STUDIO.look(path)
    assert refusal.value.code == code
    assert refusal.value.detail != refusal.value.detail_en


async def test_a_child_that_is_killed_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kernel.pictures.rendering.PATIENCE_SECONDS", 0.001)
    path = tmp_path / "slow"
    path.write_bytes(picture())
    with pytest.raises(UnusablePicture) as refusal:
        await STUDIO.look(path)
    assert refusal.value.code == "too-heavy"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (picture("JPEG"), "jpeg"),
        (picture("PNG"), "png"),
        (picture("WEBP"), "webp"),
        (picture("GIF"), "gif"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (b"\xef\xbb\xbf  <svg>", "markup"),
        (b"PK\x03\x04", "office"),
        (b"MZ\x90\0", "unknown"),
        (b"", "unknown"),
    ],
)
def test_a_file_is_what_it_begins_with(head: bytes, kind: str) -> None:
    assert kind_of(head[:64]) == kind
