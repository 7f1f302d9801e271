"""How the reasons of a match are told on a page."""

from typing import Any

from services.gateway.pages.views import Match


def _reason(part: str, weight: float, text: str, direction: str = "against") -> dict[str, Any]:
    told = {"text": text, "text_en": text.upper()}
    return {"part": part, "direction": direction, "value": 0.4, "weight": weight, **told}


def _match(*reasons: dict[str, Any]) -> Match:
    names = ("demand_code", "demand_title", "buyer_name", "product_code", "product_name")
    more = ("exhibitor_code", "exhibitor_name", "regency", "unit")
    said = dict.fromkeys((*names, *more), "x")
    return Match.model_validate({**said, "price": 1, "score": 0.5, "reasons": list(reasons)})


def test_what_several_parts_say_is_told_once_where_it_weighs_most() -> None:
    match = _match(
        _reason("terms", 0.08, "satuan berbeda"),
        _reason("place", 0.1, "jauh"),
        _reason("volume", 0.13, "satuan berbeda"),
        _reason("goods", 0.4, "nama cocok", "for"),
    )
    assert [(reason.part, reason.text) for reason in match.speaking("against")] == [
        ("volume", "satuan berbeda"),
        ("place", "jauh"),
    ]
    assert [reason.part for reason in match.speaking("for")] == ["goods"]
    assert len(match.pieces) == 4, "the score is still taken apart by every part"
