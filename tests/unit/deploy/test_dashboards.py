"""Dashboards: drawn from code, in questions that Prometheus takes about what is measured."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from deploy.local.packages import promtool
from deploy.local.places import ROOT
from deploy.monitoring import draw, proof
from deploy.monitoring.board import Board
from deploy.monitoring.boards import BOARDS
from tests.measured import names_in, of_backends, of_services, recorded

MONITORING = ROOT / "deploy" / "monitoring"
KNOWN_BY_PROMETHEUS = {"up", "ALERTS"}


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.name)
def test_a_file_is_what_is_drawn(board: Board) -> None:
    assert draw.file_of(board).read_text() == draw.text_of(board)


def test_there_is_no_file_that_nobody_draws() -> None:
    assert set(draw.FOLDER.glob("*")) == {draw.file_of(board) for board in BOARDS}


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.name)
def test_every_panel_explains_itself_and_stands_alone(board: Board) -> None:
    drawn = json.loads(draw.text_of(board))
    places = [tuple(panel["gridPos"].values()) for panel in drawn["panels"]]
    assert len(set(places)) == len(places)
    assert all(panel.says.endswith(".") and panel.unit for panel in board.panels)
    chosen = "$service" in draw.text_of(board)
    assert chosen == board.by_service


def test_prometheus_takes_every_question(tmp_path: Path) -> None:
    rules = [
        {"record": f"question:{number}", "expr": query}
        for number, (_, query) in enumerate(proof.questions())
    ]
    file = tmp_path / "questions.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "questions", "rules": rules}]}))
    said = subprocess.run(
        [promtool(), "check", "rules", str(file)], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize(("where", "query"), [*proof.questions()], ids=lambda part: part[:40])
def test_a_question_is_about_what_is_measured(where: str, query: str) -> None:
    asked = names_in(query)
    assert asked, f"{where} asks for nothing"
    assert asked <= of_services() | of_backends() | recorded() | KNOWN_BY_PROMETHEUS, where


def test_grafana_finds_prometheus_and_the_files() -> None:
    compose: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    mounted = dict(
        reversed(volume.removesuffix(":ro").split(":"))
        for volume in compose["services"]["grafana"]["volumes"]
    )
    provisioning = ROOT / mounted["/etc/grafana/provisioning"]
    read = {file.stem: yaml.safe_load(file.read_text()) for file in provisioning.glob("*/*.yml")}
    (provider,) = read["pendopo"]["providers"]
    assert ROOT / mounted[provider["options"]["path"]] == draw.FOLDER
    (source,) = read["prometheus"]["datasources"]
    assert re.fullmatch(r"http://prometheus:9090", source["url"])
