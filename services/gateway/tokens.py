"""Tokens: EdDSA-signed, short-lived, with keys that are published and can be replaced."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm
from pydantic import BaseModel, ConfigDict

from kernel.callers import ISSUER, PARTNER
from kernel.clock import now
from kernel.ids import new_id
from services.gateway.model import Account
from services.gateway.partners.model import ApiKey
from services.gateway.store import SigningKeys

TOKEN_LIFE = timedelta(minutes=15)
REREAD_SECONDS = 60.0
SETTLING = timedelta(seconds=2 * REREAD_SECONDS)


class SigningKey(BaseModel):
    """A private key; `number` counts them, `kid` is the name under which it is published."""

    model_config = ConfigDict(frozen=True)

    number: int
    kid: str
    pem: str
    made_at: datetime

    @classmethod
    def new(cls, number: int, made_at: datetime) -> "SigningKey":
        """A fresh Ed25519 key."""
        pem = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return cls(number=number, kid=new_id(), pem=pem.decode(), made_at=made_at)

    @property
    def private(self) -> Ed25519PrivateKey:
        key = serialization.load_pem_private_key(self.pem.encode(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError(f"signing key {self.kid} is not Ed25519")
        return key

    @property
    def published(self) -> dict[str, Any]:
        """As a JSON Web Key."""
        public = OKPAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {**public, "kid": self.kid, "alg": "EdDSA", "use": "sig"}


def signing(keys: Sequence[SigningKey], moment: datetime) -> SigningKey:
    """The key that signs: the newest that every replica has had time to read, else the first."""
    settled = [key for key in keys if key.made_at + SETTLING <= moment]
    return max(settled, key=lambda key: key.number) if settled else keys[0]


def published(keys: Sequence[SigningKey], moment: datetime) -> list[SigningKey]:
    """The keys of which a living token may be met, now or soon."""
    signs = signing(keys, moment)
    retired = moment - SETTLING - TOKEN_LIFE - SETTLING
    return [key for key in keys if key.number >= signs.number or signs.made_at > retired]


@dataclass(frozen=True, slots=True)
class Token:
    """A signed token and when it ends."""

    text: str
    expires_at: datetime


class Signer:
    """Signs tokens with the newest key and knows those to publish."""

    def __init__(self, store: SigningKeys) -> None:
        self._store = store
        self._keys: list[SigningKey] = []

    async def prepare(self) -> None:
        """Read the keys, or make the first; of replicas that start together one makes it."""
        await self._read()
        if not self._keys:
            await self._store.add(SigningKey.new(1, now()).model_dump())
            await self._read()

    async def run(self) -> None:
        """Reread the keys from time to time, so that a new one is used without a restart."""
        while True:
            await asyncio.sleep(REREAD_SECONDS)
            await self._read()

    async def rotate(self) -> SigningKey:
        """Add a key; it is published at once and signs when all replicas know it."""
        await self._read()
        await self._store.add(SigningKey.new(self._keys[-1].number + 1, now()).model_dump())
        await self._read()
        return self._keys[-1]

    async def _read(self) -> None:
        self._keys = [SigningKey.model_validate(document) for document in await self._store.all()]

    def token(self, account: Account, session: str, acting_for: str = "") -> Token:
        """A token that speaks of this account, in this session and acting for this party."""
        claims: dict[str, Any] = {
            "sub": account.id,
            "role": account.role_for(acting_for),
            "party": account.party_for(acting_for),
            "name": account.name,
            "sid": session,
        }
        if account.role == "assistant":  # who acts in another's stead (RFC 8693, `act`)
            claims["act"] = {"sub": account.id, "role": account.role}
        return self._signed(claims)

    def partner_token(self, key: ApiKey) -> Token:
        """A token that speaks of a partner's program, with what it may do (RFC 9068, `scope`)."""
        scope = " ".join(key.scopes)
        return self._signed({"sub": key.partner, "role": PARTNER, "name": key.name, "scope": scope})

    def _signed(self, claims: dict[str, Any]) -> Token:
        issued = now()
        key, ends = signing(self._keys, issued), issued + TOKEN_LIFE
        dated = {"iss": ISSUER, **claims, "iat": issued, "exp": ends}
        text = jwt.encode(dated, key.private, algorithm="EdDSA", headers={"kid": key.kid})
        return Token(text, ends)

    def jwks(self) -> dict[str, Any]:
        """The public keys as a JSON Web Key Set."""
        return {"keys": [key.published for key in published(self._keys, now())]}
