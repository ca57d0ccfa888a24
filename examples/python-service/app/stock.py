"""How many pieces are left, and who has some set aside."""

from threading import Lock


class OutOfStock(Exception):
    """Fewer pieces are left than were asked for."""


class Stock:
    """Pieces by article number; safe to use from several threads."""

    def __init__(self, pieces: dict[str, int]) -> None:
        self._pieces = dict(pieces)
        self._lock = Lock()

    def left(self, sku: str) -> int:
        """Pieces that nobody has taken yet."""
        return self._pieces.get(sku, 0)

    def take(self, wanted: dict[str, int]) -> None:
        """Take all that is wanted, or nothing and OutOfStock."""
        # Looking and taking must be one step, or two orders share a piece.
        with self._lock:
            short = sorted(sku for sku, count in wanted.items() if self.left(sku) < count)
            if short:
                raise OutOfStock(", ".join(short))
            for sku, count in wanted.items():
                self._pieces[sku] -= count
