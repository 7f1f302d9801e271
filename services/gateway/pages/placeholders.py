"""What is shown where there is no picture: a motif for each family of goods, drawn here."""

from typing import Annotated, NamedTuple

from fastapi import Path, Response

from contracts import lists
from services.gateway.pages.route import page, page_router

router = page_router()


class Motif(NamedTuple):
    """A ground, an ink, and lines on a field of 96 × 96."""

    ground: str
    ink: str
    lines: str


MOTIFS: dict[str, Motif] = {
    "pangan": Motif(
        "#f3dfc1",
        "#8a4a1b",
        "M18 50h60a30 26 0 0 1-60 0zM30 76v6h36v-6M34 40c0-8 8-8 8-16M48 40c0-8 8-8 8-16",
    ),
    "segar": Motif(
        "#dcecd9",
        "#186443",
        "M48 82V44M48 58c-20 0-26-14-26-28 18 0 26 10 26 28z"
        "M48 50c0-16 8-28 28-28 0 18-8 28-28 28z",
    ),
    "tani": Motif(
        "#e8e2c4",
        "#6b5a12",
        "M48 84V30M48 44c-12 0-16-8-16-16 10 0 16 6 16 16zM48 44c12 0 16-8 16-16-10 0-16 6-16 16z"
        "M48 62c-12 0-16-8-16-16 10 0 16 6 16 16zM48 62c12 0 16-8 16-16-10 0-16 6-16 16z"
        "M48 30c-5-5-5-12 0-18 5 6 5 13 0 18z",
    ),
    "sehat": Motif(
        "#d9e9ec",
        "#1d5563",
        "M22 46h52c0 20-10 34-26 34S22 66 22 46zM16 46h64M56 46 74 16M34 80h28",
    ),
    "sandang": Motif(
        "#dfe0f3",
        "#2c3a8c",
        "M48 14l20 34-20 34-20-34zM48 32l9 16-9 16-9-16z"
        "M14 14l14 22M82 14 68 36M14 82l14-22M82 82 68 60",
    ),
    "kriya": Motif(
        "#f1d9cd",
        "#93401f",
        "M36 14h24v10l10 14c6 22-4 44-22 44S20 60 26 38l10-14zM26 44h44M25 58h46",
    ),
    "rumah": Motif(
        "#e9dfd2",
        "#5d4a36",
        "M12 46 48 16l36 30M22 40v42h52V40M40 82V58h16v24",
    ),
    "bahan": Motif(
        "#e0e0e4",
        "#484b5c",
        "M48 12l34 18v36L48 84 14 66V30zM14 30l34 18 34-18M48 48v36",
    ),
}
ANY = MOTIFS["bahan"]


def drawn(category: str) -> str:
    """An SVG of 320 × 240 for a category: its family's motif on a ground of kawung."""
    motif = MOTIFS.get(lists.category_families().get(category, ""), ANY)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240">'
        '<defs><pattern id="k" width="40" height="40" patternUnits="userSpaceOnUse">'
        f'<g fill="none" stroke="{motif.ink}" stroke-opacity=".13" stroke-width="1.5">'
        '<ellipse cx="10" cy="10" rx="10" ry="5" transform="rotate(45 10 10)"/>'
        '<ellipse cx="30" cy="10" rx="10" ry="5" transform="rotate(-45 30 10)"/>'
        '<ellipse cx="10" cy="30" rx="10" ry="5" transform="rotate(-45 10 30)"/>'
        '<ellipse cx="30" cy="30" rx="10" ry="5" transform="rotate(45 30 30)"/>'
        "</g></pattern></defs>"
        f'<path fill="{motif.ground}" d="M0 0h320v240H0z"/>'
        '<path fill="url(#k)" d="M0 0h320v240H0z"/>'
        f'<circle cx="160" cy="120" r="66" fill="{motif.ground}"/>'
        f'<g transform="translate(112 72)" fill="none" stroke="{motif.ink}" stroke-width="3.5" '
        f'stroke-linecap="round" stroke-linejoin="round"><path d="{motif.lines}"/></g></svg>'
    )


@page(router, "placeholder")
async def placeholder(code: Annotated[str, Path(pattern=r"^[a-z-]{1,40}$")]) -> Response:
    """A picture for a category of goods."""
    for_a_day = {"cache-control": "public, max-age=86400"}
    return Response(drawn(code), media_type="image/svg+xml", headers=for_a_day)
