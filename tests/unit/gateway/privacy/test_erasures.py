"""An erasure knows who has confirmed it, and is told again until all have, and once more."""

from datetime import UTC, datetime, timedelta

from services.gateway.model import Account
from services.gateway.privacy.model import ROOMS, SWEPT_AFTER, Erasure, Part

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DONE = dict.fromkeys(ROOMS, Part(at=NOON))


def test_it_is_done_when_every_room_has_confirmed() -> None:
    erasure = Erasure.of("a" * 24, "self", NOON)
    assert not erasure.is_done
    assert not erasure.model_copy(update={"rooms": DONE | {"matching": None}}).is_done
    assert erasure.model_copy(update={"rooms": DONE}).is_done


def test_the_last_look_comes_when_no_token_counts_any_more() -> None:
    done = Erasure.of("a" * 24, "self", NOON).model_copy(update={"rooms": DONE})
    assert not done.again(NOON + SWEPT_AFTER - timedelta(seconds=1)).swept
    last = done.again(NOON + SWEPT_AFTER)
    assert (last.swept, last.told) == (True, 2)


def test_two_erasures_have_ids_nobody_guesses() -> None:
    ids = {Erasure.of("a" * 24, "self", NOON).id for _ in range(50)}
    assert len(ids) == 50
    assert all(len(one) == 40 and one.isalnum() for one in ids)


def test_nothing_but_its_id_is_left_of_an_erased_account() -> None:
    account = Account(
        id="b" * 24,
        email="sri@koperasi.id",
        name="Sri",
        role="exhibitor",
        party="exhibitor:h2o-2026:KOP-01",
        password_hash="$argon2",
        joined_at=NOON,
        version=4,
    )
    erased = account.erased()
    assert erased.is_erased
    assert (erased.closed, erased.version, erased.id) == (True, 5, account.id)
    left = str(erased.model_dump())
    assert not [told for told in ("sri", "Sri", "KOP-01", "argon2") if told in left]
