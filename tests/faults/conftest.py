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

PRODUCTS = 1500


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The spreadsheets of 407 exhibitors, with the first 1,500 of their products."""
    folder = tmp_path_factory.mktemp("sample") / "uve-2021"
    write_sample(["uve-2021", "--out", str(folder.parent), "--format", "csv"])
    products = folder / "produk.csv"
    with products.open(encoding="utf-8", newline="") as rows:
        kept = list(islice(csv.reader(rows), PRODUCTS + 1))
    with products.open("w", encoding="utf-8", newline="") as rows:
        csv.writer(rows).writerows(kept)
    return folder


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
