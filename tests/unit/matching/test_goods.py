"""Whether goods are the same: by name, category and HS code, worked out by hand."""

from typing import Any

import pytest

from services.matching.fit import matched
from services.matching.goods import goods_fit
from tests.unit.matching.pairs import TODAY, demand, expect_part, offer


def test_goods_named_and_classed_alike_agree_in_full() -> None:
    expect_part(
        goods_fit(demand(), offer()),
        1,
        True,
        "Nama barang cocok 100\u00a0%; kategori sama; kode HS sama.",
        "The goods' name agrees by 100%; category: the same; HS code: the same.",
    )


@pytest.mark.parametrize(
    ("changes", "value", "text_en"),
    [
        ({"hs_code": None}, 1.0, "category: the same; HS code: not known yet."),
        ({"hs_code": "200599"}, 0.92, "category: the same; HS code: the same heading (4 digits)."),
        ({"hs_code": "200899"}, 0.86, "category: the same; HS code: the same chapter (2 digits)."),
        ({"hs_code": "190590"}, 0.80, "category: the same; HS code: another."),
        ({"category": "bumbu"}, 0.925, "category: a related one; HS code: the same."),
        ({"category": "logam"}, 0.85, "category: another; HS code: the same."),
        (
            {"category": "logam", "hs_code": None},
            0.80,
            "category: another; HS code: not known yet.",
        ),
        ({"category": "logam", "hs_code": "090111"}, 0.65, "category: another; HS code: another."),
    ],
)
def test_goods_of_the_same_name_agree_by_category_and_hs_code(
    changes: dict[str, Any], value: float, text_en: str
) -> None:
    fit = goods_fit(demand(), offer(**changes))
    assert fit[0] == pytest.approx(value)
    assert fit[1] == (value >= 0.7)
    assert fit[2][1] == f"The goods' name agrees by 100%; {text_en}"


def test_half_a_name_agrees_by_half() -> None:
    """0.65 x 0.5 + 0.15 + 0.2 = 0.675: worth a look, and not spoken for."""
    fit = goods_fit(demand(keywords=["keripik pisang"]), offer())
    assert fit[0] == pytest.approx(0.675)
    assert not fit[1]


@pytest.mark.parametrize("name", ["Kripik Singkong", "KERIPIK SINGKONG", "singkong: kripik!"])
def test_a_name_spelt_another_way_is_the_same_name(name: str) -> None:
    assert goods_fit(demand(), offer(name=name, name_en=""))[0] == 1


def test_a_name_in_english_is_found_in_english() -> None:
    foreign = demand(keywords=["cassava crisps"])
    assert goods_fit(foreign, offer(name="Opak kuningan", name_en="Cassava Crisps"))[0] == 1


def test_a_demand_without_keywords_goes_by_its_title() -> None:
    titled = demand(keywords=[], title="Keripik singkong", title_en="")
    assert goods_fit(titled, offer())[0] == 1


def test_other_goods_under_the_same_hs_code_are_no_match() -> None:
    """Tempeh crisps and ginger drinks are both 210690."""
    wanted = demand(keywords=["keripik tempe"], hs_code="210690")
    ginger = offer(name="Wedang jahe merah", name_en="Red ginger drink", hs_code="210690")
    assert goods_fit(wanted, ginger)[0] == pytest.approx(0.35)
    assert matched(wanted, ginger, TODAY) is None


def test_goods_of_a_third_of_the_name_are_no_match_however_alike_in_class() -> None:
    wanted = demand(keywords=["keripik pisang manis"])
    assert goods_fit(wanted, offer())[0] == pytest.approx(0.65 / 3 + 0.15 + 0.2)
    assert matched(wanted, offer(), TODAY) is None
