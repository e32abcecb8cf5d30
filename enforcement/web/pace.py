"""How often one address may ask: so many at once, refilled evenly. In memory, a process each; the proxy has its own."""

from collections import OrderedDict
from threading import Lock
from time import monotonic

REMEMBERED = 10_000  # addresses; the one not heard of for longest is forgotten first


class Pace:
    """`most` requests within `seconds`. 0 lets everybody."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._guard = Lock()

    def lets(self, address: str) -> bool:
        if not self.most:
            return True
        now = monotonic()
        with self._guard:
            left, since = self._left.pop(address, (float(self.most), now))
            left = min(self.most, left + (now - since) * self.most / self.seconds)
            allowed = left >= 1
            self._left[address] = (left - 1 if allowed else left, now)
            if len(self._left) > REMEMBERED:
                self._left.popitem(last=False)
        return allowed

    @property
    def wait(self) -> int:
        """Seconds until one more is let, at most."""
        return max(1, round(self.seconds / self.most)) if self.most else 0
