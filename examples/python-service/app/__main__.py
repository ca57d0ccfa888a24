"""`python -m app`: serve the shop on loopback."""

from pathlib import Path
from wsgiref.simple_server import make_server

from app.catalogue import read_catalogue
from app.orders import OrderBook
from app.stock import Stock
from app.vouchers import read_vouchers
from app.web import Shop

DATA = Path(__file__).parent / "data"


def build(data: Path = DATA) -> Shop:
    """Put the shop together from its two data files."""
    catalogue = read_catalogue(data / "catalogue.json")
    # Every article starts the day with a hundred pieces.
    stock = Stock(dict.fromkeys(catalogue.names(), 100))
    return Shop(catalogue, read_vouchers(data / "vouchers.csv"), OrderBook(stock))


if __name__ == "__main__":
    with make_server("127.0.0.1", 8080, build()) as server:
        server.serve_forever()
