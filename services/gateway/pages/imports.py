"""Imports, for an organiser's secretary: say which column is which, check, then save."""

from typing import Annotated, Literal, get_args
from urllib.parse import urlencode

import orjson
from fastapi import Path, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from contracts import lists
from kernel.imports import ImportJob, Imports
from kernel.imports.model import MAX_BYTES
from kernel.problems import Invalid
from kernel.service import provided
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import at_most, fields, pieces, values_of
from services.gateway.routing import SERVICE_OF

FORM_BYTES = 64 * 1024
MOST_COLUMNS = 200

Kind = Literal["exhibitors", "products", "buyers", "demands", "accounts"]
Own = Annotated[Imports, provided(Imports)]

router = page_router()


@page(router, "imports")
async def choose(visit: Visiting, jenis: Kind = "exhibitors") -> Response:
    visit.caller.must_be("organiser")
    return render(visit, "imports.html", kind=jenis, edition=visit.edition)


@page(router, "imports", "POST")
async def upload(visit: Visiting, request: Request, own: Own) -> Response:
    visit.caller.must_be("organiser")
    whole = at_most(request, MAX_BYTES + FORM_BYTES)
    async with whole.form(max_files=1, max_fields=10) as form:
        file, kind = form.get("berkas"), str(form.get("jenis"))
        if not isinstance(file, UploadFile) or not file.filename or kind not in get_args(Kind):
            raise Invalid(
                "Pilih jenis data dan berkasnya.", "Choose the kind of data and its file."
            )
        job = ImportJob(
            edition=visit.edition.id,
            kind=kind,
            filename=file.filename[:200],
            dry_run=form.get("cara") != "save",
            all_or_nothing=form.get("utuh") == "1",
            ask_columns=True,
        )
        job_id = await _handed_over(visit, job, file, own)
    return RedirectResponse(visit.link("import", kind=kind, code=job_id), 303)


@page(router, "import")
async def follow(visit: Visiting, kind: Annotated[Kind, Path()], code: Code, own: Own) -> Response:
    visit.caller.must_be("organiser")
    if kind == "accounts":
        job = await own.get(visit.edition.id, kind, code)
    else:
        job = await visit.ask_edition(ImportJob, SERVICE_OF[kind], f"{kind}/imports/{code}")
    return render(visit, "import.html", job=job, columns=lists.columns(kind))


@page(router, "import", "POST")
async def save(
    visit: Visiting, request: Request, kind: Annotated[Kind, Path()], code: Code, own: Own
) -> Response:
    """Save what was checked, from the file that was kept."""
    visit.caller.must_be("organiser")
    whole = (await fields(request)).get("utuh") == "1"
    if kind == "accounts":
        await own.save_checked(visit.edition.id, kind, code, whole, visit.caller)
    else:
        query = urlencode({"all_or_nothing": str(whole).lower()})
        target = f"/v1/editions/{visit.edition.id}/{kind}/imports/{code}/saving?{query}"
        await visit.send(SERVICE_OF[kind], target)
    return RedirectResponse(visit.link("import", kind=kind, code=code), 303)


@page(router, "import-columns", "POST")
async def pair(
    visit: Visiting, request: Request, kind: Annotated[Kind, Path()], code: Code, own: Own
) -> Response:
    """Say which column of the file is which, as will be remembered."""
    visit.caller.must_be("organiser")
    said = await values_of(request, 2 * MOST_COLUMNS)
    columns = dict(zip(said.get("judul", []), said.get("kolom", []), strict=False))
    pairs = {header: "" if column == "-" else column for header, column in columns.items()}
    if kind == "accounts":
        await own.pair_columns(visit.edition.id, kind, code, pairs, visit.caller)
    else:
        target = f"/v1/editions/{visit.edition.id}/{kind}/imports/{code}/columns"
        await visit.send(SERVICE_OF[kind], target, orjson.dumps({"columns": pairs}))
    return RedirectResponse(visit.link("import", kind=kind, code=code), 303)


async def _handed_over(visit: Visit, job: ImportJob, file: UploadFile, own: Imports) -> str:
    """Give the file to the service that keeps this kind; accounts are the gateway's own."""
    if job.kind == "accounts":
        return (await own.accept(job, pieces(file), visit.caller)).id
    query = urlencode(
        {
            "filename": job.filename,
            "dry_run": str(job.dry_run).lower(),
            "all_or_nothing": str(job.all_or_nothing).lower(),
            "ask_columns": "true",
        }
    )
    target = f"/v1/editions/{job.edition}/{job.kind}/imports?{query}"
    accepted = await visit.send(SERVICE_OF[job.kind], target, pieces(file))
    return str(accepted["id"])
