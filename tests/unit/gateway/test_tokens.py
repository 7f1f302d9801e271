"""Which key signs, which are published, and what a token says."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from kernel.callers import caller_of
from services.gateway.model import Account
from services.gateway.tokens import SETTLING, TOKEN_LIFE, Signer, SigningKey, published, signing

START = datetime(2026, 11, 12, 9, tzinfo=UTC)
ACCOUNT = Account(
    id="a1",
    email="lina@example.invalid",
    name="Bu Lina",
    role="buyer",
    party="buyer:h2o-2026:BUY-01",
)


class Kept:
    """Signing keys in memory, with the promise of the real store: a number is taken once."""

    def __init__(self) -> None:
        self.keys: dict[int, dict[str, Any]] = {}

    async def all(self) -> list[dict[str, Any]]:
        return [self.keys[number] for number in sorted(self.keys)]

    async def add(self, key: dict[str, Any]) -> None:
        self.keys.setdefault(key["number"], key)


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
async def signer(kept: Kept) -> Signer:
    signer = Signer(kept)  # type: ignore[arg-type]
    await signer.prepare()
    return signer


def key(number: int, after: timedelta = timedelta()) -> SigningKey:
    return SigningKey.new(number, START + after)


def test_the_only_key_signs_at_once() -> None:
    first = key(1)
    assert signing([first], START) == first


def test_a_new_key_is_published_before_it_signs() -> None:
    first, second = key(1), key(2, timedelta(days=1))
    added = second.made_at
    assert signing([first, second], added) == first
    assert published([first, second], added) == [first, second]
    assert signing([first, second], added + SETTLING) == second


def test_a_replaced_key_is_published_until_its_last_token_has_ended() -> None:
    first, second = key(1), key(2, timedelta(days=1))
    takes_over = second.made_at + SETTLING
    assert first in published([first, second], takes_over + TOKEN_LIFE)
    assert first not in published([first, second], takes_over + timedelta(hours=1))


async def test_a_token_speaks_of_its_account_for_a_quarter_of_an_hour(signer: Signer) -> None:
    token = signer.token(ACCOUNT, "s1")
    [public] = jwt.PyJWKSet.from_dict(signer.jwks()).keys
    claims = jwt.decode(token.text, public.key, algorithms=["EdDSA"], issuer="pendopo")
    caller = caller_of(claims)
    assert (caller.account, caller.role) == ("a1", "buyer")
    assert caller.session == "s1"
    assert (caller.party, caller.name) == ("buyer:h2o-2026:BUY-01", "Bu Lina")
    assert claims["exp"] - claims["iat"] == 15 * 60
    assert jwt.get_unverified_header(token.text)["kid"] == public.key_id


async def test_only_public_halves_are_published(signer: Signer) -> None:
    [public] = signer.jwks()["keys"]
    assert set(public) == {"kty", "crv", "x", "kid", "alg", "use"}


async def test_replicas_that_start_together_share_one_first_key(kept: Kept) -> None:
    one, other = Signer(kept), Signer(kept)  # type: ignore[arg-type]
    await one.prepare()
    await other.prepare()
    assert one.jwks() == other.jwks()
    assert len(kept.keys) == 1


async def test_rotation_adds_a_key_and_keeps_the_old_one(signer: Signer) -> None:
    before = signer.jwks()["keys"]
    added = await signer.rotate()
    assert [public["kid"] for public in signer.jwks()["keys"]] == [before[0]["kid"], added.kid]
