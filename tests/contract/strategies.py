"""Any fact of the contracts, within what JSON and MongoDB can carry."""

from datetime import UTC
from types import UnionType
from typing import Any, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import AwareDatetime, BaseModel

from docs.generate.language import facts

WHOLE_NUMBERS = st.integers(-(2**53), 2**53)
SHARES = st.floats(0, 1)


def any_fact() -> st.SearchStrategy[Any]:
    """A fact of any type."""
    return st.sampled_from(facts()).flatmap(_made)


def _made(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    fields = model.model_fields.items()
    return st.builds(model, **{name: _values(field.annotation) for name, field in fields})


def _values(annotation: Any) -> st.SearchStrategy[Any]:
    if get_origin(annotation) in (Union, UnionType):
        return st.one_of(*map(_values, get_args(annotation)))
    if get_origin(annotation) is tuple:
        return st.lists(_values(get_args(annotation)[0]), max_size=3).map(tuple)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _made(annotation)
    if annotation is AwareDatetime:
        return st.datetimes(timezones=st.just(UTC))
    if annotation is int:
        return WHOLE_NUMBERS
    return SHARES if annotation is float else st.from_type(annotation)
