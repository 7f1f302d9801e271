"""An expo that is large enough to be killed in the middle of its import."""

import csv
import json
from collections.abc import AsyncIterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from deploy.local.backends import Backends
from sample.__main__ import main as write_sample
from tests.expo import Expo
from tests.meddler import Tap
from tests.names import database_names, virtual_host

PRODUCTS = 1000
KEPT = {"peserta.csv": 100, "produk.csv": PRODUCTS, "kebutuhan.csv": 60}
"""Rows of the sample: an import in several parts, and few enough pairs to try each by hand."""


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The spreadsheets of the first 100 exhibitors with their products, and some of the demands."""
    folder = tmp_path_factory.mktemp("sample") / "uve-2021"
    write_sample(["uve-2021", "--out", str(folder.parent), "--format", "csv"])
    for name, rows in KEPT.items():
        _keep_the_first(folder / name, rows)
    return folder


def _keep_the_first(sheet: Path, rows: int) -> None:
    with sheet.open(encoding="utf-8", newline="") as all_rows:
        kept = list(islice(csv.reader(all_rows), rows + 1))
    with sheet.open("w", encoding="utf-8", newline="") as shortened:
        csv.writer(shortened).writerows(kept)


@pytest.fixture(scope="session")
def edition(sample: Path) -> dict[str, Any]:
    form: dict[str, Any] = json.loads((sample / "edition.json").read_text())
    return form


@pytest.fixture
async def expo(
    backends: Backends, tmp_path: Path, sample: Path, edition: dict[str, Any]
) -> AsyncIterator[Expo]:
    """Running services, with everything imported but the products."""
    async with (
        virtual_host(backends) as amqp_url,
        database_names(backends.mongo_url) as names,
        Expo(tmp_path, backends, amqp_url, names, Tap(amqp_url)) as expo,
    ):
        await expo.post("editions", edition)
        await expo.import_sheets(sample, edition["id"], "exhibitors", "accounts")
        await expo.import_sheets(sample, edition["id"], "buyers", "demands")
        yield expo
