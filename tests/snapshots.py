"""Pictures as phones and others send them."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

JAKARTA_IN_EXIF = {1: "S", 2: (6.0, 58.0, 12.0), 3: "E", 4: (110.0, 25.0, 0.0)}
TURNED_RIGHT = 6


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **saved: Any) -> bytes:
    """A teal rectangle."""
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(content, kind, **saved)
    return content.getvalue()


def from_a_phone() -> bytes:
    """A photo of 1,200 × 800 pixels, held upright, with its left half red; it says where."""
    photo = Image.new("RGB", (1200, 800), "teal")
    photo.paste("red", (0, 0, 600, 800))
    said = Image.Exif()
    said[0x0112], said[0x010F], said[0x8825] = TURNED_RIGHT, "Ponsel", JAKARTA_IN_EXIF
    content = io.BytesIO()
    photo.save(content, "JPEG", exif=said)
    return content.getvalue()


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of some hundred bytes that says it has so many pixels; its rows stop at once."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(100))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND")


def _chunk(name: bytes, content: bytes = b"") -> bytes:
    checked = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checked
