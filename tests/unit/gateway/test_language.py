"""Both languages are complete, and every page has an address in each."""

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from services.gateway.pages.language import CATALOGUE, PATHS, language_of, languages

ROOM = CATALOGUE.parents[3]


def _written() -> set[str | tuple[str, ...]]:
    found = extract_from_dir(
        ROOM,
        [("templates/**.html", "jinja2.ext.babel_extract"), ("pages/**.py", "python")],
        {"templates/**.html": {"newstyle_gettext": "true"}},
        keywords={"_": None, "ngettext": (1, 2), "gettext_noop": None},
    )
    return {message for _, _, message, _, _ in found}


def test_every_sentence_of_the_pages_has_english_words_and_no_other_has() -> None:
    with CATALOGUE.open("rb") as file:
        translated = {message.id: message for message in read_po(file, "en") if message.id}
    assert set(translated) == _written()
    for message in translated.values():
        words = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(words), message.id
        assert not message.fuzzy, message.id
        assert not list(message.check()), message.id


def test_every_page_has_an_address_of_its_own_in_each_language() -> None:
    addresses = [path for pair in PATHS.values() for path in pair]
    assert len(set(addresses)) == len(addresses)
    for indonesian, english in PATHS.values():
        assert language_of(indonesian).code == "id"
        assert language_of(english).code == "en"


def test_an_address_that_only_begins_with_en_is_indonesian() -> None:
    assert language_of("/entah").code == "id"


def test_parts_of_an_address_are_escaped() -> None:
    assert languages()["id"].path("product", code="a/b c") == "/produk/a%2Fb%20c"


def test_links_of_notifications_lead_to_pages_of_the_readers_language() -> None:
    english, indonesian = languages()["en"], languages()["id"]
    assert english.own("/temu/KEB-01") == "/en/matches/KEB-01"
    assert english.own("/kesempatan") == "/en/opportunities"
    assert english.own("/peta") == "/peta"
    assert indonesian.own("/temu/KEB-01") == "/temu/KEB-01"
