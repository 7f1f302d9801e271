"""Tells what a file is by its first bytes, whatever it is called."""

import re

# in this order: the first that fits
MARKS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("pdf", re.compile(rb"%PDF-")),
    ("jpeg", re.compile(rb"\xff\xd8\xff")),
    ("png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("heic", re.compile(rb"....ftyp(?:heic|heix|hevc|mif1|msf1|avif)", re.DOTALL)),
    ("gif", re.compile(rb"GIF8[79]a")),
    ("office", re.compile(rb"PK\x03\x04|\xd0\xcf\x11\xe0")),
    ("markup", re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<", re.DOTALL)),
)


def kind_of(head: bytes) -> str:
    """pdf, jpeg, png, webp, heic, gif, office, markup (HTML, SVG) or unknown."""
    return next((kind for kind, mark in MARKS if mark.match(head)), "unknown")
