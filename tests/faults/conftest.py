"""One expo for all that is killed, with an edition for each, to be hit in its import."""

import csv
import json
import re
from collections.abc import AsyncIterator
from itertools import islice
from pathlib import Path

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


@pytest.fixture(scope="module")
async def expo(backends: Backends, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Expo]:
    """Running services; whatever is killed in a test is running again after it."""
    async with (
        virtual_host(backends) as amqp_url,
        database_names(backends.mongo_url) as names,
        Expo(tmp_path_factory.mktemp("expo"), backends, amqp_url, names, Tap(amqp_url)) as expo,
    ):
        yield expo


@pytest.fixture
async def edition(expo: Expo, sample: Path, request: pytest.FixtureRequest) -> str:
    """An edition for this test alone, with everything imported but the products."""
    form = json.loads((sample / "edition.json").read_text())
    id_ = f"uve-{request.node.callspec.id.replace('_', '-')}"
    await expo.post("editions", form | {"id": id_})
    _let_accounts_be_of(id_, sample / "akun.csv")
    await expo.import_sheets(sample, id_, "exhibitors", "accounts", "buyers", "demands")
    return id_


def _let_accounts_be_of(edition: str, sheet: Path) -> None:
    """Other people for each edition: whoever has an account already keeps the party it is of."""
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(re.sub(r"@[\w.-]+", f"@{edition}.invalid", text), encoding="utf-8")
