"""Matches and entries end up the same however often and in whatever order facts come."""

from datetime import UTC, datetime, timedelta
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.inbox.model import Change, Entry, Fold, Offer, Party
from services.notifications.inbox.told import Match, Occasion

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
QUIET = timedelta(seconds=20)


def match(**told: object) -> Match:
    known = {
        "id": "h2o:D1|h2o:P1",
        "edition": "h2o",
        "demand": "h2o:D1",
        "buyer": "buyer:h2o:B1",
        "exhibitor": "exhibitor:h2o:K1",
    }
    return Match.model_validate(known | told)


def found(version: int) -> Match:
    return match(found=version, score=version / 10, product_name=f"Keripik {version}")


def lost(version: int) -> Match:
    return match(lost=version)


facts = st.integers(1, 9).flatmap(lambda version: st.sampled_from([found(version), lost(version)]))


@given(
    st.lists(facts, min_size=1, max_size=12).flatmap(
        lambda told: st.tuples(st.just(told), st.permutations(told + told[: len(told) // 2]))
    )
)
def test_a_match_is_the_same_whatever_the_order_and_number_of_its_facts(
    told: tuple[list[Match], list[Match]],
) -> None:
    in_order, shuffled = told
    assert reduce(Match.merged, in_order) == reduce(Match.merged, shuffled)


def test_a_match_that_was_lost_later_than_found_is_not_live() -> None:
    assert not found(1).merged(lost(2)).is_live
    assert not lost(2).merged(found(1)).is_live
    assert lost(2).merged(found(3)).is_live


def test_a_lost_match_is_still_known_by_name() -> None:
    assert lost(2).merged(found(1)).product_name == "Keripik 1"


def test_a_match_counts_for_its_buyer_and_for_its_exhibitor() -> None:
    buyers, exhibitors = found(1).headings
    assert (buyers.party, buyers.occasion) == ("buyer:h2o:B1", Occasion.DEMAND_MATCHES)
    assert (exhibitors.party, exhibitors.occasion) == (
        "exhibitor:h2o:K1",
        Occasion.EXHIBITOR_DEMANDS,
    )
    assert buyers.id != exhibitors.id


def test_products_of_one_exhibitor_for_one_demand_share_an_entry() -> None:
    other = match(id="h2o:D1|h2o:P2", found=1)
    assert other.headings == found(1).headings


def fold(*matches: Match) -> Fold:
    return Fold(count=sum(one.is_live for one in matches), leading=matches)


def entry() -> Entry:
    return Entry.under(found(1).headings[0], NOON)


def test_an_entry_shows_the_count_and_the_best() -> None:
    one = found(1).model_copy(update={"exhibitor_name": "KSU Maju", "demand_code": "D1"})
    written = entry().counting(fold(one), 1, NOON)
    assert written.count == 1
    assert written.best == (
        Offer(product="Keripik 1", exhibitor="KSU Maju", match="h2o:D1|h2o:P1", score=0.1),
    )
    assert written.link == "/temu/D1"
    assert (written.version, written.news) == (1, 1)


def test_an_exhibitors_entry_leads_to_its_opportunities() -> None:
    assert Entry.under(found(1).headings[1], NOON).link == "/kesempatan"


def test_an_entry_counted_again_with_nothing_new_is_left_alone() -> None:
    written = entry().counting(fold(found(1)), 1, NOON)
    assert written.counting(fold(found(1)), 0, NOON + QUIET) is written


def test_an_entry_that_lost_its_last_match_stays_and_counts_none() -> None:
    written = entry().counting(fold(found(1)), 1, NOON)
    emptied = written.counting(fold(found(1).merged(lost(2))), 0, NOON + QUIET)
    assert (emptied.count, emptied.best) == (0, ())
    assert (emptied.version, emptied.news) == (2, 1)
    assert emptied.changed_at == NOON + QUIET


def test_news_rests_until_it_was_quiet_for_a_while() -> None:
    party = Party(id="buyer:h2o:B1").told(NOON, QUIET).told(NOON + QUIET / 2, QUIET)
    assert party.due_at == NOON + QUIET * 1.5
    assert (party.news, party.waiting_since) == (2, NOON)


def test_news_that_never_ceases_waits_no_longer_than_six_quiet_times() -> None:
    party = Party(id="buyer:h2o:B1")
    for second in range(0, 200, 5):
        party = party.told(NOON + timedelta(seconds=second), QUIET)
    assert party.due_at == NOON + 6 * QUIET


def test_a_newcomer_does_not_delay_news_that_is_due() -> None:
    party = Party(id="buyer:h2o:B1").told(NOON, QUIET)
    assert party.awaiting(NOON + QUIET / 2, QUIET) == party


def test_a_party_that_was_written_to_keeps_its_number_of_news() -> None:
    party = Party(id="buyer:h2o:B1").told(NOON, QUIET).written_to()
    assert (party.news, party.due_at, party.waiting_since) == (1, None, None)


def counted_by_hand(known: dict[str, Match]) -> Fold:
    """All matches of an entry, live before lost, best first."""
    heard = [one for one in known.values() if one.found]
    ranked = sorted(heard, key=lambda one: (not one.is_live, -one.score, one.id))
    return Fold(count=sum(one.is_live for one in heard), leading=tuple(ranked[:3]))


told_of_many = st.builds(
    lambda product, version, score, is_lost: match(
        id=f"h2o:D1|h2o:P{product}",
        product_name=f"Keripik {product} v{version}",
        **({"lost": version} if is_lost else {"found": version, "score": score / 10}),
    ),
    st.integers(1, 6),
    st.integers(1, 5),
    st.integers(1, 4),
    st.booleans(),
)


@given(st.lists(st.lists(told_of_many, min_size=1, max_size=4), min_size=1, max_size=12))
def test_an_entry_that_is_adjusted_shows_what_one_that_is_counted_anew_shows(
    batches: list[list[Match]],
) -> None:
    known: dict[str, Match] = {}
    kept = entry()
    for batch in batches:
        changes = []
        for told in {one.id: one for one in batch}.values():
            before = known.get(told.id)
            after = before.merged(told) if before else told
            if after != before:
                changes.append(Change(before, after))
                known[told.id] = after
        fold = counted_by_hand(known)
        if not changes or not fold.leading:
            continue
        if kept.must_be_counted_anew(changes):
            kept = kept.counting(fold, 0, NOON)
        else:
            kept = kept.adjusted(changes, 0, NOON)
        expected = entry().counting(fold, 0, NOON)
        assert (kept.count, kept.best) == (expected.count, expected.best)
