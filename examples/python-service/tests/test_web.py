import io
import json
from typing import Any

import pytest

from app.web import Shop


def call(shop: Shop, route: str, content: object = None) -> tuple[str, dict[str, Any]]:
    method, path = route.split()
    body = json.dumps(content).encode()
    seen: list[str] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    answer = b"".join(shop(environ, lambda status, headers: seen.append(status)))
    return seen[0], json.loads(answer)


def test_lists_what_is_on_sale(shop: Shop) -> None:
    status, content = call(shop, "GET /products")
    assert status == "200 OK"
    assert content["products"]["T-300"] == "Teapot"


def test_places_an_order(shop: Shop) -> None:
    order = {"customer": "anna", "pieces": {"K-100": 1}, "country": "DE"}
    status, content = call(shop, "POST /orders", order)
    assert status == "201 Created"
    assert content["total"] == "44.80"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"pieces": {"X-1": 1}}, "404 Not Found"),
        ({"pieces": {"K-100": 900}}, "409 Conflict"),
        ({"country": "AQ"}, "422 Unprocessable Content"),
    ],
)
def test_refuses_what_the_shop_cannot_do(shop: Shop, change: dict[str, Any], status: str) -> None:
    order = {"customer": "anna", "pieces": {"K-100": 1}, "country": "DE"} | change
    assert call(shop, "POST /orders", order)[0] == status


def test_an_unknown_route_is_not_found(shop: Shop) -> None:
    assert call(shop, "GET /admin")[0] == "404 Not Found"
