"""What comes in is bounded, and a scanner's answer is taken for what it is."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.problems import Invalid, TooLarge
from kernel.scanning import Scanner
from kernel.uploads import received


async def _pieces(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def test_an_upload_is_there_while_it_is_needed_and_gone_afterwards() -> None:
    async with received(_pieces(b"ab", b"", b"c"), 3) as upload:
        assert upload.path.read_bytes() == b"abc"
        assert (upload.size, upload.head, upload.tail(2)) == (3, b"abc", b"bc")
        assert upload.sha256.startswith("ba7816bf")
    assert not upload.path.exists()


@pytest.mark.parametrize(
    ("pieces", "refusal", "code"),
    [((b"ab", b"cd"), TooLarge, "file-too-large"), ((), Invalid, "empty-file")],
)
async def test_too_much_and_nothing_are_refused(
    pieces: tuple[bytes, ...], refusal: type[TooLarge | Invalid], code: str
) -> None:
    with pytest.raises(refusal) as told:
        async with received(_pieces(*pieces), 3):
            pass
    assert told.value.code == code


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("", "not-scanned"),
        ("grep -qv EICAR", "clean"),
        ("sh -c 'grep -q EICAR && exit 1 || exit 0'", "clean"),
        ("false", "infected"),
        ("sh -c 'exit 2'", "unavailable"),
        ("no-such-scanner --please", "unavailable"),
    ],
)
async def test_a_scanner_is_asked_about_the_content(
    tmp_path: Path, command: str, said: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"harmless\n")
    assert await Scanner(command).scan(path) == said


async def test_an_infected_file_is_told_from_a_clean_one(tmp_path: Path) -> None:
    scanner = Scanner("sh -c '! grep -q EICAR'")
    path = tmp_path / "file"
    path.write_bytes(b"EICAR\n")
    assert await scanner.scan(path) == "infected"


async def test_a_scanner_that_takes_too_long_gives_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kernel.scanning.SCAN_SECONDS", 0.05)
    path = tmp_path / "file"
    path.write_bytes(b"x")
    assert await Scanner("sleep 30").scan(path) == "unavailable"
