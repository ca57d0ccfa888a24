"""What most tests start from: the shop's own data files."""

from pathlib import Path

import pytest

from app.__main__ import DATA, build
from app.catalogue import Catalogue, read_catalogue
from app.vouchers import Voucher, read_vouchers
from app.web import Shop


@pytest.fixture
def catalogue() -> Catalogue:
    return read_catalogue(DATA / "catalogue.json")


@pytest.fixture
def vouchers() -> dict[str, Voucher]:
    return read_vouchers(DATA / "vouchers.csv")


@pytest.fixture
def shop() -> Shop:
    return build(Path(DATA))
