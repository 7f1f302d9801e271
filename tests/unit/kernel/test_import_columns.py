"""Which column of a file is taken for which of ours."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import lists
from kernel.imports.columns import FoundColumn, expect_pairs, paired
from kernel.problems import Invalid
from kernel.spreadsheets import Row
from services.catalogue.imports import ExhibitorSheet, ProductSheet
from services.gateway.importing import AccountImport
from services.matching.imports import BuyerSheet, DemandSheet

PRODUCTS = lists.columns("products")


def pairs(*headers: str, chosen: Mapping[str, str] | None = None) -> dict[str, tuple[str, str]]:
    found = paired(headers, [], PRODUCTS, chosen or {})
    return {one.header: (one.column, one.how) for one in found}


@pytest.mark.parametrize(
    "kind", [ExhibitorSheet, ProductSheet, BuyerSheet, DemandSheet, AccountImport]
)
def test_every_column_of_a_sheet_has_a_name_in_both_languages(kind: type) -> None:
    row = kind.row  # type: ignore[attr-defined]
    named = kind.columns  # type: ignore[attr-defined]
    assert set(named) == {field.alias for field in row.model_fields.values()}
    assert all(column.name and column.name_en for column in named.values())


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("harga_satuan", "harga"),
        ("unit_price", "harga"),
        ("harga_(rp)", "harga"),
        ("nama_produk", "nama"),
        ("product_name", "nama"),
        ("kapasitas_produksi", "kapasitas_per_bulan"),
        ("monthly_capacity", "kapasitas_per_bulan"),
        ("minimum_order", "moq"),
        ("kode_hs", "hs"),
        ("musim_panen", "bulan"),
        ("catgory", "kategori"),
        ("varians", "varian"),
    ],
)
def test_a_header_in_either_language_is_likely_the_column_it_reads_like(
    header: str, column: str
) -> None:
    assert pairs(header) == {header: (column, "likely")}


def test_a_header_like_nothing_is_left_open() -> None:
    assert pairs("catatan_panitia", "xyz") == {
        "catatan_panitia": ("", "unknown"),
        "xyz": ("", "unknown"),
    }


def test_our_own_name_goes_before_what_only_reads_like_it() -> None:
    assert pairs("nama_produk", "nama") == {
        "nama_produk": ("", "unknown"),
        "nama": ("nama", "name"),
    }


def test_what_people_said_goes_before_our_own_name() -> None:
    said = {"nama_resmi": "nama", "catatan": ""}
    assert pairs("nama", "nama_resmi", "catatan", chosen=said) == {
        "nama": ("", "unknown"),
        "nama_resmi": ("nama", "chosen"),
        "catatan": ("", "chosen"),
    }


def test_what_was_said_of_a_column_that_is_no_more_is_asked_anew() -> None:
    assert pairs("warna", chosen={"warna": "corak"}) == {"warna": ("varian", "likely")}


def test_samples_are_the_first_different_values() -> None:
    cells = ("Kopi", "Kopi", "Teh", "Gula", "Jahe")
    rows = [Row(n, {"produk": cell}) for n, cell in enumerate(cells, 2)]
    [found] = paired(["produk"], rows, PRODUCTS, {})
    assert found.samples == ("Kopi", "Teh", "Gula")


@given(
    headers=st.lists(st.sampled_from([*PRODUCTS, "harga_jual", "sku", "x"]), unique=True),
    chosen=st.dictionaries(
        st.sampled_from([*PRODUCTS, "x", "sku"]), st.sampled_from(["", "gone", *PRODUCTS])
    ),
)
def test_no_column_is_ever_given_twice(headers: list[str], chosen: dict[str, str]) -> None:
    found = paired(headers, [], PRODUCTS, chosen)
    given_ = [one.column for one in found if one.column]
    assert [one.header for one in found] == headers
    assert len(given_) == len(set(given_))
    assert set(given_) <= set(PRODUCTS)


FOUND = [FoundColumn(header="a"), FoundColumn(header="b"), FoundColumn(header="c")]


def test_what_is_left_unsaid_stays_as_it_was_settled() -> None:
    found = [*FOUND, *(FoundColumn(header=c, column=c, how="name") for c in ("nama", "harga"))]
    said = {"a": "nama"}
    expected = {"a": "nama", "b": "", "c": "", "nama": "", "harga": "harga"}
    assert expect_pairs(said, found, PRODUCTS) == expected


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"a": "nama", "b": "nama"}, "column-twice"),
        ({"a": "corak"}, "no-column"),
        ({"d": "nama"}, "no-column"),
    ],
)
def test_pairs_that_cannot_be_are_refused(said: dict[str, str], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        expect_pairs(said, FOUND, PRODUCTS)
    assert refusal.value.code == code
