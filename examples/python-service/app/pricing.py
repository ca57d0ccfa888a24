"""From a basket to what the customer pays."""

from dataclasses import dataclass
from datetime import date

from app.catalogue import Catalogue
from app.money import share
from app.shipping import shipping_fee
from app.vouchers import Voucher, percent_off

# Pieces of one article, and the percent that so many take off its price.
VOLUME_STEPS = ((50, 15), (10, 5))


@dataclass(frozen=True)
class Basket:
    """What a customer wants, and where to."""

    pieces: dict[str, int]
    country: str
    voucher: str | None = None


@dataclass(frozen=True)
class Quote:
    """All parts of a price, in cents."""

    goods: int
    discount: int
    shipping: int

    @property
    def total(self) -> int:
        """What the customer pays."""
        return self.goods - self.discount + self.shipping


def volume_percent(pieces: int) -> int:
    """The percent that buying this many of one article takes off."""
    return next((percent for limit, percent in VOLUME_STEPS if pieces >= limit), 0)


def quote(basket: Basket, catalogue: Catalogue, vouchers: dict[str, Voucher], today: date) -> Quote:
    """Price a basket; volume discounts come first, then the voucher."""
    # An unknown article ends it here, before anything is added up.
    lines = [(catalogue.find(sku), pieces) for sku, pieces in basket.pieces.items()]
    goods = sum(product.price * pieces for product, pieces in lines)
    # Each article earns its own step: ten mugs say nothing about a kettle.
    volume = sum(share(product.price * n, volume_percent(n)) for product, n in lines)
    # A voucher works on what is left after volume discounts.
    voucher = share(goods - volume, percent_off(vouchers, basket.voucher, today))
    discount = volume + voucher
    # Shipping looks at what is paid, so a discount can cost the free parcel.
    grams = sum(product.grams * pieces for product, pieces in lines)
    return Quote(goods, discount, shipping_fee(basket.country, grams, goods - discount))
