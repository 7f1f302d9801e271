"""The HTTP door of papers."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from kernel.callers import Asking
from kernel.editing import SeenVersion, tag
from kernel.imports import Edition
from kernel.pages import After, Limit, Page
from kernel.service import provided
from services.catalogue.model import Product
from services.catalogue.papers.actions import Papers, Shown
from services.catalogue.papers.model import Paper, PaperForm, State, VerdictForm
from services.catalogue.papers.numbers import remark_on
from services.catalogue.shelves import Place, ShelfName

router = APIRouter(tags=["papers"])

P = Annotated[Papers, provided(Papers)]
Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
PaperId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]
AT = "/v1/editions/{edition}/{shelf}/{code}/papers"

NEVER_INLINE = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cache-control": "private, no-store",
}


class FileAnswer(BaseModel):
    """A file that shows a paper."""

    media_type: str
    size: int
    scan: str
    stored_at: datetime


class PaperAnswer(Paper):
    """A paper as its holder and the office see it."""

    shelf: ShelfName
    holder_code: str
    holder_name: str
    exhibitor_code: str
    exhibitor_name: str
    is_sample: bool
    file: FileAnswer | None
    checked_by: str
    reason: str
    remark: str
    remark_en: str

    @classmethod
    def about(cls, shown: Shown) -> Self:
        """What is told of a paper; the last verdict only while it still holds."""
        holder, paper, proof = shown
        product = holder if isinstance(holder, Product) else None
        verdict = proof.verdict if paper.state != "declared" else None
        remark = remark_on(paper.kind, paper.number)
        return cls(
            **paper.model_dump(),
            shelf="products" if product else "exhibitors",
            holder_code=holder.code,
            holder_name=holder.name,
            exhibitor_code=product.exhibitor_code if product else holder.code,
            exhibitor_name=product.exhibitor_name if product else holder.name,
            is_sample=holder.is_sample,
            file=FileAnswer.model_validate(proof.file.model_dump()) if proof.file else None,
            checked_by=verdict.name if verdict else "",
            reason=verdict.reason if verdict else "",
            remark=remark.detail if remark else "",
            remark_en=remark.detail_en if remark else "",
        )


@router.get("/v1/editions/{edition}/papers")
async def list_papers(
    edition: Edition,
    caller: Asking,
    papers: P,
    exhibitor: Annotated[str | None, Query(max_length=40)] = None,
    state: State | None = None,
    has_file: bool | None = None,
    after: After = None,
    limit: Limit = 20,
) -> Page[PaperAnswer]:
    """An exhibitor's papers, the firm's and its products'; for the office those of all.

    `state=declared` is what waits to be checked. Goes on by holder: `limit` counts the holders.
    """
    page = await papers.page(edition, exhibitor, state, has_file, after, limit, caller)
    return Page(items=[PaperAnswer.about(shown) for shown in page.items], next=page.next)


@router.get(AT)
async def papers_of_holder(
    edition: Edition, shelf: ShelfName, code: Code, caller: Asking, papers: P
) -> Page[PaperAnswer]:
    """The papers of one exhibitor or product, for its owner and the office."""
    held = await papers.of(Place(edition, shelf, code), caller)
    return Page(items=[PaperAnswer.about(shown) for shown in held])


@router.post(AT, status_code=201)
async def add_paper(
    edition: Edition,
    shelf: ShelfName,
    code: Code,
    form: PaperForm,
    caller: Asking,
    response: Response,
    papers: P,
) -> PaperAnswer:
    """Declare a paper of an exhibitor or a product."""
    return _tagged(await papers.add(Place(edition, shelf, code), form, caller), response)


@router.put(AT + "/{paper}")
async def replace_paper(
    edition: Edition,
    shelf: ShelfName,
    code: Code,
    paper: PaperId,
    form: PaperForm,
    seen: SeenVersion,
    caller: Asking,
    response: Response,
    papers: P,
) -> PaperAnswer:
    """Say something else of a paper; `If-Match` names the version of the paper that was seen."""
    place = Place(edition, shelf, code)
    return _tagged(await papers.replace(place, paper, form, seen, caller), response)


@router.post(AT + "/{paper}/withdrawal", status_code=204)
async def withdraw_paper(
    edition: Edition,
    shelf: ShelfName,
    code: Code,
    paper: PaperId,
    seen: SeenVersion,
    caller: Asking,
    papers: P,
) -> None:
    """Hold a paper no longer."""
    await papers.withdraw(Place(edition, shelf, code), paper, seen, caller)


@router.put(AT + "/{paper}/file")
async def attach_file(
    edition: Edition,
    shelf: ShelfName,
    code: Code,
    paper: PaperId,
    request: Request,
    seen: SeenVersion,
    caller: Asking,
    response: Response,
    papers: P,
) -> PaperAnswer:
    """Show a paper by a PDF, JPEG or PNG of at most 10 MB, sent as the body."""
    place = Place(edition, shelf, code)
    return _tagged(await papers.attach(place, paper, seen, request.stream(), caller), response)


@router.get(AT + "/{paper}/file", response_class=Response)
async def read_file(
    edition: Edition, shelf: ShelfName, code: Code, paper: PaperId, caller: Asking, papers: P
) -> StreamingResponse:
    """The file that shows a paper, to be saved, for its holder and the office."""
    found, file, content = await papers.file_of(Place(edition, shelf, code), paper, caller)
    name = f"{code}-{found.kind}.{file.extension}"
    headers = {
        **NEVER_INLINE,
        "content-disposition": f'attachment; filename="{name}"',
        "content-length": str(file.size),
    }
    return StreamingResponse(content, media_type=file.media_type, headers=headers)


@router.post(AT + "/{paper}/review")
async def review_paper(
    edition: Edition,
    shelf: ShelfName,
    code: Code,
    paper: PaperId,
    form: VerdictForm,
    seen: SeenVersion,
    caller: Asking,
    response: Response,
    papers: P,
) -> PaperAnswer:
    """The office has checked a paper, or rejects it with a reason."""
    place = Place(edition, shelf, code)
    return _tagged(await papers.judge(place, paper, form, seen, caller), response)


def _tagged(shown: Shown, response: Response) -> PaperAnswer:
    tag(response, shown.paper.version)
    return PaperAnswer.about(shown)
