"""The child: opens one picture and writes what it made of it to stdout.

A JSON line `["picture", width, height, [[size, width, height, bytes], …]]`, then the renditions'
bytes one after the other; or the line `["refused", code, facts]`.
"""

import os
import sys
import warnings
from io import BytesIO
from typing import Any

import orjson

from kernel.confinement import confine

MEMORY_BYTES = 500_000_000
CPU_SECONDS = 20
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 16_000
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 78


def main(path: str, sizes: str = "[]", parent: str = "") -> None:
    """Confines this process, then opens the picture."""
    confine(MEMORY_BYTES, CPU_SECONDS, int(parent or os.getppid()))
    warnings.simplefilter("ignore")
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # ours are fewer, and asked for before anything is decoded
    try:
        with Image.open(path, formats=FORMATS) as picture:
            if _is_too_large(picture):
                return _refuse("too-many-pixels", *_facts(picture))
            _develop(picture, orjson.loads(sizes))
    except (OSError, SyntaxError, ValueError, EOFError):
        _refuse("broken-picture")


def _is_too_large(picture: Any) -> bool:
    width, height = picture.size
    return bool(width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE)


def _facts(picture: Any) -> tuple[tuple[str, int], ...]:
    width, height = picture.size
    return ("width", width), ("height", height), ("limit", MOST_PIXELS // 10**6)


def _develop(picture: Any, sizes: list[int]) -> None:
    """Decode to the end, make it smaller step by step, and tell."""
    if sizes:
        picture.draft("RGB", (max(sizes), max(sizes)))
    picture.load()
    size, made, contents = picture.size, [], []
    small = _upright(picture, max(sizes)) if sizes else picture
    for longest in sorted(sizes, reverse=True):
        small.thumbnail((longest, longest))
        content = BytesIO()
        small.save(content, "WEBP", quality=QUALITY, exif=b"", xmp=b"", icc_profile=None)
        contents.append(content.getvalue())
        made.append((longest, *small.size, len(contents[-1])))
    _tell("picture", *size, made)
    for rendition in contents:
        sys.stdout.buffer.write(rendition)
    sys.stdout.flush()


def _upright(picture: Any, longest: int) -> Any:
    """The pixels alone, as they are to be seen: turned, in sRGB, and no more than are needed."""
    from PIL import ImageOps

    if picture.mode not in ("L", "RGB", "RGBA", "CMYK"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((longest, longest))
    turned = _in_srgb(ImageOps.exif_transpose(picture))
    plain = turned if turned.mode in ("RGB", "RGBA") else turned.convert("RGB")
    plain.info = {}
    return plain


def _in_srgb(picture: Any) -> Any:
    """Colours of a phone's wider space, told in the one that every screen knows."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA"):
        return picture
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"))
    except ImageCms.PyCMSError:
        return picture


def _refuse(code: str, *facts: tuple[str, int]) -> None:
    _tell("refused", code, dict(facts))
    sys.stdout.flush()


def _tell(*message: object) -> None:
    sys.stdout.buffer.write(orjson.dumps(message, option=orjson.OPT_APPEND_NEWLINE))


main(*sys.argv[1:])
