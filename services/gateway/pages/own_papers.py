"""An exhibitor's papers: declared with a photo or PDF from the phone, renewed, withdrawn."""

import asyncio
import re
from typing import Annotated, Any, Literal

import orjson
from fastapi import Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from contracts import lists
from kernel.problems import Invalid, NotFound, Refusal
from services.gateway.pages.own_products import FORM_REFUSALS, expect_exhibitor, tell
from services.gateway.pages.own_views import OwnPaper, OwnProduct
from services.gateway.pages.rendering import render
from services.gateway.pages.route import CODE, Code, page, page_router
from services.gateway.pages.typed import Typed
from services.gateway.pages.views import Listing
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import uploaded

FILE_BYTES = 10 * 2**20
HOLDERS, MOST_PRODUCTS = 100, 200
NEVER_INLINE = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cache-control": "private, no-store",
}

ShelfName = Annotated[Literal["exhibitors", "products"], Path()]
PaperId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]

router = page_router()


@page(router, "own-papers")
async def own_papers(
    visit: Visiting,
    kabar: Annotated[str, Query(max_length=20)] = "",
    milik: Annotated[str, Query(max_length=60)] = "",
    setelah: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    expect_exhibitor(visit)
    return await _list(visit, Typed({"milik": [milik]}), told=kabar, after=setelah)


@page(router, "own-papers", "POST")
async def declare(visit: Visiting, request: Request) -> Response:
    """Declare a paper, and show it by a file where there is one."""
    expect_exhibitor(visit)
    typed, declared = Typed({}), False
    try:
        async with uploaded(request, FILE_BYTES, "berkas") as (fields, file):
            typed = Typed({name: [value] for name, value in fields.items()})
            path = f"{_holder(visit, typed)}/papers"
            paper = await tell(visit, path, _said(typed))
            declared = True
            if file is not None:
                await _attach(visit, f"{path}/{paper['id']}", file, str(paper["version"]))
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return await _list(visit, Typed({}) if declared else typed, refusal, declared=declared)
    return RedirectResponse(visit.link("own-papers", {"kabar": "dicatat"}), 303)


@page(router, "own-paper")
async def own_paper(visit: Visiting, shelf: ShelfName, code: Code, paper: PaperId) -> Response:
    expect_exhibitor(visit)
    return await _show(visit, paper, Typed({}))


@page(router, "own-paper", "POST")
async def renew(
    visit: Visiting, request: Request, shelf: ShelfName, code: Code, paper: PaperId
) -> Response:
    """Say something else of a paper, or show it by another file."""
    expect_exhibitor(visit)
    typed, path = Typed({}), f"{shelf}/{code}/papers/{paper}"
    try:
        async with uploaded(request, FILE_BYTES, "berkas") as (fields, file):
            typed = Typed({name: [value] for name, value in fields.items()})
            said = await tell(visit, path, _said(typed), "PUT", typed.text("versi"))
            if file is not None:
                await _attach(visit, path, file, str(said["version"]))
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return await _show(visit, paper, typed, refusal)
    return RedirectResponse(visit.link("own-papers", {"kabar": "disimpan"}), 303)


@page(router, "own-paper-end", "POST")
async def withdraw(
    visit: Visiting, request: Request, shelf: ShelfName, code: Code, paper: PaperId
) -> Response:
    """Hold a paper no longer, once that was confirmed."""
    expect_exhibitor(visit)
    try:
        async with uploaded(request, 0, "berkas") as (fields, _):
            if "yakin" not in fields:
                raise Invalid(
                    "Centang dulu bahwa Anda yakin.",
                    "Tick first that you are sure.",
                    code="unconfirmed",
                )
            path = f"{shelf}/{code}/papers/{paper}/withdrawal"
            await tell(visit, path, seen=fields.get("versi", ""))
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return await _show(visit, paper, Typed({}), refusal)
    return RedirectResponse(visit.link("own-papers", {"kabar": "dicabut"}), 303)


@page(router, "paper-file")
async def download(visit: Visiting, shelf: ShelfName, code: Code, paper: PaperId) -> Response:
    """The file of a paper, to be saved and never to be shown in place, for owner and office."""
    visit.caller.must_be("exhibitor", "assistant", "organiser")
    target = f"/v1/editions/{visit.edition.id}/{shelf}/{code}/papers/{paper}/file"
    content, headers = await visit.services.fetch("catalogue", target, visit.visitor.token)
    return Response(
        content,
        media_type=headers["content-type"],
        headers=NEVER_INLINE | {"content-disposition": headers["content-disposition"]},
    )


async def _list(
    visit: Visit,
    typed: Typed,
    refusal: Refusal | None = None,
    told: str = "",
    after: str = "",
    declared: bool = False,
) -> Response:
    papers, products = await asyncio.gather(
        visit.ask_edition(
            Listing[OwnPaper],
            "catalogue",
            "papers",
            exhibitor=visit.party_code,
            after=after,
            limit=HOLDERS,
        ),
        visit.ask_edition(
            Listing[OwnProduct],
            "catalogue",
            f"exhibitors/{visit.party_code}/products",
            limit=MOST_PRODUCTS,
        ),
    )
    return render(
        visit,
        "own_papers.html",
        refusal.status if refusal else 200,
        papers=papers,
        products=[product for product in products.items if product.status != "withdrawn"],
        kinds=lists.paper_kinds(),
        typed=typed,
        refusal=refusal,
        declared=declared,
        told=told,
        after=after,
    )


async def _show(visit: Visit, paper: str, typed: Typed, refusal: Refusal | None = None) -> Response:
    parts = visit.request.path_params
    held = await visit.ask_edition(
        Listing[OwnPaper], "catalogue", f"{parts['shelf']}/{parts['code']}/papers"
    )
    found = next((one for one in held.items if one.id == paper), None)
    if found is None:
        raise NotFound(
            "Dokumen ini tidak ada; mungkin sudah dicabut.",
            "There is no such paper; it may have been withdrawn.",
            code="no-paper",
        )
    return render(
        visit,
        "own_paper.html",
        refusal.status if refusal else 200,
        paper=found,
        kinds=lists.paper_kinds(),
        typed=typed,
        refusal=refusal,
    )


async def _attach(visit: Visit, path: str, file: Any, seen: str) -> None:
    target = f"/v1/editions/{visit.edition.id}/{path}/file"
    await visit.send("catalogue", target, file, "PUT", seen)


def _holder(visit: Visit, typed: Typed) -> str:
    """The path of what holds the paper: the firm, or the product that was chosen."""
    code = typed.text("milik")
    if code and not re.fullmatch(CODE, code):
        raise Invalid("Produk ini tidak ada.", "There is no such product.", code="no-product")
    return f"products/{code}" if code else f"exhibitors/{visit.party_code}"


def _said(typed: Typed) -> dict[str, Any]:
    issued, expires = typed.day("terbit", "Terbit"), typed.day("berakhir", "Berlaku sampai")
    said = {
        "kind": typed.text("jenis"),
        "number": typed.text("nomor"),
        "issuer": typed.text("penerbit"),
        "issued": issued,
        "expires": expires,
    }
    told: dict[str, Any] = orjson.loads(orjson.dumps(said))
    return told
