"""Amounts of money, in whole cents: no float ever holds a price."""

from decimal import ROUND_HALF_UP, Decimal


def cents(text: str) -> int:
    """Read "12.50" as 1250; an amount finer than a cent is refused."""
    amount = Decimal(text) * 100
    if amount != amount.to_integral_value():
        raise ValueError(f"{text} is finer than a cent")
    return int(amount)


def share(amount: int, percent: int) -> int:
    """The given percent of an amount, rounded half up as invoices are."""
    # Half a cent goes to the shop: the tax office rounds the same way.
    exact = Decimal(amount) * percent / 100
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def shown(amount: int) -> str:
    """Write 1250 as "12.50", the way the API shows prices."""
    return f"{amount // 100}.{amount % 100:02d}"
