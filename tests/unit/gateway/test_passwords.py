"""What guessing a password costs somebody who got hold of its hash."""

from services.gateway.passwords import Passwords


async def test_a_hash_costs_what_rfc_9106_recommends_where_memory_is_scarce() -> None:
    passwords = Passwords()
    try:
        kept = await passwords.hashed("rahasia")
    finally:
        await passwords.close()
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
