"""Both sides say what a step was worth; neither is overruled, and nothing said is lost."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kernel.problems import Refusal
from services.matching.deals.model import MOST_STEPS, Deal, Side, Step, StepForm
from services.matching.deals.sheets import HEADER, csv_line, harmless, rows_of, workbook
from services.matching.deals.totals import totals

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def deal(**changes: Any) -> Deal:
    known = {
        "id": "deal:h2o:1",
        "edition": "h2o",
        "code": "1",
        "title": "Keripik",
        "unit": "kg",
        "buyer": "buyer:h2o:PB-1",
        "buyer_name": "Swalayan",
        "exhibitor": "exhibitor:h2o:PS-1",
        "exhibitor_code": "PS-1",
        "exhibitor_name": "KSU Maju",
        "opened_by": "buyer",
        "opened_at": NOON,
    }
    return Deal.model_validate(known | changes)


def said(kind: str = "contract", value: int = 5_000_000, volume: int = 100) -> StepForm:
    day = date(2026, 11, 20)
    return StepForm.model_validate({"kind": kind, "value": value, "volume": volume, "day": day})


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.code == code
    assert caught.value.detail != caught.value.detail_en


def test_a_step_is_one_sided_until_the_other_side_says_the_same() -> None:
    one = deal().recording(said(), "exhibitor", NOON)
    assert one.steps[0].state == "one-sided"
    both = one.confirming(0, "buyer", NOON)
    assert both.steps[0].state == "confirmed"
    assert (both.version, both.changed) == (3, 0)


def test_who_differs_is_shown_to_differ_and_what_was_said_is_kept() -> None:
    one = deal().recording(said(value=5_000_000), "exhibitor", NOON)
    two = one.correcting(0, said(value=4_000_000), "buyer", NOON)
    assert two.steps[0].state == "disagreed"
    agreed = two.correcting(0, said(value=4_000_000), "exhibitor", NOON)
    assert agreed.steps[0].state == "confirmed"
    assert [one.value for one in agreed.steps[0].statements] == [5_000_000, 4_000_000, 4_000_000]


def test_days_may_differ() -> None:
    one = deal().recording(said(), "exhibitor", NOON)
    later = said().model_copy(update={"day": date(2026, 11, 22)})
    assert one.correcting(0, later, "buyer", NOON).steps[0].state == "confirmed"


def test_saying_the_same_twice_changes_nothing() -> None:
    one = deal().recording(said(), "exhibitor", NOON)
    assert one.recording(said(), "exhibitor", NOON) is one
    assert one.correcting(0, said(), "exhibitor", NOON) is one


def test_steps_that_make_no_sense_are_refused() -> None:
    one = deal().recording(said(), "exhibitor", NOON)
    refused("step-exists", lambda: one.recording(said(value=1), "buyer", NOON))
    refused("no-contract", lambda: deal().recording(said("repeat"), "buyer", NOON))
    refused("nothing-to-confirm", lambda: one.confirming(0, "exhibitor", NOON))
    refused("no-step", lambda: one.confirming(1, "buyer", NOON))
    refused("kind", lambda: one.correcting(0, said("trial"), "buyer", NOON))
    ahead = said().model_copy(update={"day": date(2026, 11, 25)})
    refused("day-ahead", lambda: deal().recording(ahead, "buyer", NOON))


def test_repeats_are_many_but_not_without_end() -> None:
    one = deal().recording(said(), "exhibitor", NOON)
    for number in range(MOST_STEPS - 1):
        one = one.recording(said("repeat", value=number), "exhibitor", NOON)
    refused("too-many-steps", lambda: one.recording(said("repeat"), "exhibitor", NOON))


def test_disagreements_are_added_up_low_and_high_and_never_in_the_middle() -> None:
    one = deal().recording(said(value=6_000_000), "exhibitor", NOON)
    one = one.correcting(0, said(value=4_000_000), "buyer", NOON)
    one = one.recording(said("repeat", value=1_000_000), "buyer", NOON)
    sums = totals([one, deal().recording(said(value=9_000_000), "buyer", NOON)])
    contract = sums["contract"]
    assert (contract.confirmed, contract.one_sided) == (0, 9_000_000)
    assert (contract.disagreed_low, contract.disagreed_high) == (4_000_000, 6_000_000)
    assert (contract.with_unconfirmed, contract.at_most) == (13_000_000, 15_000_000)
    assert sums["repeat"].with_unconfirmed == 1_000_000
    assert sums["sample"].steps == 0


sides: st.SearchStrategy[Side] = st.sampled_from(["buyer", "exhibitor"])
statements = st.lists(st.tuples(sides, st.integers(0, 5), st.integers(0, 3)), max_size=6)


@given(st.lists(statements, max_size=6))
def test_totals_with_what_is_unconfirmed_are_never_less(all_: list[Any]) -> None:
    deals = []
    for told in all_:
        one = deal()
        for side, value, volume in told:
            form = said(value=value, volume=volume)
            one = (
                one.correcting(0, form, side, NOON)
                if one.steps
                else one.recording(form, side, NOON)
            )
        deals.append(one)
    for sum_ in totals(deals).values():
        assert sum_.without_unconfirmed <= sum_.with_unconfirmed <= sum_.at_most
        parts = sum_.confirmed_steps + sum_.one_sided_steps + sum_.disagreed_steps
        assert parts == sum_.steps


@given(statements)
def test_what_was_said_only_grows(told: list[tuple[Side, int, int]]) -> None:
    step = Step(kind="contract", statements=())
    one = deal(steps=(step,))
    for side, value, volume in told:
        before = one.steps[0].statements
        one = one.correcting(0, said(value=value, volume=volume), side, NOON)
        assert one.steps[0].statements[: len(before)] == before
        latest = one.steps[0].said_by(side)
        assert latest is not None
        assert (latest.value, latest.volume) == (value, volume)


HOSTILE = '=HYPERLINK("http://x.invalid","x")'


def rows() -> list[tuple[str | int, ...]]:
    one = deal(exhibitor_name=HOSTILE, buyer_name="+62 812", title="@SUM(A1)")
    return list(rows_of(one.recording(said(), "exhibitor", NOON)))


def test_a_sheet_says_what_each_side_said_and_leaves_the_rest_empty() -> None:
    [row] = rows()
    read = dict(zip(HEADER, row, strict=True))
    assert (read["langkah"], read["keadaan"]) == ("kontrak", "sepihak")
    assert (read["nilai_peserta"], read["volume_peserta"]) == (5_000_000, 100)
    assert (read["nilai_pembeli"], read["tanggal_pembeli"]) == ("", "")


@pytest.mark.parametrize("start", ["=1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_no_text_is_taken_for_a_formula(start: str) -> None:
    assert harmless(start) == f"'{start}"
    assert harmless("KSU = Maju") == "KSU = Maju"


def test_csv_and_xlsx_hold_the_same_and_no_formula() -> None:
    [row] = rows()
    [line] = csv.reader(StringIO(csv_line(row).decode()))
    assert line == [str(cell) for cell in row]
    assert f"'{HOSTILE}" in line
    sheet = load_workbook(BytesIO(workbook([row]))).active
    assert sheet is not None
    [header, cells] = list(sheet.iter_rows())
    assert tuple(cell.value for cell in header) == HEADER
    assert [str(cell.value or "") for cell in cells] == line
    assert all(cell.data_type != "f" for cell in cells)
