"""The HTTP door of imports, the same for every kind of spreadsheet."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field

from kernel.callers import Asking
from kernel.imports.jobs import Imports
from kernel.imports.model import ImportJob
from kernel.providing import provided

Edition = Annotated[str, Path(pattern=r"^[a-z0-9-]{3,40}$")]
JobId = Annotated[str, Path(max_length=40)]
Filename = Annotated[str, Query(min_length=1, max_length=200)]


class Pairs(BaseModel):
    """By each header of a file, which column it is, "" for one that is not to be read."""

    columns: Annotated[
        dict[Annotated[str, Field(max_length=200)], Annotated[str, Field(max_length=60)]],
        Field(max_length=200),
    ]


def import_routes(kind: str, *roles: str) -> APIRouter:
    """Routes to upload a `kind` of spreadsheet, follow its import, and read its errors."""
    base = f"/v1/editions/{{edition}}/{kind}/imports"
    router = APIRouter(tags=[f"{kind} imports"])

    @router.post(base, status_code=202, name=f"import_{kind}")
    async def upload(
        edition: Edition,
        request: Request,
        response: Response,
        caller: Asking,
        imports: Annotated[Imports, provided(Imports)],
        filename: Filename = "impor",
        dry_run: bool = False,
        all_or_nothing: bool = False,
        ask_columns: bool = False,
    ) -> ImportJob:
        """Upload a CSV or XLSX file as the body; its import runs in the background.

        With `ask_columns` it waits, as `asking`, where its header leaves open what is what.
        """
        caller.must_be(*roles)
        job = ImportJob(
            edition=edition,
            kind=kind,
            filename=filename,
            dry_run=dry_run,
            all_or_nothing=all_or_nothing,
            ask_columns=ask_columns,
        )
        job = await imports.accept(job, request.stream(), caller)
        response.headers["location"] = f"{request.url.path}/{job.id}"
        return job

    @router.get(base + "/{job_id}", name=f"follow_{kind}_import")
    async def follow(
        edition: Edition,
        job_id: JobId,
        caller: Asking,
        imports: Annotated[Imports, provided(Imports)],
    ) -> ImportJob:
        """How far an import is, what it did, and its first hundred errors."""
        caller.must_be(*roles)
        return await imports.get(edition, kind, job_id)

    @router.post(base + "/{job_id}/columns", status_code=202, name=f"pair_columns_of_{kind}")
    async def pair(
        edition: Edition,
        job_id: JobId,
        pairs: Pairs,
        caller: Asking,
        imports: Annotated[Imports, provided(Imports)],
    ) -> ImportJob:
        """Say which column is which; it is remembered for the office's next files."""
        caller.must_be(*roles)
        return await imports.pair_columns(edition, kind, job_id, pairs.columns, caller)

    @router.post(base + "/{job_id}/saving", status_code=202, name=f"save_checked_{kind}")
    async def save(
        edition: Edition,
        job_id: JobId,
        caller: Asking,
        imports: Annotated[Imports, provided(Imports)],
        all_or_nothing: bool = False,
    ) -> ImportJob:
        """Save what a dry run has found right, without uploading the file again."""
        caller.must_be(*roles)
        return await imports.save_checked(edition, kind, job_id, all_or_nothing, caller)

    @router.get(base + "/{job_id}/errors", name=f"{kind}_import_errors")
    async def errors(
        edition: Edition,
        job_id: JobId,
        caller: Asking,
        imports: Annotated[Imports, provided(Imports)],
        skip: Annotated[int, Query(ge=0, le=10_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    ) -> dict[str, list[dict[str, Any]]]:
        """Further errors, in the order of the rows."""
        caller.must_be(*roles)
        await imports.get(edition, kind, job_id)
        return {"items": await imports.errors(job_id, skip, limit)}

    return router
