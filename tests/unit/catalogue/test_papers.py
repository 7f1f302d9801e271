"""Numbers of papers, and what of a paper must be checked anew."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.problems import Conflict, Invalid
from services.catalogue.model import Product, ProductForm
from services.catalogue.papers.model import (
    MOST_PAPERS,
    Paper,
    PaperForm,
    as_declared,
    as_judged,
)
from services.catalogue.papers.numbers import FORMATS, objection_to, remark_on
from tests import trade
from tests.unit.catalogue.makers import maker

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PIRT = PaperForm(**trade.PIRT)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        *((kind, known.example) for kind, known in FORMATS.items()),
        ("PIRT", "206331901023427"),
        ("PIRT", "p-irt no. 206331901023427".replace("no. ", "")),
        ("PIRT", "2063319010234-27"),
        ("BPOM-MD", "BPOM RI MD 270111000123"),
        ("BPOM-TR", "POM TR 123456789"),
        ("BPOM-NA", "NA18210100001"),
        ("HALAL", "ID33110000123450121"),
        ("NKV", "apa saja"),
    ],
)
def test_a_number_may_be(kind: str, number: str) -> None:
    assert objection_to(kind, number, is_sample=False) is None


@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        ("PIRT", "20633190102342", "paper-number"),
        ("PIRT", "2063319010234277", "paper-number"),
        ("PIRT", "２０６３３１９０１０２３４２７", "paper-number"),
        ("PIRT", "MD 206331901023427", "paper-number"),
        ("BPOM-MD", "MD 2701110001", "paper-number"),
        ("BPOM-TR", "TR 1234567890", "paper-number"),
        ("BPOM-NA", "NZ18210100001", "paper-number"),
        ("NIB", "912000123456", "paper-number"),
        ("GTIN", "8991234567895", "gtin-check-digit"),
        ("NKV", "CONTOH-1", "sample-number"),
        ("NKV", "contoh-1", "sample-number"),
    ],
)
def test_a_number_cannot_be(kind: str, number: str, code: str) -> None:
    objection = objection_to(kind, number, is_sample=False)
    assert objection is not None
    assert objection.code == code
    assert objection.detail != objection.detail_en


def test_only_samples_have_sample_numbers() -> None:
    assert objection_to("PIRT", "CONTOH-123", is_sample=True) is None


@given(st.integers(0, 10**12 - 1), st.integers(0, 12), st.integers(1, 9))
def test_one_mistyped_digit_of_a_gtin_is_noticed(start: int, place: int, off: int) -> None:
    body = f"{start:012}"
    weighted = sum(int(digit) * (3 if n % 2 else 1) for n, digit in enumerate(body))
    right = f"{body}{-weighted % 10}"
    assert objection_to("GTIN", right, is_sample=False) is None
    wrong = f"{right[:place]}{(int(right[place]) + off) % 10}{right[place + 1 :]}"
    assert objection_to("GTIN", wrong, is_sample=False) is not None


def test_a_gtin_from_elsewhere_is_remarked_on() -> None:
    assert remark_on("GTIN", "8991234567891") is None
    remark = remark_on("GTIN", "4006381333931")
    assert remark is not None
    assert remark.code == "foreign-gtin"


@pytest.mark.parametrize(
    ("issued", "expires"),
    [("2027-01-02", "2027-01-01"), ("0999-01-01", None), (None, "9999-12-31")],
)
def test_dates_that_cannot_be(issued: str | None, expires: str | None) -> None:
    form = PaperForm(**trade.PIRT, issued=issued, expires=expires)
    with pytest.raises(Invalid) as refusal:
        form.expect_sound(is_sample=False)
    assert refusal.value.code == "paper-dates"


def test_what_is_said_again_keeps_its_verdict_and_what_changes_loses_it() -> None:
    checked = Paper.of(PIRT).judged("checked", NOON)
    assert (checked.state, checked.checked_at, checked.version) == ("checked", NOON, 2)
    assert as_declared([PIRT], [checked]) == (checked,)
    longer = PIRT.model_copy(update={"expires": date(2031, 5, 1)})
    [renewed] = as_declared([longer], [checked])
    assert (renewed.id, renewed.state, renewed.checked_at) == (checked.id, "declared", None)
    assert renewed.version == 3


def test_a_paper_said_twice_is_one_and_ids_never_meet() -> None:
    assert len(as_declared([PIRT, PIRT], [])) == 1
    moved = Paper.of(PIRT).revised(PIRT.model_copy(update={"number": "2063319010999-27"}))
    again = as_declared([PIRT], [moved])
    assert again[0].id != moved.id


forms = st.lists(
    st.builds(
        PaperForm,
        kind=st.sampled_from(["NKV", "SKP"]),
        number=st.sampled_from("123"),
        expires=st.sampled_from([None, date(2027, 1, 1), date(2028, 1, 1)]),
    ),
    max_size=6,
)


@given(st.lists(forms, min_size=1, max_size=5), st.integers(0, 5))
def test_however_lists_follow_each_other_ids_differ_and_only_the_unchanged_stays_checked(
    lists: list[list[PaperForm]], judged: int
) -> None:
    papers: tuple[Paper, ...] = ()
    for number, said in enumerate(lists):
        before = papers
        papers = as_declared(said, before)
        assert len({paper.id for paper in papers}) == len(papers)
        for paper in papers:
            if paper.state == "checked":
                assert paper in before
        if number == judged:
            words = [form.model_copy(update={"state": "checked"}) for form in said]
            papers = as_judged(papers, words, NOON)


def _holding(count: int) -> Product:
    papers = [{"kind": "NKV", "number": str(number)} for number in range(count)]
    return Product.of(ProductForm(**trade.product(papers=papers)), maker())


def test_a_holder_has_no_two_papers_alike_and_not_too_many() -> None:
    holder = _holding(MOST_PAPERS - 1)
    with pytest.raises(Conflict) as refusal:
        holder.with_paper(
            Paper.of(PaperForm(kind="NKV", number="0"), ["taken"])
            .declared_anew()
            .model_copy(update={"id": "another"})
        )
    assert refusal.value.code == "paper-twice"
    full = holder.with_paper(Paper.of(PIRT))
    with pytest.raises(Conflict) as refusal:
        full.with_paper(Paper.of(PaperForm(kind="SKP", number="1")))
    assert refusal.value.code == "too-many-papers"
    emptied = full.without_paper(Paper.of(PIRT).id)
    assert emptied.papers == holder.papers
    assert emptied.version == holder.version + 2


def test_papers_kept_before_they_had_ids_are_given_one_that_stays() -> None:
    kept = {"kind": "NKV", "number": "7", "state": "checked"}
    assert Paper.model_validate(kept).id == Paper.model_validate(kept).id
