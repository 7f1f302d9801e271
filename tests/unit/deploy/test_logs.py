"""Logs as people read them, also while they grow and after they were begun anew."""

from pathlib import Path

import pytest

from deploy.local.logs import Tail, last_of, shown

LINE = (
    '{"time":"2026-11-24T09:12:33.123Z","level":"warning","service":"matching",'
    '"event":"waiting for the database","queue":"matching.fit","trace_id":"4bf9"}'
)


def test_a_line_says_when_who_and_what_and_then_the_rest() -> None:
    told = "09:12:33 matching       WARNING  waiting for the database  queue=matching.fit"
    assert shown("matching", LINE) == told


@pytest.mark.parametrize("line", ["Traceback (most recent call last):", "[1, 2]", '{"half":', "7"])
def test_a_line_that_is_no_record_is_shown_as_it_is(line: str) -> None:
    assert shown("gateway", line).endswith(line)


def test_last_lines_of_several_files_come_in_their_order(tmp_path: Path) -> None:
    for name, times in {"a": ("01", "03"), "b": ("02", "04")}.items():
        lines = [f'{{"time":"2026-11-24T09:00:{second}Z","event":"e{second}"}}' for second in times]
        (tmp_path / f"{name}.log").write_text("\n".join(lines) + "\n")
    told = last_of([tmp_path / "a.log", tmp_path / "b.log", tmp_path / "none.log"], lines=2)
    assert [line.split()[-1] for line in told] == ["e01", "e02", "e03", "e04"]


def test_a_log_is_followed_by_whole_lines_from_its_end(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_text("before\n")
    tail = Tail(log)
    assert tail.added() == []
    with log.open("a") as writing:
        writing.write("first\nsec")
    assert [line.split()[-1] for line in tail.added()] == ["first"]
    with log.open("a") as writing:
        writing.write("ond\n")
    assert [line.split()[-1] for line in tail.added()] == ["second"]


def test_a_log_that_begins_anew_or_for_the_first_time_is_read_from_its_start(
    tmp_path: Path,
) -> None:
    log = tmp_path / "a.log"
    tail = Tail(log)
    assert tail.added() == []
    log.write_text("one\n")
    assert [line.split()[-1] for line in tail.added()] == ["one"]
    log.replace(tmp_path / "a.log.old")
    assert tail.added() == []
    log.write_text("two\n")
    assert [line.split()[-1] for line in tail.added()] == ["two"]
