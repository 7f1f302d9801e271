"""A seal opens for its reader alone, and for what it was made about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.sealing import PublicSealingKey, SealingKey, Unsealable

KEY = SealingKey.new()


@given(st.text(max_size=100), st.lists(st.text(max_size=20), max_size=4))
def test_what_is_sealed_opens_for_its_reader(secret: str, about: list[str]) -> None:
    public = PublicSealingKey.model_validate_json(KEY.public.model_dump_json())
    sealed = public.sealed(secret, *about)
    assert KEY.opened(sealed, *about) == secret


def test_it_opens_for_nobody_else() -> None:
    sealed = KEY.public.sealed("secret", "letter")
    other = SealingKey.new()
    for reader in (other, other.model_copy(update={"kid": KEY.kid})):
        with pytest.raises(Unsealable):
            reader.opened(sealed, "letter")


def test_it_does_not_open_about_anything_else() -> None:
    sealed = KEY.public.sealed("secret", "letter", "lina@example.invalid")
    for about in ((), ("letter",), ("letter", "maling@example.invalid")):
        with pytest.raises(Unsealable):
            KEY.opened(sealed, *about)


@pytest.mark.parametrize("broken", ["", ".", "{kid}.", "{kid}.AAAA", "{kid}.é=&"])
def test_what_is_no_seal_does_not_open(broken: str) -> None:
    with pytest.raises(Unsealable):
        KEY.opened(broken.format(kid=KEY.kid))


def test_the_same_secret_is_never_sealed_the_same_way_twice() -> None:
    assert KEY.public.sealed("secret") != KEY.public.sealed("secret")
    assert KEY.private not in KEY.public.model_dump_json()
