from datetime import date

import pytest

from app.catalogue import Catalogue, UnknownProduct
from app.pricing import Basket, quote, volume_percent
from app.vouchers import Voucher

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(("pieces", "percent"), [(1, 0), (9, 0), (10, 5), (49, 5), (50, 15)])
def test_more_pieces_cost_less(pieces: int, percent: int) -> None:
    assert volume_percent(pieces) == percent


def test_a_plain_basket(catalogue: Catalogue) -> None:
    priced = quote(Basket({"M-200": 2}, "DE"), catalogue, {}, TODAY)
    assert (priced.goods, priced.discount, priced.shipping) == (1500, 0, 490)
    assert priced.total == 1990


def test_a_voucher_works_on_what_volume_leaves(
    catalogue: Catalogue, vouchers: dict[str, Voucher]
) -> None:
    priced = quote(Basket({"M-200": 10}, "DE", "WELCOME10"), catalogue, vouchers, TODAY)
    # 75.00 less 3.75 for volume leaves 71.25; a tenth of that is 7.13.
    assert priced.discount == 375 + 713


def test_an_expired_voucher_takes_nothing_off(
    catalogue: Catalogue, vouchers: dict[str, Voucher]
) -> None:
    assert quote(Basket({"M-200": 1}, "DE", "SPRING20"), catalogue, vouchers, TODAY).discount == 0


def test_an_unknown_article_has_no_price(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownProduct):
        quote(Basket({"X-999": 1}, "DE"), catalogue, {}, TODAY)
