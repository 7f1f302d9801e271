"""Loads a sample expo through the public import API, as an organiser's own script would.

`python -m deploy.local.load_sample uve-2021` generates the spreadsheets under `.local/sample/` and
imports them at PENDOPO_URL with GATEWAY_DEMO_PASSWORD, then judges a few papers as a sample office;
a second run finds its data and changes nothing.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from deploy.local.organiser import LoadError, Organiser, RefusedError
from deploy.local.places import SAMPLES
from deploy.local.progress import Progress
from deploy.local.sample_office import judge_some

FILES = {
    "exhibitors": "peserta.xlsx",
    "products": "produk.xlsx",
    "buyers": "pembeli.xlsx",
    "demands": "kebutuhan.xlsx",
    "accounts": "akun.xlsx",
}
MARKER = "imported"
WHAT_MATCHING_COUNTS = ("demands", "waiting_demands", "matched_demands", "matches")
LOOK_EVERY = 0.3
QUIET_SECONDS = 2.0
MATCHING_LIMIT = 180.0
ERRORS_SHOWN = 10

Job = dict[str, Any]


def load(sample: str, folder: Path, organiser: Organiser) -> None:
    """Bring the expo in, or find it there; then say what there is and who may sign in."""
    if not (folder / "edition.json").exists():
        generate(sample, folder)
    edition = json.loads((folder / "edition.json").read_text())
    organiser.sign_in()
    if already_loaded(edition["id"], folder, organiser):
        print(f"{edition['name']} is already there; nothing is imported again.", flush=True)
    else:
        bring_in(edition, folder, organiser)
    for line in [*counts(edition["id"], organiser), *sign_ins(folder / FILES["accounts"])]:
        print(line, flush=True)


def generate(sample: str, folder: Path) -> None:
    print(f"Generating the sample expo {sample} in {folder}", flush=True)
    argv = [sys.executable, "-m", "sample", sample, "--out", str(folder.parent)]
    if subprocess.run(argv, check=False).returncode:
        raise LoadError(f"the sample could not be generated: {' '.join(argv[1:])}")


def already_loaded(edition: str, folder: Path, organiser: Organiser) -> bool:
    """Whether an earlier run got through to the end and its data is still there."""
    if not (folder / MARKER).exists():
        return False
    try:
        found = organiser.get(f"editions/{edition}")["counts"]
    except RefusedError:
        return False
    return bool(found["exhibitors"] and found["products"])


def bring_in(edition: dict[str, Any], folder: Path, organiser: Organiser) -> None:
    open_edition(edition, organiser)
    for kind, file in FILES.items():
        organiser.sign_in()  # tokens are short-lived and an import may take long
        run_import(edition["id"], kind, folder / file, organiser)
    wait_for_matches(edition["id"], organiser)
    organiser.sign_in()
    papers, statements = judge_some(edition["id"], organiser)
    print(f"sample office: {papers} papers judged, {statements} requirements checked", flush=True)
    (folder / MARKER).touch()


def open_edition(edition: dict[str, Any], organiser: Organiser) -> None:
    try:
        organiser.post("editions", edition)
    except RefusedError as refusal:
        if refusal.code != "edition-exists":
            raise


def run_import(edition: str, kind: str, file: Path, organiser: Organiser) -> None:
    """Send one spreadsheet and follow its job to the end."""
    imports = f"editions/{edition}/{kind}/imports"
    job = organiser.send(f"{imports}?filename={file.name}&dry_run=false&all_or_nothing=false", file)
    with Progress() as progress:
        while job["state"] not in ("done", "failed"):
            progress.show(how_far(kind, job, progress.seconds))
            time.sleep(LOOK_EVERY)
            job = organiser.get(f"{imports}/{job['id']}")
        if job["state"] == "failed":
            problem = job["problem"] or {}
            raise LoadError(
                f"importing {file.name} failed: {problem.get('detail_en', 'no reason')}"
            )
        progress.finish(how_it_went(kind, job, progress.seconds))
    for line in row_errors(file.name, job):
        print(line, flush=True)


def how_far(kind: str, job: Job, seconds: float) -> str:
    rows = job["rows"]
    rate = rows["written"] / max(seconds, LOOK_EVERY)
    return f"{kind}: {job['state']}, {rows['written']} of {rows['total']} rows, {rate:.0f} rows/s"


def how_it_went(kind: str, job: Job, seconds: float) -> str:
    rows = job["rows"]
    told = ", ".join(
        f"{rows[what]} {what}" for what in ("created", "changed", "unchanged", "invalid")
    )
    return f"{kind}: {rows['total']} rows in {seconds:.1f} s ({told})"


def row_errors(filename: str, job: Job) -> list[str]:
    shown = [
        f"  {filename} row {error['row']}, {error['column']}: {error['message_en']}"
        for error in job["errors"][:ERRORS_SHOWN]
    ]
    more = job["rows"]["invalid"] - len(shown)
    return [*shown, f"  … and {more} more"] if more > 0 else shown


def wait_for_matches(edition: str, organiser: Organiser) -> None:
    """Wait until matching has answered every demand and its counts rest for a moment."""
    with Progress() as progress:
        latest, since = matches(edition, organiser), time.monotonic()
        while time.monotonic() - since < QUIET_SECONDS:
            if progress.seconds > MATCHING_LIMIT:
                raise LoadError(f"matching was still busy after {MATCHING_LIMIT:.0f} s")
            time.sleep(LOOK_EVERY)
            found = matches(edition, organiser)
            if found != latest or found["waiting_demands"]:
                latest, since = found, time.monotonic()
            progress.show(f"matching: {latest['matches']} matches so far")
        progress.finish(f"matching: quiet after {progress.seconds - QUIET_SECONDS:.1f} s")


def matches(edition: str, organiser: Organiser) -> dict[str, int]:
    summary = organiser.get(f"editions/{edition}/matches/summary")
    return {what: summary[what] for what in WHAT_MATCHING_COUNTS}


def counts(edition: str, organiser: Organiser) -> list[str]:
    found = organiser.get(f"editions/{edition}")["counts"] | matches(edition, organiser)
    return [f"  {name.replace('_', ' '):20} {number:>7,}" for name, number in found.items()]


def sign_ins(accounts: Path) -> list[str]:
    """One exhibitor and one buyer of the sample, to sign in as."""
    first: dict[str, str] = {}
    book = load_workbook(accounts, read_only=True)
    header, *rows = book.worksheets[0].iter_rows(values_only=True)
    for row in rows:
        account = dict(zip(header, row, strict=False))
        first.setdefault(str(account["peran"]), str(account["email"]))
    book.close()
    return [f"  {role:20} {first[role]}" for role in ("exhibitor", "buyer") if role in first]


def main(sample: str) -> int:
    url = os.environ.get("PENDOPO_URL", "http://127.0.0.1:21080")
    password = os.environ["GATEWAY_DEMO_PASSWORD"]
    try:
        load(sample, SAMPLES / sample, Organiser(url, password))
    except LoadError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
