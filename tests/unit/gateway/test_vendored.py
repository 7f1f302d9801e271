"""What of others is committed is what the lock names, byte for byte as it was copied."""

import hashlib
import json

import pytest

from frontend.copy import MANIFEST, NOTICE, TAKEN, VENDOR, Taken, version


@pytest.mark.parametrize("taken", TAKEN, ids=lambda taken: taken.name)
def test_a_file_is_what_was_copied_from_the_locked_package(taken: Taken) -> None:
    said = json.loads((VENDOR / MANIFEST).read_text())[taken.name]
    assert said["version"] == version(taken.package)
    assert said["sha256"] == hashlib.sha256((VENDOR / taken.name).read_bytes()).hexdigest()
    assert f"{taken.package} {said['version']}, {taken.licence}" in NOTICE.read_text()


def test_nothing_lies_beside_what_is_named() -> None:
    assert {path.name for path in VENDOR.iterdir()} == {MANIFEST, *(one.name for one in TAKEN)}
