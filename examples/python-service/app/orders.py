"""Orders: a quote that was accepted, with its goods taken from stock."""

import hashlib
import json
from dataclasses import dataclass, field

from app.pricing import Basket, Quote
from app.stock import Stock


@dataclass(frozen=True)
class Order:
    """An accepted order."""

    number: str
    basket: Basket
    quote: Quote


def order_number(customer: str, basket: Basket) -> str:
    """The same basket of the same customer always has the same number."""
    # The quote is left out: a price may change between two tries.
    content = json.dumps([customer, sorted(basket.pieces.items()), basket.country])
    return hashlib.sha256(content.encode()).hexdigest()[:12]


@dataclass
class OrderBook:
    """All orders of the day, by number."""

    stock: Stock
    orders: dict[str, Order] = field(default_factory=dict)

    def place(self, customer: str, basket: Basket, quote: Quote) -> Order:
        """Place an order; sending it twice places it once."""
        number = order_number(customer, basket)
        if number not in self.orders:
            # Stock first: an order that cannot be filled is never written down.
            self.stock.take(basket.pieces)
            self.orders[number] = Order(number, basket, quote)
        return self.orders[number]
