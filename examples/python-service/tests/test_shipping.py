import pytest

from app.shipping import FREE_FROM, NotDelivered, shipping_fee


@pytest.mark.parametrize(
    ("country", "grams", "fee"),
    [("DE", 2_000, 490), ("DE", 2_001, 690), ("DE", 9_000, 1_290), ("FR", 300, 990)],
)
def test_fee_follows_weight_and_zone(country: str, grams: int, fee: int) -> None:
    assert shipping_fee(country, grams, value=1_000) == fee


def test_domestic_parcels_are_free_from_sixty_euros() -> None:
    assert shipping_fee("DE", 500, FREE_FROM - 1) == 490
    assert shipping_fee("DE", 500, FREE_FROM) == 0


def test_free_shipping_ends_at_the_border() -> None:
    assert shipping_fee("NL", 500, 90_000) == 990


def test_refuses_countries_without_a_zone() -> None:
    with pytest.raises(NotDelivered):
        shipping_fee("AQ", 500, 1_000)
