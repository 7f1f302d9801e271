"""What is said of pins by advisories that are old, missing, or bad news."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from deploy import audit
from deploy.audit import Snapshot, main, pinned, report, take

TODAY = date(2026, 11, 24)
PINS = pinned(
    ["jinja2==3.1.2 \\\n    --hash=sha256:00\n", "Py_.Amqp[x]==1.0 ; sys_platform == 'x'\n"]
)
ASKED = '{"dependencies": [{"name": "jinja2", "version": "3.1.2", "vulns": [%s]}], "fixes": []}'
KNOWN = '{"id": "PYSEC-1", "fix_versions": ["3.1.6"], "description": "long"}'


def snapshot(vulns: str = "") -> Snapshot:
    return Snapshot.model_validate_json('{"taken_on": "2026-11-04", ' + (ASKED % vulns)[1:])


def test_pins_are_read_with_their_versions() -> None:
    assert PINS == {"jinja2": "3.1.2", "py-amqp": "1.0"}


def test_a_known_vulnerability_of_a_pin_is_bad_until_the_pin_changes() -> None:
    said = report(snapshot(KNOWN), PINS, TODAY)
    assert said.is_bad
    assert said.lines[0] == "jinja2 3.1.2: PYSEC-1, mended in 3.1.6"
    assert not report(snapshot(KNOWN), PINS | {"jinja2": "3.1.6"}, TODAY).is_bad


def test_it_is_said_how_old_advisories_are_and_how_much_they_do_not_cover() -> None:
    [line] = report(snapshot(), PINS, TODAY).lines
    assert line.startswith("Advisories of 2026-11-04, 20 days old; 1 of 2 pins")
    [line] = report(None, PINS, TODAY).lines
    assert line.startswith("No advisories")


def test_what_pypi_says_is_kept_and_no_answer_keeps_what_there_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = [
        SimpleNamespace(stdout=ASKED % KNOWN, stderr=""),
        SimpleNamespace(stdout="", stderr="away"),
    ]
    monkeypatch.setattr(audit, "SNAPSHOT", kept := tmp_path / "advisories.json")
    monkeypatch.setattr("deploy.audit.subprocess.run", lambda *_, **__: answers.pop(0))
    assert take(TODAY) == ""
    written = kept.read_text()
    assert Snapshot.model_validate_json(written).dependencies == snapshot(KNOWN).dependencies
    assert main(["take"]) == 2
    assert "away" in capsys.readouterr().out
    assert kept.read_text() == written
