"""The product page says when a search was read otherwise, and when only the nearest is shown."""

import pytest

from services.gateway.pages import found, products
from tests.integration.gateway.running import Gateway


class Nearest(found.FoundProducts):
    """What the catalogue answers when nothing fits."""

    nearest: bool = True
    loosened: tuple[str, ...] = ("words", "regency")
    did_you_mean: str | None = "keripik tempe"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/produk", ["Maksud Anda “keripik tempe”?", "tanpa: sebagian kata kunci, Asal daerah."]),
        ("/en/products", ["Did you mean “keripik tempe”?", "aside: some of the words, "]),
    ],
)
async def test_the_nearest_are_said_to_be_so(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch, path: str, words: list[str]
) -> None:
    monkeypatch.setattr(products, "FoundProducts", Nearest)
    async with gateway.client.get(path, params={"q": "kripk tempe", "kabupaten": "3319"}) as page:
        text = await page.text()
    assert page.status == 200
    for expected in words:
        assert expected in text


@pytest.mark.parametrize("wish", [{"harga": "-1"}, {"urut": "acak"}, {"pesanan": "banyak"}])
async def test_a_form_that_makes_no_sense_is_refused(
    gateway: Gateway, wish: dict[str, str]
) -> None:
    async with gateway.client.get("/produk", params=wish) as page:
        assert page.status == 422
