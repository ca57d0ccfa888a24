"""What the shop sells."""

import json
from dataclasses import dataclass
from pathlib import Path

from app.money import cents


@dataclass(frozen=True)
class Product:
    """One article; its weight decides what shipping costs."""

    sku: str
    name: str
    price: int
    grams: int


class UnknownProduct(LookupError):
    """The article is not in the catalogue."""


class Catalogue:
    """All products by their number."""

    def __init__(self, products: list[Product]) -> None:
        self._products = {product.sku: product for product in products}

    def find(self, sku: str) -> Product:
        """The product with this number, or UnknownProduct."""
        try:
            return self._products[sku]
        except KeyError:
            raise UnknownProduct(sku) from None

    def names(self) -> dict[str, str]:
        """Number and name of everything on sale, in the order of numbers."""
        return {sku: self._products[sku].name for sku in sorted(self._products)}


def read_catalogue(path: Path) -> Catalogue:
    """Read the catalogue file: a JSON list, prices written as "12.50"."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    # A price as text, never as a JSON number: a float would lose cents.
    return Catalogue(
        [Product(row["sku"], row["name"], cents(row["price"]), int(row["grams"])) for row in rows]
    )
