"""What a sample office has looked at, so that a sample shows every state of papers and readiness.

Everything is done through the public API in the organiser's name and says that it is sample data:
nobody has seen these papers. A few exhibitors are chosen by the order of their codes, so the same
sample is always judged alike; whatever was judged before is left as it is.
"""

from itertools import islice
from typing import Any

from deploy.local.organiser import Organiser, RefusedError

EXHIBITORS, EVERY, PRODUCTS = 6, 15, 4
REJECTED_EVERY = 12
MARKET = "LM"
NOTE = "Contoh: dicatat oleh panitia contoh; tidak ada dokumen yang sungguh diperiksa."
REASON = "Contoh: foto dokumen tidak terbaca."


def judge_some(edition: str, organiser: Organiser) -> tuple[int, int]:
    """How many papers were judged, and how many requirements were stated to be checked."""
    papers = statements = 0
    for exhibitor in _chosen(edition, organiser):
        products = f"editions/{edition}/exhibitors/{exhibitor}/products?limit={PRODUCTS}"
        for number, product in enumerate(organiser.get(products)["items"]):
            papers += _judge_papers(edition, product["code"], organiser)
            if number % 2 == 0:
                statements += _state_what_blocks(edition, product["code"], organiser)
    return papers, statements


def _chosen(edition: str, organiser: Organiser) -> list[str]:
    """Every so-manieth exhibitor of the first ones, by code."""
    listed = organiser.get(f"editions/{edition}/exhibitors?limit=200")["items"]
    codes = sorted(exhibitor["code"] for exhibitor in listed)
    return list(islice(codes, 0, EXHIBITORS * EVERY, EVERY))


def _judge_papers(edition: str, product: str, organiser: Organiser) -> int:
    path = f"editions/{edition}/products/{product}/papers"
    waiting = [p for p in organiser.get(path)["items"] if p["state"] == "declared"]
    for paper in waiting:
        organiser.act("POST", f"{path}/{paper['id']}/review", _verdict(paper), paper["version"])
    return len(waiting)


def _verdict(paper: dict[str, Any]) -> dict[str, str]:
    """Rejected is one in so many, by the paper's own id."""
    if int(paper["id"], 16) % REJECTED_EVERY == 0:
        return {"state": "rejected", "reason": REASON}
    return {"state": "checked", "reason": ""}


def _state_what_blocks(edition: str, product: str, organiser: Organiser) -> int:
    base = f"editions/{edition}/readiness"
    try:
        report = organiser.get(f"{base}/products/{product}?market={MARKET}")
    except RefusedError:  # matching has not heard of the product yet
        return 0
    blocking = [row for row in report["rows"] if row["weight"] in ("law", "buyer") and _open(row)]
    for row in blocking:
        code = report["exhibitor"].rpartition(":")[2]
        about = f"products/{product}" if row["holder"] == "product" else f"exhibitors/{code}"
        dossier = organiser.get(f"{base}/{about}/dossier")
        said = {"state": "checked", "note": NOTE}
        path = f"{base}/{about}/statements/{row['requirement']}"
        organiser.act("PUT", path, said, dossier["version"])
    return len(blocking)


def _open(row: dict[str, Any]) -> bool:
    return row["status"] in ("missing", "unknown", "in_progress")
