"""Which facts partners' programs may be told: those that are public and name no person."""

from typing import Literal, get_args

PublicFact = Literal[
    "catalogue.edition.opened.v1",
    "catalogue.exhibitor.listed.v1",
    "catalogue.product.listed.v1",
    "catalogue.product.withdrawn.v1",
]
PUBLIC_FACTS: tuple[PublicFact, ...] = get_args(PublicFact)
