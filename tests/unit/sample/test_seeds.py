import csv

from sample.seeds import SEED_FOLDER, Seeds


def _column(table: str, column: str) -> set[str]:
    with (SEED_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row[column] for row in csv.DictReader(file)}


def test_every_category_of_goods_has_a_name_and_a_profile(seeds: Seeds) -> None:
    used = {kind.category for kind in seeds.archetypes.values()}

    assert set(seeds.profiles) == used
    assert _column("../categories", "code") == used


def test_every_paper_that_goods_or_buyers_speak_of_can_be_drawn_and_is_known(
    seeds: Seeds,
) -> None:
    usual = {paper for kind in seeds.archetypes.values() for paper in kind.certificates}
    asked = {paper for buyer in seeds.buyer_kinds.values() for paper in buyer.documents}

    assert usual | asked <= set(seeds.papers)
    assert set(seeds.papers) == _column("certifications", "code")


def test_buyers_want_categories_and_archetypes_that_exist(seeds: Seeds) -> None:
    known = set(seeds.archetypes) | set(seeds.profiles)

    for buyer in seeds.buyer_kinds.values():
        assert set(buyer.wants) <= known, buyer.kind


def test_every_word_list_that_exhibitors_and_titles_need_is_there(seeds: Seeds) -> None:
    for profile in seeds.profiles.values():
        for word_list in ("koperasi", "ukm"):
            assert seeds.words[f"{word_list}-{profile.trade}"]
        for word_list in ("kail", "ekor"):
            assert seeds.words[f"{word_list}-{profile.hooks}"]


def test_a_family_of_goods_has_at_least_two_members(seeds: Seeds) -> None:
    families = [kind.family for kind in seeds.archetypes.values() if kind.family]

    assert families
    assert all(families.count(family) >= 2 for family in families)
