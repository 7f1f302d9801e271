"""A search that somebody keeps."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from kernel.problems import Conflict, Invalid
from services.catalogue.search.model import Wish
from services.catalogue.values import Value

MOST_SEARCHES = 20
MOST_FITTING = 2_000
"""How many goods a search may find already: what finds more would tell of nearly everything."""

SearchName = Annotated[str, StringConstraints(min_length=2, max_length=80, strip_whitespace=True)]


class SearchForm(Value):
    """What to look for from now on, and what it is called."""

    name: SearchName
    wish: Wish


class SavedSearch(SearchForm):
    """A search of a party, kept since `saved_at`."""

    id: str
    edition: str
    party: str
    saved_at: datetime


def expect_narrow(wish: Wish, fitting: int) -> None:
    """Raises Invalid for a wish that asks for nothing, or that nearly everything fits."""
    if not wish.q.strip() and not wish.narrowed_by:
        raise Invalid(
            "Pencarian ini belum menyebut apa pun; tulis kata atau pilih saringan dahulu.",
            "This search asks for nothing yet; type a word or choose a filter first.",
            code="search-empty",
        )
    if fitting > MOST_FITTING:
        raise Invalid(
            f"Pencarian ini sudah menemukan {fitting} barang; persempit sampai {MOST_FITTING}.",
            f"This search finds {fitting} goods already; narrow it to {MOST_FITTING}.",
            code="search-too-wide",
        )


def expect_room(kept: int) -> None:
    """Raises Conflict for one search too many."""
    if kept >= MOST_SEARCHES:
        raise Conflict(
            f"Paling banyak {MOST_SEARCHES} pencarian disimpan; hapus yang tidak perlu lagi.",
            f"{MOST_SEARCHES} searches can be kept at most; delete what is not needed any more.",
            code="too-many-searches",
        )
