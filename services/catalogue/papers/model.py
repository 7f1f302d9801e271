"""Nouns and rules of papers: declared by their holder, checked or rejected by the office."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from contracts import lists
from kernel.cells import line
from kernel.problems import Conflict, Invalid, NotFound
from services.catalogue.papers.numbers import objection_to
from services.catalogue.values import Entry, Value, expect_known

State = Literal["declared", "checked", "rejected"]
Number = Annotated[str, line(60), Field(pattern=r"^[^;]+$")]
Issuer = Annotated[str, line(120, least=0)]
MOST_PAPERS = 30
EARLIEST, LATEST = date(1950, 1, 1), date(2150, 1, 1)


class PaperForm(Value):
    """What is said of a paper; its `state` counts only where the office says it."""

    kind: Entry
    number: Number
    issuer: Issuer = ""
    issued: date | None = None
    expires: date | None = None
    state: State = "declared"

    @model_validator(mode="after")
    def _is_of_a_known_kind(self) -> Self:
        expect_known(self.kind in lists.paper_kinds(), "kind", self.kind)
        return self

    @property
    def said(self) -> tuple[Any, ...]:
        """All that its holder says of it."""
        return self.kind, self.number, self.issuer, self.issued, self.expires

    def completed_by(self, before: "PaperForm") -> Self:
        """With what it says nothing of as it was before."""
        unsaid = {"issuer", "issued"} - self.model_fields_set
        return self.model_copy(update={name: getattr(before, name) for name in unsaid})

    def expect_sound(self, is_sample: bool) -> None:
        """Raises Invalid for a number or dates that cannot be."""
        if objection := objection_to(self.kind, self.number, is_sample):
            raise Invalid(objection.detail, objection.detail_en, code=objection.code)
        days = [day for day in (self.issued, self.expires) if day]
        if any(not EARLIEST <= day <= LATEST for day in days) or days != sorted(days):
            raise Invalid(
                "Tanggal terbit harus sebelum tanggal berakhir, dan keduanya tanggal yang wajar.",
                "A paper is issued before it expires, and on days that can be.",
                code="paper-dates",
            )


class Paper(PaperForm):
    """A certificate that a product or its maker holds; declared until somebody has checked it.

    `id` is its own among the papers of its holder; `version` grows with each change of it.
    `checked_at` is when the office last said that it is checked or rejected; `has_file` whether
    there is a file that shows it.
    """

    id: str
    version: int = 1
    checked_at: datetime | None = None
    has_file: bool = False

    @model_validator(mode="before")
    @classmethod
    def _has_an_id(cls, given: Any) -> Any:
        if isinstance(given, dict) and "id" not in given:
            return given | {"id": _id(str(given.get("kind")), str(given.get("number")), 0)}
        return given

    @classmethod
    def of(cls, form: PaperForm, taken: Sequence[str] = ()) -> Self:
        """A paper that is declared for the first time, under an id that no other has."""
        ids = (_id(form.kind, form.number, n) for n in count())
        free = next(one for one in ids if one not in taken)
        return cls(id=free, **form.model_dump(exclude={"state"}))

    def is_proven(self, today: date) -> bool:
        """Whether somebody has checked it and it holds on a day."""
        return self.state == "checked" and (self.expires is None or self.expires >= today)

    def revised(self, form: PaperForm) -> Self:
        """The paper as its holder now says it is; what changed must be checked anew."""
        if form.said == self.said:
            return self
        said = form.model_dump(exclude={"state"})
        return self.model_copy(update=said).declared_anew()

    def declared_anew(self) -> Self:
        """The paper after something changed that nobody has checked."""
        news = {"state": "declared", "checked_at": None, "version": self.version + 1}
        return self.model_copy(update=news)

    def judged(self, state: State, at: datetime) -> Self:
        """The paper after the office has looked at it."""
        if state == self.state:
            return self
        moment = None if state == "declared" else at
        news = {"state": state, "checked_at": moment, "version": self.version + 1}
        return self.model_copy(update=news)


class Holder(Value):
    """What holds papers: an exhibitor or a product."""

    id: str
    edition: str
    code: str
    name: str
    is_sample: bool = False
    papers: tuple[Paper, ...] = ()
    version: int = 1

    def paper(self, paper_id: str) -> Paper:
        """Raises NotFound."""
        for paper in self.papers:
            if paper.id == paper_id:
                return paper
        raise NotFound(
            f"Dokumen ini tidak ada pada {self.name}; mungkin sudah dicabut.",
            f"{self.name} has no such paper; it may have been withdrawn.",
            code="no-paper",
        )

    def with_paper(self, paper: Paper) -> Self:
        """Holding one more paper, or this one in place of what it was.

        Raises Conflict for one too many, and for a number it has already.
        """
        others = [other for other in self.papers if other.id != paper.id]
        if any((o.kind, o.number) == (paper.kind, paper.number) for o in others):
            raise Conflict(
                f"Dokumen {paper.kind} {paper.number} sudah tercatat.",
                f"{paper.kind} {paper.number} is here already.",
                code="paper-twice",
            )
        if len(others) >= MOST_PAPERS:
            raise Conflict(
                f"Paling banyak {MOST_PAPERS} dokumen; cabut yang tidak berlaku lagi.",
                f"{MOST_PAPERS} papers at most; withdraw those that no longer hold.",
                code="too-many-papers",
            )
        if len(others) == len(self.papers):
            return self._holding((*self.papers, paper))
        return self._holding(tuple(paper if o.id == paper.id else o for o in self.papers))

    def without_paper(self, paper_id: str) -> Self:
        """No longer holding this one."""
        return self._holding(tuple(paper for paper in self.papers if paper.id != paper_id))

    def _holding(self, papers: tuple[Paper, ...]) -> Self:
        return self.model_copy(update={"papers": papers, "version": self.version + 1})


def as_declared(forms: Sequence[PaperForm], before: Sequence[Paper]) -> tuple[Paper, ...]:
    """The papers that a form lists, each as it was where nothing is said anew of it."""
    known = {(paper.kind, paper.number): paper for paper in before}
    papers: dict[str, Paper] = {}
    for said in forms:
        old = known.get((said.kind, said.number))
        form = said.completed_by(old) if old else said
        taken = [*(paper.id for paper in before), *papers]
        paper = old.revised(form) if old else Paper.of(form, taken)
        known[paper.kind, paper.number] = papers[paper.id] = paper
    return tuple(papers.values())


def as_judged(
    papers: Sequence[Paper], forms: Sequence[PaperForm], at: datetime
) -> tuple[Paper, ...]:
    """The same papers, in the states that a form of the office says they are in."""
    said = {(form.kind, form.number): form.state for form in forms}
    return tuple(paper.judged(said[paper.kind, paper.number], at) for paper in papers)


def _id(kind: str, number: str, n: int) -> str:
    return hashlib.sha256(f"{kind}\x1f{number}\x1f{n}".encode()).hexdigest()[:16]


class StoredFile(Value):
    """A file that shows a paper, as it is kept; `scan` is what a scanner for malware said of it."""

    id: str
    media_type: str
    size: int
    sha256: str
    scan: Literal["not-scanned", "clean", "unavailable"]
    stored_at: datetime

    @property
    def extension(self) -> str:
        return {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[self.media_type]


class Verdict(Value):
    """What somebody of the office said of a paper, and why."""

    state: State
    reason: Annotated[str, StringConstraints(max_length=500)] = ""
    account: str
    name: str
    at: datetime


class Proof(Value):
    """What is known of a paper beyond what all may see: its file, and the last verdict on it."""

    id: str
    holder: str
    paper: str
    file: StoredFile | None = None
    verdict: Verdict | None = None

    @classmethod
    def blank(cls, holder: str, paper: str) -> Self:
        """The proof of a paper of which nothing more is known."""
        return cls(id=proof_id(holder, paper), holder=holder, paper=paper)


class VerdictForm(Value):
    """What the office says of a paper; a rejection says why."""

    state: Literal["checked", "rejected"]
    reason: Annotated[str, Field(max_length=500)] = ""

    def expect_a_reason(self) -> None:
        """Raises Invalid for a rejection that leaves its holder guessing."""
        if self.state == "rejected" and len(self.reason) < 3:
            raise Invalid(
                "Tulis alasan penolakan, supaya peserta tahu apa yang harus diperbaiki.",
                "Say why it is rejected, so that the exhibitor knows what to mend.",
                code="reason-missing",
            )


def proof_id(holder: str, paper: str) -> str:
    """The id of the proof of a paper."""
    return f"{holder}|{paper}"
