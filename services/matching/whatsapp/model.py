"""A WhatsApp number, who gave it, and the consent of whoever is handed over to it."""

import re
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, StringConstraints

from services.matching.leads.model import Consent, ConsentForm
from services.matching.model import Value

HOME = "+62"


def international(written: object) -> object:
    """0812-3456-7890 → +6281234567890; what is no text stays as it is (ITU-T E.164)."""
    if not isinstance(written, str):
        return written
    digits = re.sub(r"[\s().-]", "", written)
    if digits.startswith("0"):
        return f"{HOME}{digits[1:]}"
    return digits if digits.startswith("+") else f"+{digits}"


Number = Annotated[
    str, StringConstraints(pattern=r"^\+[1-9][0-9]{7,14}$"), BeforeValidator(international)
]


class NumberForm(Value):
    """A number that an exhibitor lets signed-in visitors and buyers write to."""

    number: Number
    consent: ConsentForm


class OwnNumber(Value):
    """The number of an exhibitor, and the account that agreed to its being shown."""

    exhibitor: str
    edition: str
    number: Number
    consent: Consent
    by: str
    changed_at: AwareDatetime


class HandoffForm(Value):
    """That somebody agrees to the exhibitor's learning their name."""

    consent: ConsentForm
