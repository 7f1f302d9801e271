"""Uploaded spreadsheets become saved rows, whatever kind of row a room expects."""

from kernel.imports.api import Edition, import_routes
from kernel.imports.jobs import Imports
from kernel.imports.kind import ImportKind
from kernel.imports.model import Counts, ImportJob
from kernel.imports.news import news_among

__all__ = ["Counts", "Edition", "ImportJob", "ImportKind", "Imports", "import_routes", "news_among"]
