"""A badge's code is read as people write it, and a slip of the finger is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.badges.codes import ALPHABET, LENGTH, check_sign, new_code, read_code, shown
from services.gateway.badges.qr import drawn, of_badge, of_stand

bodies = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)
codes = bodies.map(lambda body: body + check_sign(body))


def test_a_new_code_has_nine_signs_none_of_which_is_taken_for_another() -> None:
    code = new_code()
    assert len(code) == 9
    assert not set(code) & set("ILOU")
    assert read_code(code) == code


def test_codes_are_not_the_same_twice() -> None:
    assert len({new_code() for _ in range(2000)}) == 2000


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_a_wrong_sign_is_noticed(code: str, place: int, sign: str) -> None:
    slipped = code[:place] + sign + code[place + 1 :]
    assert read_code(slipped) == (code if slipped == code else "")


@given(codes, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_two_signs_that_changed_places_are_noticed(code: str, one: int, other: int) -> None:
    signs = list(code)
    signs[one], signs[other] = signs[other], signs[one]
    swapped = "".join(signs)
    assert read_code(swapped) == (code if swapped == code else "")


@given(codes)
def test_a_code_is_read_as_it_is_printed_and_as_it_is_typed(code: str) -> None:
    typed = shown(code).lower().replace("0", "o").replace("1", "l")
    assert read_code(f" {typed} ") == code


@pytest.mark.parametrize(
    "written", ["", "HTTPS://X/1", "12345678", "٣٤٥٦٧٨٩٠١", "UUUUUUUUU", "1" * 40]
)
def test_what_is_no_code_is_none(written: str) -> None:
    assert read_code(written) == ""


@given(codes)
def test_a_badge_is_a_qr_code_of_the_smallest_version_with_the_strongest_correction(
    code: str,
) -> None:
    qr = of_badge(code)
    assert (qr.version, qr.error, qr.mode) == (1, "H", "alphanumeric")


def test_a_badge_holds_nothing_but_a_code() -> None:
    with pytest.raises(ValueError, match="no badge code"):
        of_badge("HTTPS://PENDOPO.EXAMPLE")


def test_the_address_of_a_stand_fits_a_version_3_code_in_upper_case() -> None:
    qr = of_stand("https://pendopo.example", "h2o-2026", "E-05-0738")
    assert qr.mode == "alphanumeric"
    assert int(qr.version) <= 3


def test_a_drawing_has_no_size_and_no_style_of_its_own() -> None:
    svg = drawn(of_badge("000000000"))
    assert 'viewBox="0 0 29 29"' in svg
    assert "style=" not in svg
    assert "width=" not in svg
