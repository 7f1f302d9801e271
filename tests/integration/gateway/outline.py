"""What of a page matters to people who do not see it, and to the security policy."""

import itertools
import re
from html.parser import HTMLParser

NEEDS = {"input", "select", "textarea"}


class Outline(HTMLParser):
    """What of a page matters to people who do not see it, and to the security policy."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.language, self.headings, self.labelled = "", list[str](), set[str]()
        self.controls, self.outside, self.inline = list[str](), list[str](), list[str]()
        self.landmarks: list[str] = []
        self._in_label = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given["lang"]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if tag in ("header", "main", "footer"):
            self.landmarks.append(tag)
        if tag == "label":
            self._in_label += 1
            self.labelled.add(given.get("for", ""))
        if tag in NEEDS and given.get("type") != "hidden" and not self._in_label:
            self.controls.append(given.get("id", f"a nameless {tag}"))
        self._note_what_the_policy_forbids(tag, given)

    def _note_what_the_policy_forbids(self, tag: str, given: dict[str, str]) -> None:
        address = given.get("src") or (given.get("href", "") if tag == "link" else "")
        if address.startswith(("http:", "https:", "//", "data:")):
            self.outside.append(address)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        is_data = given.get("type") == "application/ld+json"  # no browser runs it
        if tag == "script" and "src" not in given and not is_data:
            self.inline.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._in_label -= 1


def expect_well_made(text: str, language: str, path: str) -> None:
    """Fails where a page has no order for those who do not see it, or breaks the policy."""
    page = Outline(text)
    assert page.language == language, path
    assert page.headings.count("h1") == 1, path
    assert page.landmarks == ["header", "main", "footer"], path
    assert set(page.controls) <= page.labelled, path
    assert not page.outside, path
    assert not page.inline, path
    levels = [int(heading[1]) for heading in page.headings]
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), (path, levels)
