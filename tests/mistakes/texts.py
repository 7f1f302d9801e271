"""Text files that are no good table."""

from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.mistakes.good import PRODUCTS, csv_text, grid
from tests.mistakes.mistake import Mistake

GOOD = csv_text(grid(PRODUCTS))
HEADER, *ROWS = GOOD.splitlines(keepends=True)
BIDI_OVERRIDE = "\u202e"


def _holding(name: str, content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / f"{name}.csv"
        path.write_bytes(content)
        return path

    return make


def _file(name: str, code: str, content: str | bytes) -> Mistake:
    raw = content.encode() if isinstance(content, str) else content
    return Mistake(name, "products", _holding(name, raw), "file", code)


def _row(name: str, code: str, content: str | bytes) -> Mistake:
    raw = content.encode() if isinstance(content, str) else content
    return Mistake(name, "products", _holding(name, raw), "row", code)


def _sparse(folder: Path) -> Path:
    path = folder / "too-big.csv"
    with path.open("wb") as file:
        file.write((HEADER + ROWS[0] * 100).encode())
        file.truncate(200_000_001)
    return path


ENDLESS_ROWS = 60_000
"""More than a reader is told to take."""


def _endless(folder: Path) -> Path:
    path = folder / "too-many-rows.csv"
    with path.open("w") as file:
        file.write("kode,nama\n")
        file.writelines(f"{number},x\n" for number in range(ENDLESS_ROWS))
    return path


def _with_name(name: str) -> str:
    return GOOD.replace("Keripik singkong 2 (contoh)", name)


TEXT_FILES = [
    _file("empty", "empty-file", b""),
    _file("only-line-ends", "empty-file", "\n\r\n\n"),
    _file("only-commas", "empty-file", ",,,,\n,,,,\n"),
    _file("only-a-byte-order-mark", "empty-file", b"\xef\xbb\xbf"),
    _file("header-only", "no-rows", HEADER),
    _file("header-and-blank-rows", "no-rows", HEADER + ",,,\n" * 5),
    _file("blank-first-row", "no-header", "\n" + GOOD),
    _file("duplicate-columns", "duplicate-columns", "kode,nama,nama\n1,a,b\n"),
    _file("columns-alike", "duplicate-columns", "kode,Nama Barang,nama  barang\n1,a,b\n"),
    _file("300-columns", "too-many-columns", ",".join(f"k{n}" for n in range(300)) + "\n1\n"),
    _file("control-character-in-header", "bad-header", "kode,na\x07ma\n1,a\n"),
    _file("formula-in-header", "bad-header", "kode,=A1\n1,a\n"),
    _file("utf-16-without-mark", "nul-bytes", GOOD.encode("utf-16-le")),
    _file("nul-bytes", "nul-bytes", GOOD.encode().replace(b"pedas", b"pe\0as")),
    _file("nul-bytes-far-in", "nul-bytes", GOOD.encode() + b"\n" * 20_000 + b"PR-9\0,x\n"),
    _file("binary", "binary", Random(1).randbytes(50_000)),
    _file("undecodable", "undecodable", HEADER.encode() + b"PR-1,caf\xe9 \x81\x8d\n"),
    _file("half-a-letter-in-utf-16", "undecodable", GOOD.encode("utf-16") + b"x"),
    _file("quote-never-closed", "unbalanced-quotes", HEADER + 'PR-1,"PS-1,x\n' + ROWS[1]),
    _file("quote-closed-early", "unbalanced-quotes", HEADER + 'PR-1,"PS-1" x,x\n' + ROWS[1]),
    _file("colons-between", "unknown-delimiter", GOOD.replace(",", ":")),
    Mistake("more-than-200-mb", "products", _sparse, "file", "too-much-data"),
    Mistake("too-many-rows", "products", _endless, "file", "too-many-rows"),
]
TEXT_ROWS = [
    _row("formula-in-csv", "formula", _with_name("=1+1")),
    _row("command-in-csv", "formula", _with_name("=cmd|' /C calc'!A0")),
    _row("one-mb-cell", "too-long", _with_name("x" * 1_000_000)),
    _row("control-character", "control-character", _with_name("kopi\x1b[2J")),
    _row("bidi-override", "control-character", _with_name(f"kopi {BIDI_OVERRIDE}fdp.exe")),
    _row("utf-8-taken-for-windows", "mojibake", _with_name("Kopi café".encode().decode("cp1252"))),
    _row("letters-already-lost", "mojibake", _with_name("Kopi caf�")),
    _row(
        "one-windows-row-among-utf-8",
        "mojibake",
        HEADER.encode()
        + "PR-1,PS-1,Kopi café\n".encode()
        + "PR-2,PS-2,Kopi café\n".encode("cp1252"),
    ),
    _row("more-cells-than-header", "extra-cell", "kode,nama,harga\nA,Kopi,12,500\n"),
    _row("data-under-no-name", "extra-cell", "kode,,harga\nA,Kopi,12\n"),
    _row("title-above-header", "extra-cell", "DAFTAR PRODUK 2026\n" + GOOD),
    _row("another-delimiter-below", "other-delimiter", HEADER + ROWS[0].replace(",", ";")),
]
