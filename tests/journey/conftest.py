"""The sample expo of 2022 that journeys play with."""

import json
from pathlib import Path
from typing import Any

import pytest

from sample.__main__ import main as write_sample


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The spreadsheets of a hundred cooperatives."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(["h2o-2022", "--out", str(folder)])
    return folder / "h2o-2022"


@pytest.fixture(scope="session")
def edition(sample: Path) -> dict[str, Any]:
    form: dict[str, Any] = json.loads((sample / "edition.json").read_text())
    return form
