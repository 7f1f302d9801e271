"""What belongs to the step at hand: a trace that goes on, a correlation id that stays."""

import pytest

from kernel import context
from kernel.context import child_of, continued

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
TRACE = "0af7651916cd43dd8448eb211c80319c"


def test_a_step_belongs_to_the_trace_of_its_parent_under_an_id_of_its_own() -> None:
    version, trace, step, flags = child_of(PARENT).split("-")
    assert (version, trace, flags) == ("00", TRACE, "01")
    assert step != "b7ad6b7169203331"


@pytest.mark.parametrize(
    "parent",
    [
        "",
        "nonsense",
        PARENT.upper(),
        PARENT + "-more",
        PARENT.replace("00-", "ff-", 1),
        PARENT.replace(TRACE, "0" * 32),
        PARENT.replace("b7ad6b7169203331", "0" * 16),
    ],
)
def test_what_is_no_trace_is_not_continued(parent: str) -> None:
    first, second = child_of(parent), child_of(parent)
    assert TRACE not in first
    assert first[3:35] != second[3:35]
    assert child_of(first)[3:35] == first[3:35], "a new trace is one that can be continued"


def test_trace_and_correlation_hold_within_and_end_with_the_step() -> None:
    with continued(PARENT, "order-7"):
        assert context.traceparent.get()[3:35] == TRACE
        assert context.correlation_id.get() == "order-7"
        with continued(context.traceparent.get(), "order-8"):
            assert context.correlation_id.get() == "order-8"
        assert context.correlation_id.get() == "order-7"
    assert (context.traceparent.get(), context.correlation_id.get()) == ("", "")


def test_a_step_that_fails_leaves_nothing_behind() -> None:
    with pytest.raises(KeyError), continued(PARENT, "order-7"):
        raise KeyError
    assert context.correlation_id.get() == ""


@pytest.mark.parametrize("given", ["", "two words", "line\nbreak", "x" * 65, "kopi☕"])
def test_a_correlation_id_that_could_harm_a_log_is_replaced_by_the_trace(given: str) -> None:
    with continued(PARENT, given):
        assert context.correlation_id.get() == TRACE
