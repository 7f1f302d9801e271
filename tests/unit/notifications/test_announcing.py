"""How far an announcement is, in whatever order and however often its facts come."""

import itertools

from services.notifications.announcing.model import Round

MADE = Round(id="a", edition="h2o-2026", audience="everyone", text="Pintu dibuka 09.00", made=1)
WITHDRAWN = Round(id="a", edition="h2o-2026", audience="everyone", withdrawn=2)
NOTHING = Round(id="a", edition="h2o-2026", audience="everyone")


def test_a_fact_that_comes_twice_begins_no_second_round() -> None:
    halfway = NOTHING.merged(MADE).on(["p-1", "p-2"], at_once=2)
    assert (halfway.reached, halfway.done) == ("p-2", False)
    assert halfway.merged(MADE) == halfway
    over = halfway.on(["p-3"], at_once=2)
    assert over.done
    assert over.merged(MADE) == over


def test_taking_back_goes_round_anew_where_the_announcement_may_have_been() -> None:
    halfway = NOTHING.merged(MADE).on(["p-1", "p-2"], at_once=2)
    back = halfway.merged(WITHDRAWN)
    assert (back.reached, back.done) == ("", False)
    assert not back.to("p-1").is_live


def test_what_was_taken_back_before_anybody_read_it_goes_nowhere() -> None:
    for facts in itertools.permutations([MADE, WITHDRAWN, MADE]):
        after = NOTHING
        for fact in facts:
            after = after.merged(fact)
        assert after.done
        assert not after.to("p-1").is_live
        assert after.text == MADE.text


def test_an_audience_of_nobody_is_a_round_that_is_over() -> None:
    assert NOTHING.merged(MADE).on([], at_once=2).done
