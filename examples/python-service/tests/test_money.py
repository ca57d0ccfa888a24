import pytest

from app.money import cents, share, shown


@pytest.mark.parametrize(("text", "amount"), [("12.50", 1250), ("0.01", 1), ("7", 700)])
def test_reads_amounts(text: str, amount: int) -> None:
    assert cents(text) == amount


def test_refuses_amounts_finer_than_a_cent() -> None:
    with pytest.raises(ValueError, match="finer than a cent"):
        cents("0.001")


def test_rounds_half_up() -> None:
    assert share(1250, 5) == 63
    assert share(1249, 2) == 25


def test_shows_two_digits() -> None:
    assert shown(1205) == "12.05"
