"""The HTTP face: two routes, JSON in and out."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from app.catalogue import Catalogue, UnknownProduct
from app.money import shown
from app.orders import OrderBook
from app.pricing import Basket, quote
from app.shipping import NotDelivered
from app.stock import OutOfStock
from app.vouchers import Voucher

Answer = tuple[str, dict[str, Any]]

# What went wrong in the shop's own words, and what HTTP calls it.
REFUSALS: dict[type[Exception], str] = {
    UnknownProduct: "404 Not Found",
    NotDelivered: "422 Unprocessable Content",
    OutOfStock: "409 Conflict",
    ValueError: "400 Bad Request",
}


class Shop:
    """A WSGI application over the parts of the shop."""

    def __init__(self, catalogue: Catalogue, vouchers: dict[str, Voucher], book: OrderBook) -> None:
        self.catalogue = catalogue
        self.vouchers = vouchers
        self.book = book

    def products(self, body: bytes) -> Answer:
        """GET /products: number and name of everything on sale."""
        return "200 OK", {"products": self.catalogue.names()}

    def order(self, body: bytes) -> Answer:
        """POST /orders: place an order and say what it costs."""
        sent = json.loads(body)
        # Whatever else a client sends is not looked at.
        basket = Basket(dict(sent["pieces"]), str(sent["country"]), sent.get("voucher"))
        price = quote(basket, self.catalogue, self.vouchers, date.today())
        placed = self.book.place(str(sent["customer"]), basket, price)
        return "201 Created", {"number": placed.number, "total": shown(price.total)}

    def answer(self, route: str, body: bytes) -> Answer:
        """Find the route, and turn the shop's refusals into HTTP's."""
        # Two routes need no router.
        routes = {"GET /products": self.products, "POST /orders": self.order}
        if route not in routes:
            return "404 Not Found", {"error": route}
        try:
            return routes[route](body)
        except tuple(REFUSALS) as refused:
            # The first matching kind decides; JSON errors are ValueErrors.
            status = next(text for kind, text in REFUSALS.items() if isinstance(refused, kind))
            return status, {"error": str(refused)}

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """The WSGI call: read the body, answer, write JSON."""
        # A missing length means no body, as it does for GET.
        length = int(environ.get("CONTENT_LENGTH") or 0)
        route = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        status, content = self.answer(route, environ["wsgi.input"].read(length))
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(content).encode()]
