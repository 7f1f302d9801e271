"""Documents as the server has them, byte for byte: into files, out of files, and their digest."""

import gzip
import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from bson import decode_file_iter
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.collection import Collection

RAW = CodecOptions(document_class=RawBSONDocument)
BATCH = 500
SPEED = 3  # gzip's; documents shrink to a fifth, and more effort takes long for little

Client = MongoClient[dict[str, Any]]
Raw = Collection[RawBSONDocument]


class Sum:
    """Counts documents and sums them up while they pass."""

    def __init__(self) -> None:
        self.documents = self.bytes = 0
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def of(self, documents: Iterable[RawBSONDocument]) -> Iterator[RawBSONDocument]:
        for document in documents:
            self.documents += 1
            self.bytes += len(document.raw)
            self._digest.update(document.raw)
            yield document


def raw(client: Client, database: str, collection: str) -> Raw:
    collections: Any = client.get_database(database)
    found: Raw = collections.get_collection(collection, codec_options=RAW)
    return found


def in_order(collection: Raw, session: ClientSession | None = None) -> Iterator[RawBSONDocument]:
    """All documents by `_id`."""
    yield from collection.find({}, session=session, batch_size=BATCH).sort("_id", 1)


def write(file: Path, documents: Iterable[RawBSONDocument]) -> Sum:
    """Put documents into a compressed file."""
    file.parent.mkdir(mode=0o700, exist_ok=True)
    sum_ = Sum()
    with gzip.open(file, "wb", compresslevel=SPEED) as out:
        for document in sum_.of(documents):
            out.write(document.raw)
    return sum_


def read(file: Path) -> Iterator[RawBSONDocument]:
    """The documents of such a file."""
    with gzip.open(file, "rb") as content:
        yield from decode_file_iter(cast("BinaryIO", content), RAW)


def insert(collection: Raw, documents: Iterable[RawBSONDocument]) -> None:
    """Put documents into a collection, some at a time."""
    rest = iter(documents)
    while some := list(islice(rest, BATCH)):
        collection.insert_many(some, ordered=False)


def digest(collection: Raw) -> str:
    """What a collection's documents sum up to now."""
    sum_ = Sum()
    for _ in sum_.of(in_order(collection)):
        pass
    return sum_.sha256
