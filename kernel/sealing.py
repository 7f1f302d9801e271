"""Secrets that pass through the broker: sealed to their one reader (HPKE, RFC 9180)."""

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from pydantic import BaseModel, ConfigDict

from kernel.ids import new_id

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Unsealable(ValueError):
    """Not sealed to this reader, or moved to where it was not sealed for."""


class PublicSealingKey(BaseModel):
    """What others seal with, as a JSON Web Key (RFC 8037)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kid: str
    x: str
    kty: str = "OKP"
    crv: str = "X25519"

    def sealed(self, secret: str, *about: str) -> str:
        """The secret for this key's owner alone, who must say the same of it in `about`."""
        public = X25519PublicKey.from_public_bytes(_bytes(self.x))
        text = _text(_SUITE.encrypt(secret.encode(), public, info=_said(about)))
        return f"{self.kid}.{text}"


class SealingKey(BaseModel):
    """What its owner opens seals with; `private` is the raw key in base64url."""

    model_config = ConfigDict(frozen=True)

    kid: str
    private: str

    @classmethod
    def new(cls) -> "SealingKey":
        """A fresh X25519 key."""
        raw = X25519PrivateKey.generate().private_bytes_raw()
        return cls(kid=new_id(), private=_text(raw))

    @property
    def public(self) -> PublicSealingKey:
        raw = self._key.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )
        return PublicSealingKey(kid=self.kid, x=_text(raw))

    def opened(self, sealed: str, *about: str) -> str:
        """The secret inside. Raises Unsealable."""
        kid, _, text = sealed.partition(".")
        if kid != self.kid:
            raise Unsealable("sealed to another key")
        try:
            return _SUITE.decrypt(_bytes(text), self._key, info=_said(about)).decode()
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise Unsealable("not a seal of this reader about this") from error

    @property
    def _key(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(_bytes(self.private))


def _said(about: tuple[str, ...]) -> bytes:
    return "\x1f".join(about).encode()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
