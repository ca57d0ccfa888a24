"""What it costs to send a parcel."""

from app.money import cents

# From this order value on, parcels within the zone travel for nothing.
FREE_FROM = cents("60.00")

# Upper weight in grams, fee in cents; the last row has no upper weight.
DOMESTIC = ((2_000, 490), (5_000, 690), (None, 1_290))
EUROPE = ((2_000, 990), (5_000, 1_490), (None, 2_490))

ZONES = {"DE": DOMESTIC, "AT": EUROPE, "FR": EUROPE, "NL": EUROPE}


class NotDelivered(LookupError):
    """The shop does not send parcels to that country."""


def shipping_fee(country: str, grams: int, value: int) -> int:
    """The fee for one parcel, by country, weight and order value."""
    zone = ZONES.get(country)
    if zone is None:
        raise NotDelivered(country)
    # The promise of free shipping is for domestic parcels only.
    if zone is DOMESTIC and value >= FREE_FROM:
        return 0
    return next(fee for limit, fee in zone if limit is None or grams <= limit)
