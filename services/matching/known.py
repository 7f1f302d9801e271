"""Words of a demand that must stand in a list; others are refused with a sentence."""

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from contracts import lists
from kernel.cells import cell_error
from services.matching import places

Word = Annotated[str, StringConstraints(max_length=60)]


def _known(is_known: Callable[[str], bool], code: str, said: str, said_en: str) -> AfterValidator:
    """`said` and `said_en` say what is not known, and what would be, of a `{value}`."""

    def expect(value: str) -> str:
        if not is_known(value):
            raise cell_error(code, said.format(value=value), said_en.format(value=value))
        return value

    return AfterValidator(expect)


Category = Annotated[
    Word,
    _known(
        lambda value: value in lists.categories(),
        "unknown-category",
        "Kategori “{value}” tidak dikenal; pilih dari daftar kategori.",
        "The category “{value}” is not known; choose from the list of categories.",
    ),
]
Unit = Annotated[
    Word,
    _known(
        lambda value: value in lists.units(),
        "unknown-unit",
        f"Satuan “{{value}}” tidak dikenal. Pakai salah satu: {', '.join(lists.units())}.",
        f"The unit “{{value}}” is not known. Use one of: {', '.join(lists.units())}.",
    ),
]
Destination = Annotated[
    Word,
    _known(
        places.is_destination,
        "unknown-destination",
        "Tujuan “{value}” tidak dikenal; isi kode kabupaten/kota atau dua huruf negara.",
        "The destination “{value}” is not known; give a regency's code or a country's two letters.",
    ),
]
Paper = Annotated[
    Word,
    _known(
        lambda value: value in lists.paper_kinds(),
        "unknown-certificate",
        f"Dokumen “{{value}}” tidak dikenal. Pakai: {'; '.join(lists.paper_kinds())}.",
        f"The paper “{{value}}” is not known. Use: {'; '.join(lists.paper_kinds())}.",
    ),
]
