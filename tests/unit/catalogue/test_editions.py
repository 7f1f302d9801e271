"""What an edition, a hall and a template may be."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from kernel.cells.errors import sentences_of
from kernel.problems import Conflict
from services.catalogue.editions.halls import Hall, stands_of
from services.catalogue.editions.model import (
    Edition,
    EditionForm,
    Plan,
    TemplateForm,
    like,
    template_of,
)
from services.catalogue.editions.store import given_templates
from services.catalogue.stands.model import expect_nobody_loses_a_stand, expect_stands, proposal
from tests import trade
from tests.unit.catalogue.makers import maker

FLOOR = {"code": "A", "name": "Aula", "rows": 2, "columns": 3, "accessible": [1], "closed": [6]}


def _edition(**changes: Any) -> Edition:
    return Edition(**trade.edition(**changes))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ends": "2026-11-11"}, "ends-before-it-starts"),
        ({"booking_opens": "2026-10-20"}, "half-a-window"),
        ({"booking_opens": "2026-10-20", "booking_closes": "2026-10-19"}, "closes-too-soon"),
        ({"booking_opens": "2026-10-20", "booking_closes": "2026-11-12"}, "closes-too-late"),
        ({"categories": ["lain-lain"]}, "unknown-category"),
        ({"halls": [FLOOR, FLOOR]}, "hall-twice"),
        ({"halls": [{**FLOOR, "code": "AULA-BESAR"}]}, "hall-code"),
        ({"halls": [{**FLOOR, "rows": 3, "stands": 6}]}, "no-grid"),
        ({"halls": [{**FLOOR, "closed": [7]}]}, "no-such-stand"),
        ({"halls": [{**FLOOR, "online": True}]}, "online-with-stands"),
        ({"mall": "half-open"}, "not-allowed"),
        ({"rule_set": "mars"}, "not-allowed"),
    ],
)
def test_an_edition_is_refused_with_a_sentence_in_each_language(
    change: dict[str, Any], code: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        EditionForm(**trade.edition(**change))
    [found] = refused.value.errors()
    told, message, message_en = sentences_of(found)
    assert told == code
    assert message
    assert message != message_en


@pytest.mark.parametrize(
    "change",
    [
        {"code": "AULA-BESAR"},
        {"rows": 3, "stands": 6},
        {"closed": [7]},
        {"accessible": [0]},
        {"online": True},
        {"rows": 71, "columns": 71},
    ],
)
def test_a_hall_is_refused_for(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Hall(**{**FLOOR, **change})


def test_a_hall_of_so_many_stands_becomes_a_grid() -> None:
    hall = Hall(code="B", name="Selasar", stands=25)
    assert (hall.rows, hall.columns) == (3, 10)
    last = list(stands_of((hall,)))[-1]
    assert (last.code, last.row, last.column) == ("B-25", 2, 4)
    assert Hall.model_validate(hall.model_dump()) == hall


def test_a_given_template_makes_an_edition_that_may_be_opened() -> None:
    for template in given_templates().values():
        opened = template.plan("expo-2027", "Expo", "Expo", date(2027, 7, 12))
        assert opened.booking_closes
        assert opened.booking_closes < opened.starts <= opened.ends


def test_an_edition_like_another_has_its_halls_and_windows_but_other_days() -> None:
    before = _edition(
        halls=[FLOOR],
        categories=["minuman"],
        booking_opens="2026-10-20",
        booking_closes="2026-11-01",
        rule_set="home",
    )
    after = like(before, "uve-2027", "Expo 2027", "Expo 2027", date(2027, 3, 1))
    assert (after.ends, after.booking_opens, after.booking_closes) == (
        date(2027, 3, 3),
        date(2027, 2, 6),
        date(2027, 2, 18),
    )
    assert (after.halls, after.categories, after.rule_set) == (
        before.halls,
        before.categories,
        "home",
    )
    template = template_of(before, "seperti-2026", "Seperti 2026", "Like 2026")
    assert TemplateForm.model_validate(template.model_dump()).days == 3


def test_a_revision_is_the_next_version() -> None:
    after = _edition().revised(Plan(**trade.edition(name="Nama baru")))
    assert (after.name, after.version, after.id) == ("Nama baru", 2, trade.EDITION)


@pytest.mark.parametrize("halls", [[], [{**FLOOR, "closed": [1]}], [{**FLOOR, "code": "B"}]])
def test_a_hall_does_not_lose_a_stand_without_saying_who(halls: list[Any]) -> None:
    standing = maker(stand="A-01")
    with pytest.raises(Conflict) as refusal:
        expect_nobody_loses_a_stand(_edition(halls=halls), [standing])
    assert refusal.value.members["exhibitors"] == [{"code": standing.code, "stand": "A-01"}]
    expect_nobody_loses_a_stand(_edition(halls=[FLOOR]), [standing])


@pytest.mark.parametrize(("stand", "code"), [("A-06", "stand-closed"), ("C-01", "no-stand")])
def test_nobody_gets_a_stand_that_is_closed_or_not_there(stand: str, code: str) -> None:
    with pytest.raises(Conflict) as refusal:
        expect_stands(_edition(halls=[FLOOR]), [maker(stand=stand)], {}, {})
    assert refusal.value.code == code


def test_two_may_change_places_but_not_share_one() -> None:
    one, other = maker(stand="A-01"), maker(code="PS-2", stand="A-02")
    before, holders = {e.id: e for e in (one, other)}, {"A-01": one, "A-02": other}
    edition = _edition(halls=[FLOOR])
    swapped = [one.at("A-02", "hand"), other.at("A-01", "hand")]
    expect_stands(edition, swapped, before, holders)
    with pytest.raises(Conflict) as refusal:
        expect_stands(edition, swapped[:1], before, holders)
    assert refusal.value.members["exhibitor"] == "PS-2"


def test_a_proposal_moves_nobody_whom_the_office_has_placed() -> None:
    edition = _edition(halls=[FLOOR])
    placed = maker(stand="A-05")
    by_rule = maker(code="PS-2").at("A-04", "rule")
    new, online = maker(code="PS-3", needs_access=True), maker(code="PS-4", attendance="online")
    proposed = proposal(edition, [placed, by_rule, new, online], anew=False)
    assert [(move.code, move.before, move.after) for move in proposed.moves] == [
        ("PS-3", None, "A-01")
    ]
    anew = proposal(edition, [placed, by_rule, new, online], anew=True)
    assert "PS-1" not in {move.code for move in anew.moves}


def test_a_proposal_says_who_is_left_and_why() -> None:
    edition = _edition(halls=[{**FLOOR, "accessible": [1]}])
    wanting = [maker(code=f"PS-{n}", needs_access=n < 3) for n in range(1, 8)]
    proposed = proposal(edition, wanting, anew=True)
    assert {left.code: left.reason for left in proposed.left} == {
        "PS-2": "no-accessible-stand-left",
        "PS-7": "no-stand-left",
    }
