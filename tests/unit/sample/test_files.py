import csv
import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sample.__main__ import main
from sample.expo import write_set
from sample.plan import Plan
from sample.recipes import RECIPES

SPREADSHEETS = ("peserta", "produk", "pembeli", "kebutuhan", "akun")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _cells(path: Path) -> list[list[str]]:
    workbook = load_workbook(path, read_only=True)
    rows = workbook.worksheets[0].iter_rows(values_only=True)
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    workbook.close()
    return cells


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", RECIPES)
def test_one_seed_gives_the_same_bytes_in_another_process_and_time_zone(
    name: str, tmp_path: Path
) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    main([name, "--out", str(here)])
    subprocess.run(
        [sys.executable, "-m", "sample", name, "--out", str(elsewhere)],
        env={**os.environ, "TZ": "Asia/Jakarta", "PYTHONHASHSEED": "7"},
        check=True,
        capture_output=True,
    )

    assert _bytes(here / name) == _bytes(elsewhere / name)


def test_another_seed_gives_other_exhibitors_and_products(h2o: Plan, tmp_path: Path) -> None:
    write_set(h2o, tmp_path / "one", "csv")
    other = Plan(h2o.recipe, h2o.seed + 1, h2o.today, h2o.seeds)
    write_set(other, tmp_path / "other", "csv")

    one, another = _bytes(tmp_path / "one" / "h2o-2022"), _bytes(tmp_path / "other" / "h2o-2022")
    assert one["edition.json"] == another["edition.json"]
    assert one["peserta.csv"] != another["peserta.csv"]
    assert one["produk.csv"] != another["produk.csv"]


def test_both_forms_hold_the_same_cells(h2o: Plan, tmp_path: Path) -> None:
    write_set(h2o, tmp_path, "csv")
    write_set(h2o, tmp_path, "xlsx")

    for sheet in SPREADSHEETS:
        path = tmp_path / "h2o-2022" / sheet
        with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
            assert _cells(path.with_suffix(".xlsx")) == list(csv.reader(file))


def test_the_manifest_counts_and_seals_what_was_written(plan: Plan, written: Path) -> None:
    manifest = json.loads((written / "manifest.json").read_text("utf-8"))

    assert (manifest["set"], manifest["seed"]) == (plan.recipe.id, 2022)
    assert manifest["today"] == "2026-11-01"
    assert manifest["real"]["event"]
    assert manifest["made_up"]
    for sheet in (*SPREADSHEETS, "kebenaran"):
        assert manifest["counts"][sheet] == len(_rows(written / f"{sheet}.csv"))
    others = {path.name for path in written.iterdir()} - {"manifest.json"}
    assert set(manifest["sha256"]) == others
    for name, seal in manifest["sha256"].items():
        assert sha256((written / name).read_bytes()).hexdigest() == seal


def test_codes_are_unique_and_refer_to_rows_that_exist(written: Path) -> None:
    rows = {sheet: _rows(written / f"{sheet}.csv") for sheet in (*SPREADSHEETS, "kebenaran")}
    codes = {}
    for sheet in ("peserta", "produk", "pembeli", "kebutuhan"):
        codes[sheet] = {row["kode"] for row in rows[sheet]}
        assert len(codes[sheet]) == len(rows[sheet])

    assert {row["kode_peserta"] for row in rows["produk"]} == codes["peserta"]
    assert {row["kode_pembeli"] for row in rows["kebutuhan"]} == codes["pembeli"]
    assert {row["kode_pihak"] for row in rows["akun"]} == codes["peserta"] | codes["pembeli"]
    assert {row["kode_kebutuhan"] for row in rows["kebenaran"]} == codes["kebutuhan"]
    assert {row["kode_produk"] for row in rows["kebenaran"]} <= codes["produk"]


def test_the_edition_is_the_one_in_the_press_and_says_that_it_is_a_sample(
    plan: Plan, written: Path
) -> None:
    edition = json.loads((written / "edition.json").read_text("utf-8"))
    dates = {fact["date"] for fact in plan.seeds.facts if fact["event"] == plan.recipe.event}

    assert edition["is_sample"] is True
    assert edition["name"].endswith("(contoh)")
    assert edition["name_en"].endswith("(sample)")
    assert dates
    if edition["id"] == "h2o-2022":
        assert dates == {f"{edition['starts']}/{edition['ends'][-2:]}"}
    else:
        assert dates == {edition["starts"][:4]}
