"""Draws the dashboards into files: `python -m deploy.monitoring.draw`."""

import json
from pathlib import Path

from deploy.monitoring.board import Board
from deploy.monitoring.boards import BOARDS

FOLDER = Path(__file__).parent / "dashboards"


def file_of(board: Board) -> Path:
    """Where Grafana finds a dashboard."""
    return FOLDER / f"{board.name}.json"


def text_of(board: Board) -> str:
    """What that file says."""
    return json.dumps(board.drawn(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for board in BOARDS:
        file_of(board).write_text(text_of(board))
