"""What every fact must be, and who must be there to tell it and to listen."""

import re

import pytest
from pydantic import ValidationError

from contracts.fact import Fact
from docs.generate.language import Published, facts, published, rooms

TYPE = re.compile(
    r"(?P<service>[a-z]+)\.(?P<subject>[a-z]+)\.(?P<participle>[a-z]+)\.v(?P<n>[1-9])"
)

each_fact = pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact.type)
each_published = pytest.mark.parametrize("told", published(), ids=lambda told: told.type)


@each_fact
def test_a_fact_is_named_after_its_service_subject_and_what_happened(fact: type[Fact]) -> None:
    parts = TYPE.fullmatch(fact.type)
    assert parts, f"{fact.type} is not service.subject.participle.vN"
    assert fact.__module__ == f"contracts.{parts['service']}"
    version = "" if parts["n"] == "1" else f"V{parts['n']}"
    name = f"{parts['subject'].title()}{parts['participle'].title()}{version}"
    assert fact.__name__ == name


def test_no_two_facts_share_a_type() -> None:
    types = [fact.type for fact in facts()]
    assert len(set(types)) == len(types)


@each_fact
def test_a_fact_cannot_be_changed(fact: type[Fact]) -> None:
    told = fact.model_construct(subject="s", version=1, edition="e")
    with pytest.raises(ValidationError, match="frozen"):
        told.subject = "another"  # type: ignore[misc]


@each_fact
def test_a_fact_says_in_a_sentence_what_happened(fact: type[Fact]) -> None:
    sentence, *_ = (vars(fact)["__doc__"] or "").strip().splitlines() or [""]
    assert sentence.endswith((".", ":")), f"{fact.__name__} has no sentence of its own"


@each_published
def test_a_fact_is_told_by_its_own_service_alone(told: Published) -> None:
    assert told.told_by == (told.type.partition(".")[0],)
    assert set(told.told_by) <= set(rooms())


@each_published
def test_a_fact_lasts_exactly_when_some_queue_keeps_it(told: Published) -> None:
    """One that lasts and is kept by nobody would fill the outbox; one kept must not get lost."""
    assert told.fact.lasting == bool(told.kept_in)
