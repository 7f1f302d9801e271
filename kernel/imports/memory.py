"""What an office has said of the columns of its spreadsheets."""

from collections.abc import Mapping

from pymongo import UpdateOne

from kernel.clock import now
from kernel.mongo import Document, Mongo


class ColumnMemory:
    """For each office and kind of spreadsheet: headers, and the columns that they are.

    An office is the party its people act for; the organisers, who act for none, are one office.
    """

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._columns = mongo, mongo["import_columns"]

    async def ensure(self) -> None:
        """An index."""
        await self._columns.create_index([("office", 1), ("kind", 1), ("header", 1)], unique=True)

    async def of(self, office: str, kind: str) -> dict[str, str]:
        """Columns by header, "" for one that is not to be read."""
        found = self._columns.find({"office": office, "kind": kind}, session=self._mongo.session)
        return {document["header"]: document["column"] async for document in found}

    async def remember(self, office: str, kind: str, columns: Mapping[str, str]) -> None:
        """Know these from now on, in the transaction at hand."""
        if not columns:
            return
        said: list[tuple[Document, Document]] = [
            ({"office": office, "kind": kind, "header": header}, {"column": column, "at": now()})
            for header, column in columns.items()
        ]
        await self._columns.bulk_write(
            [UpdateOne(which, {"$set": news}, upsert=True) for which, news in said],
            session=self._mongo.session,
        )
