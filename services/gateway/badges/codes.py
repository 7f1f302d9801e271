"""Short codes that people read aloud and type: nine signs, the last of which checks the others.

The signs are Crockford's 32 (https://www.crockford.com/base32.html): no I, L, O or U. His check
sign needs five more signs, some of which no QR code of alphanumeric mode holds, so the check here
is one parity symbol over GF(32) as in Reed and Solomon, "Polynomial Codes over Certain Finite
Fields" (1960): it finds every single wrong sign and every two signs that changed places.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 9
_MEANT = str.maketrans("OIL", "011", " -\u2013\t\r\n")
_FIELD = 0b100101
"""x⁵ + x² + 1, by which GF(32) is made."""


def new_code() -> str:
    """A random code: 40 bits and their check."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """The sign that completes a code of these signs."""
    return ALPHABET[_doubled(_remainder(body))]


def read_code(written: str) -> str:
    """A code as somebody typed or scanned it, in its one form; "" for what cannot be one."""
    code = written.upper().translate(_MEANT)
    fits = len(code) == LENGTH and all(sign in ALPHABET for sign in code)
    return code if fits and _remainder(code) == 0 else ""


def shown(code: str) -> str:
    """A code as it is printed: K7M-2QX-9TB."""
    return "-".join(code[start : start + 3] for start in range(0, len(code), 3))


def _remainder(code: str) -> int:
    """The value at x of the polynomial whose coefficients the signs are."""
    value = 0
    for sign in code:
        value = _doubled(value) ^ ALPHABET.index(sign)
    return value


def _doubled(value: int) -> int:
    """Times x in GF(32)."""
    value <<= 1
    return value ^ _FIELD if value & 32 else value
