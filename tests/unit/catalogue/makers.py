"""An exhibitor and a product as values, to begin a test of rules from."""

from typing import Any

from services.catalogue.model import Exhibitor, ExhibitorForm, Product, ProductForm
from tests import trade


def maker(**changes: Any) -> Exhibitor:
    return Exhibitor.of(ExhibitorForm(**trade.exhibitor(**changes)), trade.EDITION)


def product(**changes: Any) -> Product:
    return Product.of(ProductForm(**trade.product(**changes)), maker())
