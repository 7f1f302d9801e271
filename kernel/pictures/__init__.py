"""Pictures that people upload, opened and made smaller in a child process of little means."""

from kernel.pictures.kinds import kind_of
from kernel.pictures.refusals import UnusablePicture
from kernel.pictures.rendering import Picture, Rendition, Studio

__all__ = ["Picture", "Rendition", "Studio", "UnusablePicture", "kind_of"]
