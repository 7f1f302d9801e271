"""Stands by the rule: nobody twice, wheelchairs where they can go, one category beside another."""

from itertools import combinations, pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from services.catalogue.editions.halls import Hall, Stand, stands_of
from services.catalogue.stands.assignment import (
    Assignment,
    Seeker,
    assign,
    in_order,
    togetherness,
    walk,
)

FAMILIES = {"kopi": "tani", "teh": "tani", "batik": "sandang", "kulit": "sandang"}


@st.composite
def halls(draw: st.DrawFn) -> tuple[Hall, ...]:
    made = []
    for code in draw(st.sampled_from(("A", "AB"))):
        rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 5))
        numbers = st.lists(st.integers(1, rows * columns), unique=True, max_size=6)
        made.append(
            Hall(
                code=code,
                name="Aula",
                rows=rows,
                columns=columns,
                accessible=tuple(draw(numbers)),
                closed=tuple(draw(numbers)),
            )
        )
    return tuple(made)


@st.composite
def seekers(draw: st.DrawFn, most: int = 30) -> list[Seeker]:
    kinds = st.tuples(st.sampled_from(sorted(FAMILIES)), st.booleans())
    return [
        Seeker(f"PS-{number:02}", category, needs_access)
        for number, (category, needs_access) in enumerate(draw(st.lists(kinds, max_size=most)))
    ]


@st.composite
def floors(draw: st.DrawFn) -> tuple[list[Stand], dict[str, Seeker], list[Seeker]]:
    """Stands, some of whose holders stay, and those who want one."""
    stands, wanting = list(stands_of(draw(halls()))), draw(seekers())
    codes = draw(st.permutations([stand.code for stand in stands]))
    stay = draw(st.integers(0, min(3, len(wanting), len(codes))))
    return stands, dict(zip(codes, wanting[:stay], strict=False)), wanting[stay:]


def _assigned(
    floor: tuple[list[Stand], dict[str, Seeker], list[Seeker]],
) -> tuple[Assignment, dict[str, Stand], dict[str, Seeker]]:
    stands, staying, wanting = floor
    found = assign(stands, staying, wanting, FAMILIES)
    return found, {s.code: s for s in stands}, {s.code: s for s in wanting}


@given(floors())
def test_everybody_gets_one_stand_that_will_do_or_a_reason(
    floor: tuple[list[Stand], dict[str, Seeker], list[Seeker]],
) -> None:
    found, stands, wanting = _assigned(floor)
    assert found.placed.keys() | found.left.keys() == wanting.keys()
    assert not found.placed.keys() & found.left.keys()
    given_ = list(found.placed.values())
    assert len(set(given_)) == len(given_)
    assert not set(given_) & set(floor[1])
    for code, stand in found.placed.items():
        assert not stands[stand].closed
        assert stands[stand].accessible or not wanting[code].needs_access


@given(floors())
def test_who_is_left_could_have_got_no_stand(
    floor: tuple[list[Stand], dict[str, Seeker], list[Seeker]],
) -> None:
    found, stands, wanting = _assigned(floor)
    free = {s.code for s in stands.values() if not s.closed} - set(floor[1])
    reach = {code for code in free if stands[code].accessible}
    for reason in found.left.values():
        if reason == "no-stand-left":
            assert set(found.placed.values()) == free
        else:
            holders = {stand: code for code, stand in found.placed.items()}
            assert all(stand in holders and wanting[holders[stand]].needs_access for stand in reach)


@given(floors(), st.integers())
def test_the_order_of_the_input_changes_nothing(
    floor: tuple[list[Stand], dict[str, Seeker], list[Seeker]], seed: int
) -> None:
    stands, staying, wanting = floor
    shuffled = wanting[:]
    Random(seed).shuffle(shuffled)
    assert assign(stands, staying, shuffled, FAMILIES) == assign(stands, staying, wanting, FAMILIES)


@given(st.lists(st.integers(0, 30), max_size=4), st.sets(st.integers(0, 30), max_size=8))
def test_the_matching_on_a_line_is_the_cheapest_there_is(
    targets: list[int], places: set[int]
) -> None:
    wanted, there = sorted(targets)[: len(places)], sorted(places)
    chosen = in_order(wanted, there)
    assert chosen == sorted(set(chosen))
    assert set(chosen) <= places
    cost = sum(abs(one - other) for one, other in zip(wanted, chosen, strict=True))
    assert cost == min(
        sum(abs(one - other) for one, other in zip(wanted, some, strict=True))
        for some in combinations(there, len(wanted))
    )


def test_one_category_stands_beside_another_of_its_family() -> None:
    hall = Hall(code="A", name="Aula", rows=2, columns=6)
    wanting = [
        Seeker(f"PS-{number:02}", ("kopi", "batik", "teh", "kulit")[number % 4])
        for number in range(12)
    ]
    stands = list(stands_of((hall,)))
    placed = assign(stands, {}, wanting, FAMILIES).placed
    category = {seeker.code: seeker.category for seeker in wanting}
    at = {stand: category[code] for code, stand in placed.items()}
    together = togetherness(stands, at)
    for seed in range(20):
        chance = list(at.values())
        Random(seed).shuffle(chance)
        assert togetherness(stands, dict(zip(at, chance, strict=True))) < together
    assert togetherness(stands, {stand: FAMILIES[name] for stand, name in at.items()}) > together


def test_an_accessible_stand_is_kept_for_who_may_need_it_while_there_are_others() -> None:
    hall = Hall(code="A", name="Aula", rows=1, columns=4, accessible=(1, 2))
    stands = list(stands_of((hall,)))
    wanting = [Seeker("PS-1", "kopi"), Seeker("PS-2", "kopi", True), Seeker("PS-3", "teh")]
    placed = assign(stands, {}, wanting, FAMILIES).placed
    assert set(placed.values()) >= {"A-03", "A-04"}
    assert placed["PS-2"] in ("A-01", "A-02")


def test_who_stays_draws_its_category_near() -> None:
    hall = Hall(code="A", name="Aula", rows=1, columns=8)
    staying = {"A-08": Seeker("PS-0", "batik")}
    wanting = [Seeker(f"PS-{n}", ("batik", "kopi")[n % 2]) for n in range(1, 7)]
    placed = assign(list(stands_of((hall,))), staying, wanting, FAMILIES).placed
    assert max(placed, key=lambda code: placed[code]) in ("PS-2", "PS-4", "PS-6")


def test_a_walk_goes_through_each_stand_once_and_never_far() -> None:
    stands = list(stands_of((Hall(code="A", name="Aula", rows=4, columns=5),)))
    for band in (1, 2):
        walked = walk(stands, band)
        assert sorted(stand.number for stand in walked) == list(range(1, 21))
        steps = pairwise(walked)
        assert all(abs(a.row - b.row) + abs(a.column - b.column) <= band for a, b in steps)
