"""What is known of a picture: its address, which is made of its content, and its shape."""

import hashlib
from typing import Annotated, Self

from pydantic import Field

from kernel.pictures import Picture as Developed
from services.catalogue.values import Value

SIZES = (320, 800, 1600)
"""How long the longer side is at most, in pixels."""


class Picture(Value):
    """A picture as its product or exhibitor knows it; `width` and `height` are of the largest."""

    id: str
    width: Annotated[int, Field(ge=1)]
    height: Annotated[int, Field(ge=1)]

    @classmethod
    def of(cls, developed: Developed) -> Self:
        """The same content has the same id, whoever uploads it."""
        digest = hashlib.sha256()
        for rendition in developed.renditions:
            digest.update(rendition.content)
        largest = max(developed.renditions, key=lambda rendition: rendition.size)
        return cls(id=digest.hexdigest()[:32], width=largest.width, height=largest.height)
