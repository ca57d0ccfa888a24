"""Vouchers: a code that takes some percent off until a day."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Voucher:
    """Valid up to and including its last day."""

    code: str
    percent: int
    until: date

    def is_valid(self, today: date) -> bool:
        """Whether the voucher may still be used."""
        return today <= self.until


def read_vouchers(path: Path) -> dict[str, Voucher]:
    """Read the vouchers of a CSV file with the columns code, percent, until."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    # A line that cannot be read stops the start: no voucher is lost silently.
    vouchers = [
        Voucher(row["code"], int(row["percent"]), date.fromisoformat(row["until"])) for row in rows
    ]
    return {voucher.code: voucher for voucher in vouchers}


def percent_off(vouchers: dict[str, Voucher], code: str | None, today: date) -> int:
    """What a code takes off; an unknown or expired one takes nothing."""
    # Refusing the order instead would tell strangers which codes exist.
    voucher = vouchers.get(code or "")
    return voucher.percent if voucher is not None and voucher.is_valid(today) else 0
